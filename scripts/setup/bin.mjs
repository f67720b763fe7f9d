// The commands of the installed packages.
import path from 'node:path';
import { locations } from './locations.mjs';

const inPackages = file => path.join(locations.nodeModules, file);

/** Scripts to be run with Node.js. */
export const bin = Object.freeze({
  backstage: inPackages('@backstage/cli/bin/backstage-cli'),
  cdk: inPackages('aws-cdk/bin/cdk'),
  eslint: inPackages('eslint/bin/eslint.js'),
  openapiTypescript: inPackages('openapi-typescript/bin/cli.js'),
  playwright: inPackages('@playwright/test/cli.js'),
  prettier: inPackages('prettier/bin-prettier.js'),
  tsc: inPackages('typescript/bin/tsc'),
});
