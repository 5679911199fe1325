import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test, type TestContext } from 'vitest';
import { SubjectError, UsageError } from '../../../dist/src/core/errors.js';
import { loadSubject } from '../../../dist/src/subjects/load-subject.js';
import {
  openNativeSubject,
  type NativeOptions,
} from '../../../dist/src/subjects/native/native-subject.js';
import { libraryFolder, needsCompiler } from './native-corpus.js';

const folder = libraryFolder();

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** A library from one line of C. */
function line(name: string, source: string, ...flags: readonly string[]): string {
  const path = join(folder.path, name);
  const file = write(`${name}.c`, source);
  execFileSync('cc', ['-shared', '-fPIC', '-fno-builtin', ...flags, '-o', path, file]);
  return path;
}

async function messageOf(
  path: string,
  options: NativeOptions = {},
  kind: typeof SubjectError | typeof UsageError = SubjectError,
): Promise<string> {
  const error: unknown = await openNativeSubject(path, options).then(
    () => 'opened',
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(kind);
  return (error as Error).message.replaceAll(`${folder.path}/`, '');
}

test('what is no ELF file is told apart from what is none to load', async () => {
  expect(await messageOf(write('text.so', 'hello'.repeat(40)))).toMatch(
    /^text\.so: is not an ELF file/,
  );
  expect(await messageOf(write('empty.so', ''))).toMatch(/is empty/);
  expect(await messageOf(join(folder.path, 'none.so'))).toMatch(/there is no such file/);
});

test('an unknown soname is told with the nearest known one', async () => {
  expect(await messageOf('libc.so.7')).toMatch(/knows no library of that name; did you mean libc/);
});

test('a library that is cut off is not loaded', async (context) => {
  needsCompiler(context);
  const whole = readFileSync(line('whole.so', 'void *malloc(unsigned long n) { return 0; }'));
  const message = await messageOf(write('half.so', whole.subarray(0, whole.length / 2)));
  expect(message).toBe('half.so: is cut off or damaged; was it copied in full?');
});

test('a library for another machine is named with what runs here', async (context) => {
  needsCompiler(context);
  const bytes = readFileSync(line('here.so', 'int f(void) { return 0; }'));
  bytes.writeUInt16LE(243, 18);
  expect(await messageOf(write('there.so', bytes))).toMatch(
    /^there\.so: is built for machine 243, and this one runs /,
  );
});

test('without an allocator the likeliest functions are named', async (context) => {
  needsCompiler(context);
  const source = 'void *my_alloc(long n) { return 0; } void my_free(void *p) {} int other;';
  expect(await messageOf(line('odd.so', source))).toMatch(
    /Nearest of what it exports: my_alloc, my_free\./,
  );
});

test('unresolved symbols are named', async (context) => {
  needsCompiler(context);
  const source =
    'int missing_one(void); void free(void *p) {} void *malloc(long n) { return (void *)(long)missing_one(); }';
  expect(await messageOf(line('undefined.so', source))).toMatch(
    /cannot be loaded: .*undefined symbol: missing_one/,
  );
});

test('a library that may not be loaded at run time says how it was linked', async (context) => {
  needsCompiler(context, ['-Wl,-z,nodlopen', '-shared']);
  const source = 'void free(void *p) {} void *malloc(unsigned long n) { return 0; }';
  expect(await messageOf(line('hardened.so', source, '-Wl,-z,nodlopen'))).toMatch(
    /cannot be loaded: .*cannot be dlopen\(\)ed\. It was linked with -z nodlopen/,
  );
});

test('a library that dies while it is loaded says so', async (context) => {
  needsCompiler(context);
  const head = 'void free(void *p) {} void *malloc(unsigned long n) { return 0; }';
  const source = `${head} __attribute__((constructor)) static void start(void) { *(volatile int *)8 = 1; }`;
  expect(await messageOf(line('dies.so', source))).toBe(
    'dies.so: ended the process that loads it (SIGSEGV)',
  );
  const endless = `${head} __attribute__((constructor)) static void start(void) { for (;;); }`;
  const path = line('endless.so', endless);
  expect(await messageOf(path, { loadLimitMs: 300 })).toMatch(/ended the process that loads it/);
});

test('functions that are named must be there, and their roles known', async (context) => {
  needsCompiler(context);
  const library = line('named.so', 'void *take(long n) { return 0; } void give(void *p) {}');
  expect(await messageOf(library, { functions: { alloc: 'tak' } })).toBe(
    'named.so: does not export a function tak; did you mean take?',
  );
  const role = { functions: { aloc: 'take' } };
  expect(await messageOf(library, role, UsageError)).toMatch(/did you mean alloc\? Roles: alloc,/);
  const convention = { functions: { alloc: 'take', convention: 'pascal' } };
  expect(await messageOf(library, convention, UsageError)).toMatch(/there are c, layout, handle/);
  const subject = await openNativeSubject(library, {
    functions: { alloc: 'take', dealloc: 'give' },
  });
  expect(subject.description).toMatchObject({ abi: 'named', suggestedContract: undefined });
  await subject.close();
});

test('a compiler that fails leaves nothing in the cache', async () => {
  const cacheFolder = join(folder.path, 'failing-cache');
  const compilers = [write('failing-cc', '#!/bin/sh\necho "error: no headers" >&2\nexit 1\n')];
  chmodSync(compilers[0], 0o755);
  expect(await messageOf('builtin:libc', { compilers, cacheFolder })).toMatch(
    /cannot build the driver of native subjects: error: no headers/,
  );
  expect(readdirSync(cacheFolder)).toEqual([]);
});

test('a cache that cannot be a folder is told by its name', async (context) => {
  needsCompiler(context);
  const cacheFolder = join(write('a-file', 'x'), 'cache');
  expect(await messageOf('builtin:libc', { cacheFolder })).toMatch(
    /the folder for the compiled driver, a-file\/cache, cannot be written \(ENOTDIR\)/,
  );
});

test('a cache in a folder that is missing, or can have none in it, is one error', async (context) => {
  needsCompiler(context);
  for (const above of ['/proc/none', join(folder.path, 'missing')]) {
    expect(await messageOf('builtin:libc', { cacheFolder: join(above, 'cache') })).toMatch(
      /the folder for the compiled driver, .*cache, cannot be written \(ENOENT\)/,
    );
  }
  expect(await messageOf('builtin:libc', { cacheFolder: write('file-cache', 'x') })).toMatch(
    /the folder for the compiled driver, file-cache, cannot be written \(ENOTDIR\)/,
  );
});

test('the compiled driver is kept and used again', async (context) => {
  needsCompiler(context);
  const cacheFolder = join(folder.path, 'cache');
  mkdirSync(cacheFolder);
  await (await openNativeSubject('builtin:libc', { cacheFolder })).close();
  const made = readdirSync(cacheFolder);
  expect(made).toHaveLength(1);
  const unused = { cacheFolder, compilers: ['cc-that-is-not-there'] };
  await (await openNativeSubject('builtin:libc', unused)).close();
  expect(readdirSync(cacheFolder)).toEqual(made);
});

test('load-subject knows libraries by their names', async (context) => {
  needsCompiler(context);
  copyFileSync(folder.compile('bump.c'), join(folder.path, 'libmine.so.1.2'));
  const { subject } = await loadSubject(join(folder.path, 'libmine.so.1.2'));
  expect(subject.description).toMatchObject({ kind: 'native', abi: 'allocert', sizeBits: 64 });
  await subject.close();
});

test('a 32-bit library is driven by a 32-bit driver', async (context: TestContext) => {
  needsCompiler(context, ['-m32']);
  const subject = await openNativeSubject(folder.compile('bump.c', '-m32'));
  expect(subject.description.sizeBits).toBe(32);
  await subject.close();
});

test('without what -m32 needs the package is named', async (context) => {
  needsCompiler(context, ['-m32']);
  const compilers = [
    write(
      'cc64',
      '#!/bin/sh\necho "fatal error: bits/libc-header-start.h: No such file" >&2\nexit 1\n',
    ),
  ];
  chmodSync(compilers[0], 0o755);
  const library = folder.compile('bump.c', '-m32');
  const cacheFolder = join(folder.path, 'cache32');
  expect(await messageOf(library, { compilers, cacheFolder })).toMatch(
    /is a 32-bit library, and .*cc64 -m32 cannot build.*apt-get install gcc-multilib/,
  );
});
