// The process of one bench: reads its options, measures, judges. Alone in it, so that its memory is the bench's own.
// CommonJS, because TypeScript is understood by `require` (the transform that the command line is given).

async function main() {
  const { findBenches } = await import('./benches.mjs');
  const { helpOf, overview, readCommandLine, UsageError } = await import(
    './command-line.mjs'
  );
  const { malformed, tableOf, verdictOf } = await import('./verdict.mjs');
  const modules = findBenches();
  const load = name => require(String(modules.get(name))).bench;
  const [name, ...args] = process.argv.slice(2);

  if (!modules.has(name)) {
    const text = overview([...modules.keys()].map(load));
    const isHelp = name === undefined || name === '--help';
    process[isHelp ? 'stdout' : 'stderr'].write(
      isHelp ? text : `There is no bench '${name}'.\n\n${text}`,
    );
    return isHelp ? 0 : 2;
  }
  const bench = load(name);
  if (args.includes('--help')) {
    process.stdout.write(helpOf(bench));
    return 0;
  }
  let commandLine;
  try {
    commandLine = readCommandLine(bench, args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 2;
  }
  const { options, json, smoke } = commandLine;

  const result = await bench.run(options, {
    postgresUrl: process.env.BENCH_POSTGRES_URL,
    say: line => console.log(`  ${line}`),
  });
  const problems = malformed(result);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const { line, belowFloor } = verdictOf(name, result);
  console.log(`\n${tableOf(result)}\n`);
  const isMeasured = !smoke || bench.smokeIsMeasured === true;
  if (!isMeasured) {
    console.log('Tiny sizes: these figures say nothing, met or missed.');
  }
  const isBad = belowFloor.length > 0 && isMeasured;
  if (isBad) console.error(`Below the floor: ${belowFloor.join(', ')}`);
  if (json) console.log(JSON.stringify(line));
  return isBad ? 1 : 0;
}

main().then(
  code => process.exit(code),
  error => {
    console.error(error);
    process.exit(3);
  },
);
