import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { openSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import type { Socket } from 'node:net';
import { SubjectError, ToolBugError } from '../../core/errors.js';
import { loadingFailure } from './loading-failure.js';

/** Where the driver keeps the record; see driver/start.c. */
const RECORD_FD = 3;

/** What a driver says of itself that has a host's door; see driver/load-subject.c. */
const HOST_DOOR = 'hostDoor';

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** What the driver said, or that it is gone. */
type Word = { readonly kind: 'ready' | 'done' | 'error'; readonly text: string } | 'gone';

/** Who is to be driven, as the driver's command line has it. */
export interface DriverOptions {
  /** Path of the compiled driver. */
  readonly binary: string;
  /** `path=...`, `convention=...`, `alloc=malloc` ... */
  readonly args: readonly string[];
  /** The record of a driver before, to go on with; absent: the driver makes one. */
  readonly record?: number;
  readonly locator: string;
  readonly loadLimitMs: number;
}

/**
 * One running driver with the library loaded. It ends when its input ends, when this thread ends,
 * and when it is told to; it takes programs that are running with it.
 */
export class DriverProcess {
  /** Roles whose functions turned out not to be the library's own. */
  absent: readonly string[] = [];
  /** Whether every process has other addresses: the system does not allow to ask for the same. */
  addressesVary = false;
  /** Whether it sees the calls for memory by which the library asks its host. */
  hasHostDoor = false;
  readonly #child: Child;
  #heard = '';
  #settle: ((word: Word) => void) | undefined;
  #waiting: Word | undefined;
  #exit: string | undefined;
  readonly #gone: Promise<void>;

  private constructor({ binary, args, record }: DriverOptions) {
    const fourth = record === undefined ? [] : [record];
    this.#child = spawn(binary, args, {
      stdio: ['pipe', 'pipe', 'ignore', ...fourth],
      // Ctrl-C goes to the whole group of the terminal. The driver is told to end by who started it.
      detached: true,
    }) as Child;
    // A driver that is gone is noticed by its end; what could not be sent to it does not matter.
    this.#child.stdin.on('error', () => undefined);
    this.#child.on('error', (error) => (this.#exit = error.message));
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#hear(text);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('close', (code, signal) => {
        this.#exit ??= signal ?? `exit code ${code ?? 0}`;
        this.#say('gone');
        resolve();
      });
    });
  }

  /** @throws SubjectError where the library cannot be loaded */
  static async start(options: DriverOptions): Promise<DriverProcess> {
    const driver = new DriverProcess(options);
    const timer = setTimeout(() => driver.#child.kill('SIGKILL'), options.loadLimitMs);
    const word = await driver.#next();
    clearTimeout(timer);
    if (word !== 'gone' && word.kind === 'ready') {
      const words = word.text.split(' ').filter((role) => role !== '');
      driver.absent = words.filter((role) => role !== HOST_DOOR);
      driver.hasHostDoor = words.includes(HOST_DOOR);
      driver.addressesVary = words.includes('sameAddresses');
      driver.#hold(false);
      return driver;
    }
    await driver.stop();
    if (word === 'gone') throw driver.#ended(options.locator);
    throw loadingFailure(options.locator, word.text);
  }

  /**
   * Opens the record that the driver has made; the caller closes it.
   *
   * @throws SubjectError where the driver is gone: a library may start a thread that ends it
   */
  async openRecord(locator: string): Promise<number> {
    try {
      return openSync(`/proc/${this.pid}/fd/${RECORD_FD}`, 'r+');
    } catch {
      await this.stop();
      throw this.#ended(locator);
    }
  }

  #ended(locator: string): SubjectError {
    return new SubjectError(`${locator}: ended the process that loads it (${this.#exit ?? ''})`);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isGone(): boolean {
    return this.#exit !== undefined;
  }

  /** Runs the programs from `first` on, `width` at a time; answers whether it outlived them. */
  async run(first: number, width: number): Promise<'done' | 'gone'> {
    if (this.isGone) return 'gone';
    this.#hold(true);
    const message = Buffer.alloc(8);
    message.writeInt32LE(first);
    message.writeInt32LE(width, 4);
    this.#child.stdin.write(message);
    const word = await this.#next();
    if (word === 'gone') return 'gone';
    this.#hold(false);
    if (word.kind !== 'done') throw new ToolBugError(`the driver failed: ${word.text}`);
    return 'done';
  }

  /** Ends the driver, whatever it is doing. When this resolves, it writes no more. */
  async stop(): Promise<void> {
    this.#hold(true);
    this.#child.kill('SIGKILL');
    await this.#gone;
  }

  /** Whether the driver keeps this process alive: only while it is at work. */
  #hold(held: boolean): void {
    const streams = [this.#child.stdin, this.#child.stdout] as unknown as Socket[];
    for (const one of [this.#child, ...streams]) {
      if (held) one.ref();
      else one.unref();
    }
  }

  #next(): Promise<Word> {
    const { promise, resolve } = withResolvers<Word>();
    if (this.#waiting === undefined) this.#settle = resolve;
    else resolve(this.#waiting);
    if (this.#waiting !== 'gone') this.#waiting = undefined;
    return promise;
  }

  #hear(text: string): void {
    this.#heard += text;
    for (let end = this.#heard.indexOf('\n'); end >= 0; end = this.#heard.indexOf('\n')) {
      const line = this.#heard.slice(0, end);
      this.#heard = this.#heard.slice(end + 1);
      const [, kind, rest] = /^(ready|done|error) (.*)$/.exec(line) ?? ['', 'error', line];
      this.#say({ kind: kind as 'ready' | 'done' | 'error', text: rest });
    }
  }

  #say(word: Word): void {
    const settle = this.#settle;
    this.#settle = undefined;
    if (settle === undefined) this.#waiting ??= word;
    else settle(word);
  }
}

function withResolvers<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
