// Where things lie in this checkout. Nothing outside this file spells a folder name.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);

export const locations = Object.freeze({
  root,
  /** What the set-up fetches for itself: Node.js, Yarn, Chromium. Safe to delete. */
  tools: path.join(root, '.tools'),
  /** What a running portal keeps: the database, its logs, the record of what runs. */
  data: path.join(root, '.data'),
  nodeModules: path.join(root, 'node_modules'),
  app: path.join(root, 'packages/app'),
  /** The portal on the legacy frontend system, which the browser tests alone look at. */
  legacyApp: path.join(root, 'packages/legacy-app'),
  backend: path.join(root, 'packages/backend'),
  infra: path.join(root, 'infra'),
  simulator: path.join(root, 'packages/aws-simulator'),
  cognito: path.join(root, 'packages/cognito-simulator'),
});
