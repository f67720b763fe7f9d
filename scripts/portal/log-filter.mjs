// What of the backend's log belongs on the console: warnings and errors, without their stack traces.

/** A line of Backstage's development log: time, plugin, level, message and fields. */
const RECORD = /^\d{4}-\d\d-\d\dT[\d:.]+Z (\S+) (\w+) (.*)$/;

/** A stack trace that was logged as a field. */
const STACK = / stack="(?:\\.|[^"\\])*"/;

export class LogFilter {
  #everything;
  #isWithinShown = false;

  /** @param {{ everything: boolean }} options */
  constructor({ everything }) {
    this.#everything = everything;
  }

  /**
   * @param {string} line - without colours
   * @returns {string | undefined} the line to show
   */
  shown(line) {
    if (this.#everything) return line;
    const { plugin, level, message, goesOn } = record(line) ?? {};
    if (level === undefined) {
      // A message of several lines goes on; what is printed past the logger does not reach the console.
      const isFrame = /^\s+at /.test(line);
      return this.#isWithinShown && !isFrame
        ? `    ${line.replace(STACK, '').trimEnd()}`
        : undefined;
    }
    const isShown = level === 'warn' || level === 'error';
    this.#isWithinShown = isShown && goesOn === true;
    if (!isShown) return undefined;
    const word = level === 'warn' ? 'warning' : level;
    return `  ${word}, ${plugin}: ${message.replace(STACK, '').trim()}`;
  }
}

/** What the line says, unless it is part of something else: production logs JSON, development text. */
function record(line) {
  const [, plugin, level, message] = line.match(RECORD) ?? [];
  if (level !== undefined) return { plugin, level, message, goesOn: true };
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line);
    return {
      plugin: entry.plugin ?? 'portal',
      level: entry.level,
      goesOn: false, // JSON has no lines within
      // An error that was logged as it is becomes an object.
      message:
        typeof entry.message === 'string'
          ? entry.message
          : JSON.stringify(entry.message),
    };
  } catch {
    return undefined; // printed past the logger
  }
}
