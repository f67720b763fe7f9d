// How much memory a process of the backend may take for objects that have just been made.

/**
 * Node.js lets the young generation grow to twice 64 MB in whatever works for long, however little of it is alive; a
 * backend that loads a backfill would hold that for garbage. 16 MB, Node's own limit for long, cost no time that
 * `npm run bench -- ingest` could measure. The image says the same in its Dockerfile.
 */
export const BACKEND_MEMORY = ['--max-semi-space-size=16'];
