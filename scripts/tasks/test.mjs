// `npm test`: every check and every test, then one line that says how many passed and failed.
import { benchSmoke } from '../checks/benches.mjs';
import { browserTests } from '../checks/e2e.mjs';
import { productionTests } from '../checks/production.mjs';
import { scriptTests } from '../checks/scripts.mjs';
import { format, generatedFiles, lint, typeCheck } from '../checks/static.mjs';
import { unitTests } from '../checks/unit.mjs';
import { endAll, endOnSignals } from '../process/endings.mjs';
import { installPackages } from '../setup/install.mjs';
import { SetupError } from '../setup/setup-error.mjs';

/** Of each check that are told again at the end; when more fail, something is wrong with all. */
const MOST_FAILURES = 10;

/** @type {import('../checks/check.mjs').Check[]} the quick ones first */
const checks = [
  typeCheck,
  lint,
  format,
  generatedFiles,
  scriptTests,
  unitTests,
  productionTests,
  benchSmoke,
  browserTests,
];

/** @param {import('./task.mjs').TaskContext} context */
export async function test({ flags, rest: patterns, progress, yarn }) {
  endOnSignals({ exitCode: () => 130 });
  const chosen = choose(flags.only, patterns);
  progress.say('Testing: about 20 minutes on a machine with two cores');
  const results = [];
  try {
    await installPackages({ progress, yarn, verbose: flags.verbose });
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    results.push({ name: 'set-up', passed: 0, failed: 1, seconds: 0 });
  }
  // Without packages no check can run; one that fails keeps no other from running.
  for (const check of results.length ? [] : chosen) {
    progress.say(`\n--- ${check.name}`);
    results.push(await runCheck(check, patterns));
  }
  await endAll();
  report(results, progress);
}

async function runCheck({ name, run }, patterns) {
  const since = Date.now();
  let counts;
  try {
    counts = await run(patterns);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    counts = { passed: 0, failed: 1, failures: [String(error)] };
  }
  return { name, ...counts, seconds: (Date.now() - since) / 1000 };
}

/** @throws {SetupError} for a part that does not exist */
function choose(only, patterns) {
  const parts = [...new Set(checks.map(({ part }) => part))];
  // A pattern alone means the tests in which people work most.
  if (only === undefined && patterns.length > 0) return [unitTests];
  if (only === undefined) return checks;
  const wanted = only.split(',');
  for (const part of wanted) {
    if (!parts.includes(part)) {
      throw new SetupError(
        `--only takes ${parts.join(
          ', ',
        )}, or several with commas; got '${part}'.`,
      );
    }
  }
  return checks.filter(({ part }) => wanted.includes(part));
}

function report(results, progress) {
  progress.say('');
  for (const { name, passed, failed, seconds } of results) {
    const counts = `${passed} passed${failed ? `, ${failed} FAILED` : ''}`;
    progress.say(
      `  ${name.padEnd(22)}${counts.padEnd(26)}${seconds.toFixed(1)} s`,
    );
  }
  for (const notRun of results.flatMap(result => result.notRun ?? [])) {
    progress.say(`  not run: ${notRun}`);
  }
  // Last, because the end is what people see first of a long output, and sometimes all that they see.
  for (const { name, failures = [] } of results) {
    for (const failure of failures.slice(0, MOST_FAILURES)) {
      progress.say(
        `\n  FAILED, ${name}: ${failure.replaceAll('\n', '\n    ')}`,
      );
    }
    const more = failures.length - MOST_FAILURES;
    if (more > 0) progress.say(`\n  FAILED, ${name}: ${more} more, see above`);
  }
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  progress.say(`  all together: ${progress.elapsed}\n`);
  progress.say(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exit(sum('failed') > 0 ? 1 : 0);
}
