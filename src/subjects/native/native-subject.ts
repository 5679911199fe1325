import { closeSync } from 'node:fs';
import { arch, availableParallelism, platform } from 'node:os';
import { basename } from 'node:path';
import { SubjectError, ToolBugError } from '../../core/errors.js';
import type { ExecutionBatch, ProgramBatch } from '../../core/execution-batch.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import type { RunSettings, Subject } from '../subject.js';
import { readSubjectFile } from '../subject-file.js';
import { withoutDestroyed } from '../destroyed-record.js';
import { chooseDriving } from './choose-driving.js';
import { compileDriver, defaultCompilers, type DriverBuild } from './compile-driver.js';
import { describeNative } from './describe-native.js';
import { DriverProcess, type DriverOptions } from './driver-process.js';
import { parseElf, type ElfFile } from './elf-file.js';
import { findLibrary } from './find-library.js';
import { parseMachO } from './mach-o-file.js';
import { isSealed } from './is-sealed.js';
import type { WithoutDriver } from './koffi/open-without-driver.js';
import { muslCompilers, muslLibrary, noMuslCompiler, runsOnMusl } from './musl-library.js';
import { chooseAbi, type NativeAbi } from './native-abi.js';
import { NativeRecord } from './native-record.js';

export interface NativeOptions extends Omit<DriverBuild, 'bits' | 'isMusl'> {
  /** Symbols by role, and `convention`, where the exports do not tell; see native-abi.ts. */
  readonly functions?: Readonly<Record<string, string>>;
  /** How long the library may take to load; absent: 30 s. */
  readonly loadLimitMs?: number;
  /** Absent: that of this process. */
  readonly platform?: NodeJS.Platform;
}

const LOAD_LIMIT_MS = 30_000;

/**
 * Opens a shared library as a subject: by its path, by its soname, or libc itself as `builtin:libc`.
 *
 * It is loaded into a driver of its own, which forks for every program, so that whatever happens is
 * an outcome at its exact step. An ExecutionBatch stays valid until the second next call of `run`.
 *
 * @throws SubjectError if the file is no library for this machine, exports no allocator, cannot be
 *   loaded, or there is no compiler for the driver
 * @throws UsageError for a role or a convention that is not known
 */
export async function openNativeSubject(
  locator: string,
  options: NativeOptions = {},
): Promise<Subject> {
  const driving = chooseDriving(options.platform ?? platform(), locator);
  const path = await findLibrary(locator);
  const bytes = await readSubjectFile(path, locator);
  const elf =
    driving.format === 'elf' ? parseElf(bytes, locator) : parseMachO(bytes, locator, arch());
  requireMachine(elf, locator);
  const abi = chooseAbi(elf, locator, options.functions);
  const loadLimitMs = options.loadLimitMs ?? LOAD_LIMIT_MS;
  const withoutDriver = { locator, path, bytes, elf, abi, loadLimitMs };
  if (driving.by === 'koffi') return openWithKoffi({ ...withoutDriver, tried: undefined });
  const musl = muslLibrary(elf);
  const isMusl = musl !== undefined && !runsOnMusl();
  const compilers = options.compilers ?? (isMusl ? muslCompilers : defaultCompilers);
  const binary = await compileDriver({ ...options, compilers, isMusl, bits: elf.bits });
  if (binary === undefined && isMusl) throw noMuslCompiler(locator, compilers);
  if (binary === undefined) {
    return openWithKoffi({ ...withoutDriver, tried: compilers.join(', ') });
  }
  const driver: DriverOptions = {
    binary,
    // musl's loader is its libc; named by its path, it would be loaded a second time.
    args: [
      ...driverArguments(path, abi),
      `sealed=${isSealed(elf) ? 'yes' : 'no'}`,
      ...(musl === 'itself' ? ['open=libc.so'] : []),
    ],
    locator,
    loadLimitMs,
  };
  const process = await DriverProcess.start(driver);
  const file = await process.openRecord(locator);
  const name = locator.replace(/^builtin:/, '');
  const own = withoutAbsent(abi, process.absent);
  const description = describeNative({
    ...{ locator, name: basename(name), bytes, elf, abi: own },
    hasHostDoor: process.hasHostDoor,
  });
  const isLimited = !description.regionIsGiven && description.hasHostDoor !== true;
  const described = {
    ...description,
    ...(isLimited ? { limitedBy: ADDRESS_SPACE } : {}),
    ...(process.addressesVary ? { addressesVary: true } : {}),
  };
  return new NativeSubject(described, driver, process, file);
}

