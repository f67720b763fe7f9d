/** A line to PostgreSQL that can go dead and be cut, as when a database is restarted. */
import knexOf, { type Knex } from 'knex';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export class DatabaseLine {
  readonly #server = createServer(socket => this.#connect(socket));
  readonly #sockets = new Set<Socket>();
  readonly #database: { host: string; port: number };
  #isDead = false;
  #last?: {
    readonly words: string;
    readonly isHeard: boolean;
    readonly said: () => void;
  };

  /** A second way to the database of `knex`; both have to be destroyed. */
  static async to(knex: Knex): Promise<{ line: DatabaseLine; knex: Knex }> {
    const { connectionSettings: settings } = knex.client;
    const line = new DatabaseLine(settings);
    await once(line.#server.listen(0, '127.0.0.1'), 'listening');
    const { port } = line.#server.address() as AddressInfo;
    return {
      line,
      knex: knexOf({
        client: 'pg',
        // It would print every cut.
        log: { error() {}, warn() {} },
        connection: {
          ...settings,
          // Not to be listed, so that no log has it.
          password: settings.password,
          host: '127.0.0.1',
          port,
        },
      }),
    };
  }

  private constructor({ host, port }: { host: string; port: string | number }) {
    this.#database = { host, port: Number(port) };
  }

  /** From these words of a statement on nothing comes through; settles when they were said. */
  async goDeadAt(words: string): Promise<void> {
    return new Promise(said => {
      this.#last = { words, isHeard: false, said };
    });
  }

  /** The same, but the statement itself is the last that comes through: what answers it does not. */
  async goDeadAfter(words: string): Promise<void> {
    return new Promise(said => {
      this.#last = { words, isHeard: true, said };
    });
  }

  /** Ends every connection; new ones work again. */
  cut(): void {
    this.#isDead = false;
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  async stop(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #connect(near: Socket): void {
    const far = connect(this.#database);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.on('data', asked => {
      if (this.#last && asked.includes(this.#last.words)) {
        this.#isDead = true;
        if (this.#last.isHeard) far.write(asked);
        this.#last.said();
        this.#last = undefined;
      }
      if (!this.#isDead) far.write(asked);
    });
    far.on('data', answer => {
      if (!this.#isDead) near.write(answer);
    });
  }
}
