// An error whose message is meant for the person at the keyboard: what is wrong, and what to do about it.
export class SetupError extends Error {
  name = 'SetupError';
}
