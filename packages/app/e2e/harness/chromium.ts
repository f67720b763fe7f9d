// The browser: Chromium out of the npm package @sparticuz/chromium, unpacked once into this checkout's tools.
import fs from 'node:fs';
import path from 'node:path';
import type { PlaywrightWorkerOptions } from '@playwright/test';

const root = path.resolve(__dirname, '../../../..');
const packageFolder = path.join(root, 'node_modules/@sparticuz/chromium');

/** The package holds a build for this platform alone; elsewhere an installed Chrome is used. */
const isBundled = process.platform === 'linux' && process.arch === 'x64';

/**
 * Where the browser finds fonts: first the ones it came with, so that a bare machine shows text at all, then the
 * machine's. (The configuration inside the package names folders of a cloud function.)
 */
const FONTS = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <alias><family>sans-serif</family><prefer><family>Open Sans</family></prefer></alias>
</fontconfig>
`;

function unpackedFolder(): string {
  const { version } = JSON.parse(
    fs.readFileSync(path.join(packageFolder, 'package.json'), 'utf8'),
  );
  return path.join(root, '.tools', `chromium-${version}`);
}

/** How to launch the browser. `CHROMIUM_PATH` names another one. */
export function browserLaunchOptions(): Partial<
  Pick<PlaywrightWorkerOptions, 'browserName' | 'channel' | 'launchOptions'>
> {
  const args = [
    '--headless',
    '--no-sandbox', // it runs as root in containers, and opens nothing but the portal
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  if (process.env.CHROMIUM_PATH) {
    const executablePath = process.env.CHROMIUM_PATH;
    return { browserName: 'chromium', launchOptions: { executablePath, args } };
  }
  if (!isBundled) {
    return {
      browserName: 'chromium',
      channel: 'chrome',
      launchOptions: { args },
    };
  }
  const folder = unpackedFolder();
  return {
    browserName: 'chromium',
    launchOptions: {
      executablePath: path.join(folder, 'chromium'),
      args,
      env: {
        ...(process.env as Record<string, string>),
        // Libraries and fonts that a bare machine lacks.
        LD_LIBRARY_PATH: path.join(folder, 'al2023/lib'),
        FONTCONFIG_PATH: path.join(folder, 'fonts'),
      },
    },
  };
}

/** Unpacks the browser unless that is done already. */
export async function unpackBrowser(): Promise<void> {
  if (!isBundled || process.env.CHROMIUM_PATH) return;
  const folder = unpackedFolder();
  if (fs.existsSync(folder)) return;
  const draft = `${folder}.${process.pid}`;
  fs.mkdirSync(draft, { recursive: true });
  const { inflate } = await import('@sparticuz/chromium');
  // The package unpacks into the folder for temporary files, and takes what lies there already for its own.
  const { TMPDIR } = process.env;
  process.env.TMPDIR = draft;
  try {
    const archives = fs
      .readdirSync(path.join(packageFolder, 'bin'))
      .filter(name => name.endsWith('.br'));
    await Promise.all(
      archives.map(name => inflate(path.join(packageFolder, 'bin', name))),
    );
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  fs.writeFileSync(path.join(draft, 'fonts/fonts.conf'), FONTS);
  fs.renameSync(draft, folder);
}
