import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cTemplate } from '../../dist/src/cli/templates/c-template.js';
import { rustTemplate } from '../../dist/src/cli/templates/rust-template.js';
import { cleanEnvironment } from './clean-environment.js';

// Goal: what is published works for somebody who has nothing else.
// Method: the tarball is installed into an empty folder, without the optional koffi and without
// install scripts, and used from there.

const root = join(import.meta.dirname, '../..');
const environment = { env: cleanEnvironment(), extendEnv: false } as const;

interface Manifest {
  readonly version: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

let folder = '';
let packed: readonly string[] = [];
let manifest: Manifest;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allocert-package-'));
  manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Manifest;
  const { stdout } = await execa(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', folder],
    { ...environment, cwd: root },
  );
  const [tarball] = JSON.parse(stdout) as [
    { filename: string; files: readonly { path: string }[] },
  ];
  packed = tarball.files.map((file) => file.path);
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  await install(join(folder, tarball.filename));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('holds every file that package.json points at', () => {
  const targets = [
    ...Object.values(manifest.bin),
    ...Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    ),
  ];
  expect(packed).toEqual(
    expect.arrayContaining(targets.map((target) => target.replace(/^\.\//, ''))),
  );
});

test('holds the product with its sources, and nothing of the tests, benchmarks or tools', () => {
  const outside = packed.filter(
    (path) =>
      !/^(?:(?:dist\/)?(?:src|models|properties)|schemas|docs|examples)\/|^[^/]+$/.test(path),
  );
  expect(outside).toEqual([]);
});

/** Every file of the examples that README links to. */
const namedByReadme = [
  ...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\]\((examples\/[^)]*\.\w+)\)/g),
].map(([, path]) => path);

test('holds the examples that README names, the templates of init, and nothing that was built there', () => {
  const listed = [rustTemplate, cTemplate].flatMap(({ folder: from, files }) =>
    files.map((file) => `${from}/${file}`),
  );
  const shipped = packed.filter((path) => path.startsWith('examples/'));
  const inTemplates = shipped.filter((path) => /\/template\//.test(path));
  expect(inTemplates.sort()).toEqual([...listed].sort());
  expect(shipped).toEqual(expect.arrayContaining(namedByReadme));
  expect(shipped.filter((path) => /\/target\/|\.(?:o|so|elf|wasm)$/.test(path))).toEqual([]);
});

test('holds the source of every source map, so that a stack trace can be followed', () => {
  const sources = packed
    .filter((path) => path.endsWith('.js.map'))
    .map((path) => path.replace(/^dist\//, '').replace(/\.js\.map$/, '.ts'));
  expect(sources.length).toBeGreaterThan(0);
  expect(packed).toEqual(expect.arrayContaining(sources));
});

test('holds no compiled file of a source that is gone', () => {
  const orphans = packed
    .filter((path) => /^dist\/.*\.js$/.test(path))
    .map((path) => path.replace(/^dist\//, '').replace(/\.js$/, '.ts'))
    .filter((source) => !existsSync(join(root, source)));
  expect(orphans).toEqual([]);
});

test('can be imported by its name', async () => {
  const script = "await import('allocert'); await import('allocert/glue'); console.log('imported')";
  const { stdout } = await execa(process.execPath, ['--input-type=module', '--eval', script], {
    ...environment,
    cwd: folder,
  });
  expect(stdout).toBe('imported');
});

test('answers npx allocert --help with its commands and exit code 0', async () => {
  const { exitCode, stdout } = await execa('npx', ['--no-install', 'allocert', '--help'], {
    ...environment,
    cwd: folder,
    reject: false,
  });
  expect(stdout).toContain('certify');
  expect(exitCode).toBe(0);
});

test('without a C compiler and without koffi, a native subject names both ways out', async () => {
  const main = join(folder, 'node_modules/allocert', manifest.bin['allocert']);
  const { exitCode, stderr } = await execa(
    process.execPath,
    [main, 'certify', 'builtin:libc', '--seed', '1'],
    {
      ...{ extendEnv: false, cwd: folder, reject: false },
      // No commands to be found, and no driver that was compiled before.
      env: { ...cleanEnvironment(), PATH: '', TMPDIR: folder },
    },
  );
  expect(stderr).toMatch(/none of cc, gcc, clang was found; .* through koffi, which is not/);
  expect(stderr).toMatch(/Install a C compiler \(apt-get .*\), or koffi \(npm install koffi\)\./);
  expect(exitCode).toBe(4);
});

/** From the cache where that has everything; from the registry otherwise. */
async function install(tarball: string): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional'];
  const options = { ...environment, cwd: folder };
  const offline = await execa('npm', ['install', '--offline', ...quiet, tarball], {
    ...options,
    reject: false,
  });
  if (offline.exitCode === 0) return;
  await execa('npm', ['install', '--prefer-offline', ...quiet, tarball], options);
}