/** Where the driver has no host's door; see driver/watch-calls.c. */
const ADDRESS_SPACE =
  'the address space of its process (RLIMIT_AS): here its calls for memory cannot be refused one by ' +
  'one, which takes Linux 5.11 or later on x86';

async function openWithKoffi(library: WithoutDriver): Promise<Subject> {
  // Loaded only here: few machines have no compiler.
  const { openWithoutDriver } = await import('./koffi/open-without-driver.js');
  return openWithoutDriver(library);
}

const machines: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  x64: { 62: 'x86-64', 3: 'x86' },
  ia32: { 3: 'x86' },
  arm64: { 183: 'AArch64', 40: 'ARM' },
  arm: { 40: 'ARM' },
};

function requireMachine(elf: ElfFile, locator: string): void {
  const runs = machines[arch()] ?? {};
  // x32 is x86-64 with 32-bit pointers; neither driver can load it.
  const isX32 = elf.machine === 62 && elf.bits === 32;
  if (runs[elf.machine] !== undefined && !isX32) return;
  const names = Object.assign({}, ...Object.values(machines)) as Readonly<Record<number, string>>;
  throw new SubjectError(
    `${locator}: is built for ${isX32 ? 'x32' : (names[elf.machine] ?? `machine ${elf.machine}`)}, and this one runs ` +
      `${Object.values(runs).join(' and ')}. Build it for this machine, or run it behind --command ` +
      'in an emulator.',
  );
}

function driverArguments(path: string, abi: NativeAbi): string[] {
  return [
    `path=${path}`,
    `convention=${abi.convention}`,
    `init-refuses=${abi.initRefuses}`,
    ...Object.entries(abi.functions).map(([role, symbol]) => `${role}=${symbol}`),
  ];
}

function withoutAbsent(abi: NativeAbi, absent: readonly string[]): NativeAbi {
  const functions = Object.entries(abi.functions).filter(([role]) => !absent.includes(role));
  return { ...abi, functions: Object.fromEntries(functions) };
}

/** Programs that run side by side; one more process, this one, judges what they answer. */
const MOST_AT_A_TIME = Math.min(4, availableParallelism());

class NativeSubject implements Subject {
  readonly #records: readonly [NativeRecord, NativeRecord];
  readonly #file: number;
  #process: DriverProcess;
  #runs = 0;
  #running = false;
  #closed = false;

  constructor(
    readonly description: SubjectDescription,
    private readonly driver: DriverOptions,
    process: DriverProcess,
    file: number,
  ) {
    this.#process = process;
    const bits = description.sizeBits === 32 ? 32 : 64;
    this.#records = [new NativeRecord(bits), new NativeRecord(bits)];
    this.#file = file;
  }

  async run(programs: ProgramBatch, settings: RunSettings): Promise<ExecutionBatch> {
    if (this.#running || this.#closed) {
      throw new ToolBugError('a subject runs one batch at a time, and none when it is closed');
    }
    this.#running = true;
    try {
      const record = this.#records[this.#runs++ % 2];
      record.write(this.#file, programs, settings);
      await this.#runAll(record, programs.count);
      return withoutDestroyed(record.read(this.#file), programs);
    } finally {
      this.#running = false;
      if (this.#closed) closeSync(this.#file);
    }
  }

  /**
   * The driver dies only where the subject goes for it. A new one runs what was under way again, one
   * program at a time, so that it is seen which of them did it, and goes on behind that.
   */
  async #runAll(record: NativeRecord, count: number): Promise<void> {
    let width = MOST_AT_A_TIME;
    for (let first = 0; first < count && !this.#closed;) {
      const answer = await (await this.#liveProcess()).run(first, width);
      if (answer === 'done' || this.#closed) return;
      const unfinished = record.unfinished(this.#file);
      const [suspect = count] = unfinished;
      // One at a time, the first is the one; others are marked by the driver before.
      const isKnown = width === 1 || unfinished.length === 1;
      if (isKnown && suspect < count) record.bury(this.#file, suspect);
      first = isKnown ? suspect + 1 : suspect;
      width = 1;
    }
  }

  /** Also ends a run that is under way: the programs behind the current one then have not run. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (!this.#running) closeSync(this.#file);
    await this.#process.stop();
  }

  async #liveProcess(): Promise<DriverProcess> {
    if (this.#process.isGone) {
      this.#process = await DriverProcess.start({ ...this.driver, record: this.#file });
    }
    return this.#process;
  }
}
