/** For tests that end a process, or what it has to do with PostgreSQL, at a chosen moment. */
import { once } from 'node:events';
import {
  type AddressInfo,
  type Server,
  type Socket,
  connect,
  createServer,
} from 'node:net';

/** Stands between a process and PostgreSQL, counts what it sends, and calls at the message it was told. */
export class Witness {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #messages = 0;
  #at = Infinity;
  #call = () => {};

  static async before(host: string, port: number): Promise<Witness> {
    const witness = new Witness(host, port);
    witness.#server.listen(0, '127.0.0.1');
    await once(witness.#server, 'listening');
    return witness;
  }

  private constructor(host: string, port: number) {
    this.#server = createServer(client => {
      const postgres = connect(port, host);
      this.#sockets.add(client).add(postgres);
      client.on('data', chunk => {
        this.#messages += 1;
        if (this.#messages === this.#at) this.#call();
        if (!postgres.destroyed) postgres.write(chunk);
      });
      postgres.on('data', chunk => client.write(chunk));
      // A killed process ends its connections with an error.
      for (const [one, other] of [
        [client, postgres],
        [postgres, client],
      ]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get messages(): number {
    return this.#messages;
  }

  expect(message: number, call: () => void): void {
    this.#messages = 0;
    this.#at = message;
    this.#call = call;
  }

  /** From now on nothing gets through: what PostgreSQL sees of a process that was killed. */
  cut(): void {
    this.#server.close();
    this.#sockets.forEach(socket => socket.destroy());
  }

  close(): void {
    this.#server.close();
  }
}
