/** Where the frontend and the image come from: from this checkout, or placeholders where only the template matters. */
import fs from 'node:fs';
import path from 'node:path';
import type { PortalImageSource } from './PortalImage';

export interface Sources {
  readonly image: PortalImageSource;
  readonly websiteFiles: string;
}

/** Needs neither a built frontend nor Docker: for tests, linting and tearing down. */
export function placeholderSources(): Sources {
  const placeholders = path.resolve(__dirname, '../placeholders');
  return {
    image: {
      context: path.join(placeholders, 'image'),
      dockerfile: 'Dockerfile',
    },
    websiteFiles: path.join(placeholders, 'website'),
  };
}

/** @throws Error when the frontend is not built */
export function builtSources(): Sources {
  const root = path.resolve(__dirname, '../..');
  const websiteFiles = path.join(root, 'packages/app/dist');
  if (!fs.existsSync(path.join(websiteFiles, 'index.html'))) {
    throw new Error(
      `There is no built frontend in ${websiteFiles}. \`npm run deploy\` builds it before it deploys; ` +
        '`npm run infra:lint` checks the template without it.',
    );
  }
  return {
    image: { context: root, dockerfile: 'packages/backend/Dockerfile' },
    websiteFiles,
  };
}
