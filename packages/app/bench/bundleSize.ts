/** How much JavaScript the plugin adds to an app: all of it, and what is loaded before any of its pages is opened. */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = path.resolve(__dirname, '../../..');

/** What every Backstage app has already; everything else the plugin brings, the charts with all they are made of. */
const OF_THE_APP =
  /^(@backstage\/|@material-ui\/|react($|\/)|react-dom($|\/)|react-router|react-use|react-is|luxon$|@types\/)/;

export interface BundleSize {
  /** Gzipped kilobytes (1,000 bytes) of all chunks. */
  readonly allKb: number;
  /** Of those, the chunk that the app loads when it starts. */
  readonly beforeKb: number;
}

export async function bundleSize(): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['plugins/guardrails/src/alpha/index.ts'],
    outdir: 'unused',
    write: false,
    metafile: true,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
    plugins: [
      {
        name: 'what the app has',
        setup: ({ onResolve }) =>
          onResolve({ filter: OF_THE_APP }, ({ path: name }) => ({
            path: name,
            external: true,
          })),
      },
    ],
  });
  const sizes = new Map(
    outputFiles
      .filter(file => file.path.endsWith('.js'))
      .map(file => [
        path.relative(root, file.path),
        gzipSync(file.contents).length / 1000,
      ]),
  );
  // The entry, and what it imports without being asked to wait.
  const eager = new Set<string>();
  const visit = (file: string) => {
    if (eager.has(file) || !sizes.has(file)) return;
    eager.add(file);
    metafile.outputs[file].imports
      .filter(({ kind }) => kind === 'import-statement')
      .forEach(({ path: imported }) => visit(imported));
  };
  const entry = Object.entries(metafile.outputs).find(
    ([, { entryPoint }]) =>
      entryPoint === 'plugins/guardrails/src/alpha/index.ts',
  );
  if (!entry) throw new Error('The bundle has no entry');
  visit(entry[0]);
  const sum = (files: Iterable<string>) =>
    [...files].reduce((total, file) => total + sizes.get(file)!, 0);
  return { allKb: sum(sizes.keys()), beforeKb: sum(eager) };
}
