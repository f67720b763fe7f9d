/** `npm run infra:lint`: writes the template into the folder given, and says what is wrong with it. */
import path from 'node:path';
import { createGuardrailsApp, STACK_NAME } from './app';
import { placeholderSources } from './sources';
import { templateProblems } from './validateTemplate';

function main(outdir: string) {
  // Fails when the security checks find what is not acknowledged.
  createGuardrailsApp({ ...placeholderSources(), outdir }).app.synth();
  const files = [
    path.join(outdir, `${STACK_NAME}.template.json`),
    path.resolve(__dirname, '../monitored-account-role.yaml'),
  ];
  for (const file of files) {
    const problems = templateProblems(file);
    for (const problem of problems) console.error(problem);
    console.log(
      `${path.basename(file)}: ${
        problems.length === 0 ? 'valid' : `${problems.length} problems`
      }`,
    );
    if (problems.length > 0) process.exitCode = 1;
  }
}

main(process.argv[2]);
