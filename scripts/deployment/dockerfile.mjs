// What packages/backend/Dockerfile says, for what is done without Docker: the same steps in the same order, on the files
// that it copies, and the same command at the end.
import fs from 'node:fs';
import path from 'node:path';
import { locations } from '../setup/locations.mjs';

/** How the Dockerfile calls image/assemble.sh: in its own checkout, into its own folder. */
const STEP =
  /^RUN sh packages\/backend\/image\/assemble\.sh (?<step>\S+) \. \/app$/;
/** What gets Yarn; here it is there already. */
const GET_YARN = /^RUN npm install --global "@yarnpkg\/cli-dist@/;

/**
 * @typedef {object} Step - one call of image/assemble.sh
 * @property {string} name
 * @property {string[]} copied - what lies in the checkout by then, from the top of this one; `*` stands for any letters
 *
 * @typedef {object} ImageDescription
 * @property {Step[]} steps
 * @property {string[]} command
 * @property {string} user
 * @property {Record<string, string>} environment
 */

/**
 * @param {string} [text] - of the Dockerfile
 * @returns {ImageDescription}
 * @throws {Error} for an instruction that nothing here does likewise
 */
export function readDockerfile(
  text = fs.readFileSync(path.join(locations.backend, 'Dockerfile'), 'utf8'),
) {
  const instructions = text
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  /** @type {ImageDescription} */
  const image = { steps: [], command: [], user: 'root', environment: {} };
  /** @type {string[]} */
  const copied = [];
  for (const instruction of instructions) {
    const [word, ...rest] = instruction.split(/\s+/);
    const step = instruction.match(STEP)?.groups?.step;
    if (step) image.steps.push({ name: step, copied: [...copied] });
    else if (word === 'COPY') {
      // From the stage before: the folder that was laid out.
      if (!rest[0].startsWith('--from=')) copied.push(...rest.slice(0, -1));
    } else if (word === 'CMD') {
      image.command = JSON.parse(instruction.slice('CMD'.length));
    } else if (word === 'USER') image.user = rest[0];
    else if (word === 'ENV') {
      Object.assign(
        image.environment,
        Object.fromEntries(rest.map(each => each.split(/=(.*)/, 2))),
      );
    } else if (
      !GET_YARN.test(instruction) &&
      !['FROM', 'WORKDIR', 'VOLUME', 'EXPOSE'].includes(word)
    ) {
      throw new Error(
        `The Dockerfile does what nobody does without Docker: '${instruction}'. Do it in image/assemble.sh, which both run.`,
      );
    }
  }
  return image;
}
