import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import {
  access,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rename,
  stat,
} from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { SubjectError } from '../../core/errors.js';

const run = promisify(execFile);
/** Where the parts of the driver are, of which `driver.c` includes all others. */
const sources = fileURLToPath(new URL('../../../../src/subjects/native/driver/', import.meta.url));

/**
 * -z now: else every forked program would look up the driver's own functions once more. The others
 * join mappings, of which a fork copies every one.
 */
const FLAGS = [
  '-std=gnu99',
  '-O3',
  '-fno-strict-aliasing',
  '-fvisibility=hidden',
  '-rdynamic',
  '-Wl,-z,now',
  '-Wl,-z,norelro',
  '-Wl,-z,noseparate-code',
];

/** Commands that are tried. */
export const defaultCompilers: readonly string[] = ['cc', 'gcc', 'clang'];

export interface DriverBuild {
  /** Of the subject: a 32-bit library needs a 32-bit driver. */
  readonly bits: 32 | 64;
  /** Whether it is built for musl where the system's libc is another. */
  readonly isMusl?: boolean;
  /** Commands to try in order; absent: cc, gcc, clang. */
  readonly compilers?: readonly string[];
  /** Where compiled drivers are kept; absent: a folder of this user in the temporary folder. */
  readonly cacheFolder?: string;
}

/**
 * The path of the compiled driver; it is compiled when it is needed for the first time, and again
 * when a part of its source or the flags change. Undefined where there is no compiler.
 *
 * @throws SubjectError where the compiler lacks what 32 bits need, or the cache cannot be written
 */
export async function compileDriver(build: DriverBuild): Promise<string | undefined> {
  const folder = build.cacheFolder ?? join(tmpdir(), `allocert-${userInfo().uid}`);
  const flags = [...FLAGS, ...(build.bits === 32 ? ['-m32'] : [])];
  const key = createHash('sha256')
    .update(await readSources())
    .update([...flags, build.isMusl === true ? 'musl' : ''].join(' '))
    .digest('hex')
    .slice(0, 16);
  const path = join(folder, `driver-${key}`);
  await requireFolder(folder);
  if (await isExecutable(path)) return path;
  // Compiled beside and renamed, so that two runs at a time never see half a file.
  const beside = await mkdtemp(join(folder, 'build-'));
  const clear = (): void => {
    rmSync(beside, { recursive: true, force: true });
  };
  // Ctrl-C twice ends this process at once.
  process.once('exit', clear);
  try {
    const made = join(beside, 'driver');
    const compiled = await compile(
      [...flags, '-o', made, join(sources, 'driver.c'), '-ldl'],
      build,
    );
    if (!compiled) return undefined;
    await rename(made, path);
    if (!(await isExecutable(path))) {
      throw new SubjectError(
        `the compiled driver may not be run in ${folder}: is it mounted noexec? ` +
          'Name another temporary folder in TMPDIR.',
      );
    }
  } finally {
    process.off('exit', clear);
    clear();
  }
  return path;
}

/** All parts of the driver with their names. */
async function readSources(): Promise<string> {
  const names = (await readdir(sources)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(sources, name), 'utf8')));
  return JSON.stringify(names.map((name, index) => [name, texts[index]]));
}

/** False where there is no compiler. */
async function compile(args: readonly string[], build: DriverBuild): Promise<boolean> {
  for (const compiler of build.compilers ?? defaultCompilers) {
    try {
      await run(compiler, args);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw buildFailed(compiler, build.bits, (error as { stderr?: string }).stderr ?? '');
    }
  }
  return false;
}

function buildFailed(compiler: string, bits: 32 | 64, stderr: string): SubjectError {
  const reason = stderr.split('\n').find((line) => /error|cannot|No such/i.test(line)) ?? stderr;
  if (bits === 32) {
    return new SubjectError(
      `the subject is a 32-bit library, and ${compiler} -m32 cannot build the driver for it: ` +
        `${reason.trim()}. Install what it lacks: apt-get install gcc-multilib, ` +
        'dnf install glibc-devel.i686.',
    );
  }
  return new SubjectError(
    `${compiler} cannot build the driver of native subjects: ${reason.trim()}. ` +
      'Are the headers of libc installed (apt-get install libc6-dev)?',
  );
}

/** The cache holds programs that are run, so it must be this user's own. */
async function requireFolder(folder: string): Promise<void> {
  try {
    // Not recursive: for a path in /proc that never returns.
    await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    // EEXIST may be said of a file.
    await access(`${folder}/.`);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new SubjectError(
      `the folder for the compiled driver, ${folder}, cannot be written (${code}). ` +
        'Make it writable, or name another temporary folder in TMPDIR.',
      { cause: error },
    );
  }
  const { uid } = await stat(folder);
  if (uid !== userInfo().uid) {
    throw new SubjectError(
      `the folder for the compiled driver, ${folder}, belongs to somebody else. ` +
        'Remove it, or name another temporary folder in TMPDIR.',
    );
  }
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
