import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Socket } from 'node:net';
import { SubjectError } from '../../core/errors.js';
import { oneLine } from '../thrown-text.js';
import { FrameReader, WireMistake, type Frame } from './frame-reader.js';
import { decodeHello, type Hello } from './hello.js';
import { FromFarSide } from './wire.js';
import { quotedLine } from '../quoted-line.js';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** How a far side ended: by itself, or because what it sent could not be read. */
export interface Ending {
  /** Exit code; undefined where a signal ended it, or where it had to be ended. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  /** What it did against the protocol; undefined where it just ended. */
  readonly mistake: string | undefined;
  /** Whether it was ended from here. */
  readonly wanted: boolean;
}

export interface FarSideOptions {
  /** A line for the shell. */
  readonly command: string;
  readonly locator: string;
  /** How long it may take to its hello. */
  readonly loadLimitMs: number;
}

/** What is kept of what it prints to its standard error: the end. */
const MOST_PRINTED = 2_048;

/**
 * One running command, in a process group of its own, so that all that it starts ends with it. Its
 * standard output belongs to the protocol; its standard error is kept for messages.
 */
export class FarSide {
  hello!: Hello;
  /** Takes frames and the end; whoever runs a batch sets them. */
  onFrame: (frame: Frame) => void = () => undefined;
  onEnd: () => void = () => undefined;
  /** Moves with every piece that arrives. */
  pieces = 0;
  ending: Ending | undefined;
  /** Whether its output has ended, though it has not, as far as is known. */
  outputEnded = false;
  readonly #child: Child;
  readonly #reader = new FrameReader();
  readonly #gone: Promise<void>;
  #printed = '';
  #closed = false;
  /** Nothing is left behind when this process exits, however early. */
  readonly #atExit = (): void => {
    this.#killGroup();
  };

  private constructor(command: string) {
    // A shell reads the line as a person typed it; detached, it leads a group that can be ended.
    this.#child = spawn(guarded(command), {
      shell: true,
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    });
    process.once('exit', this.#atExit);
    // What cannot be sent to one that is gone does not matter: its end is noticed by itself.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stdout.on('data', (bytes: Buffer) => {
      this.#read(bytes);
    });
    this.#child.stdout.on('end', () => {
      this.#outputEnded();
    });
    this.#child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#printed = (this.#printed + text).slice(-MOST_PRINTED);
    });
    this.#gone = new Promise((resolve) => {
      this.#child.on('error', (error) => {
        this.#end(broken(error.message));
        resolve();
      });
      this.#child.on('exit', () => {
        // What it left behind in its group would hold the pipes open.
        this.#killGroup();
      });
      this.#child.on('close', (code, signal) => {
        this.#closed = true;
        process.off('exit', this.#atExit);
        this.#end(endingOf(code, signal));
        resolve();
      });
    });
  }

  /** Starts the command and waits for its hello. @throws SubjectError where none comes */
  static async start(options: FarSideOptions): Promise<FarSide> {
    const side = new FarSide(options.command);
    const late = Symbol('late');
    let timer: NodeJS.Timeout | undefined;
    const heard = await Promise.race([
      new Promise<Frame | undefined>((resolve) => {
        side.onFrame = resolve;
        side.onEnd = () => {
          resolve(undefined);
        };
      }),
      new Promise<typeof late>((resolve) => {
        timer = setTimeout(() => {
          resolve(late);
        }, options.loadLimitMs);
      }),
    ]);
    clearTimeout(timer);
    side.onFrame = side.onEnd = () => undefined;
    const problem = heard === late ? side.#lateText(options) : side.#takeHello(heard);
    if (problem === undefined) {
      side.#hold(false);
      return side;
    }
    await side.stop();
    throw new SubjectError(`${options.locator}: ${problem}${side.#printedText()}`);
  }

  /** Sends a frame; resolves when there is room for another. */
  async send(frame: Uint8Array): Promise<void> {
    if (this.ending !== undefined || this.#child.stdin.write(frame)) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        this.#child.stdin.off('drain', go).off('close', go);
        resolve();
      };
      this.#child.stdin.on('drain', go).on('close', go);
    });
  }

  /** The end of what it printed to its standard error; '' for nothing. */
  get printed(): string {
    return this.#printed;
  }

  /** Ends the command and all that it started; when this resolves, nothing of it is left. */
  async stop(): Promise<void> {
    this.#hold(true);
    this.#end({ code: undefined, signal: undefined, mistake: undefined, wanted: true });
    this.#killGroup();
    await this.#gone;
  }

  /** Whether this process waits for the command: only while it is asked something. */
  hold(held: boolean): void {
    this.#hold(held);
  }

  #hold(held: boolean): void {
    for (const one of [this.#child, ...(this.#child.stdio as unknown as Socket[])]) {
      if (held) one.ref();
      else one.unref();
    }
  }

  #killGroup(): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#closed) return;
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
    } catch {
      // The group is gone already, which is what was wanted.
    }
  }

  #read(bytes: Buffer): void {
    this.pieces++;
    if (this.ending !== undefined) return;
    try {
      this.#reader.push(bytes);
      for (;;) {
        const frame = this.#reader.next();
        if (frame === undefined) return;
        this.onFrame(frame);
      }
    } catch (error) {
      if (!(error instanceof WireMistake)) throw error;
      this.#end(broken(error.message));
      this.#killGroup();
    }
  }

  /** A command that closes its output but goes on is of no more use; one that ends says how. */
  #outputEnded(): void {
    this.outputEnded = true;
    const timer = setTimeout(() => {
      this.#end(closedOutput);
      this.#killGroup();
    }, CLOSED_LIMIT_MS);
    void this.#gone.then(() => {
      clearTimeout(timer);
    });
  }

  #end(ending: Ending): void {
    if (this.ending !== undefined) return;
    this.ending = ending;
    this.onEnd();
  }

  #takeHello(frame: Frame | undefined): string | undefined {
    try {
      if (frame?.type === FromFarSide.hello) {
        this.hello = decodeHello(frame.payload);
        return undefined;
      }
      const ending = this.ending;
      if (frame !== undefined || ending === undefined)
        return notSpeaking('its first frame is no hello');
      if (ending.mistake !== undefined) return notSpeaking(`it ${ending.mistake}`);
      return (
        `the command ended before it said hello (${ending.signal ?? `exit code ${ending.code ?? 0}`}). ` +
        'Does it run when typed into a shell?'
      );
    } catch (error) {
      if (!(error instanceof WireMistake)) throw error;
      return notSpeaking(error.message);
    }
  }

  #lateText({ loadLimitMs }: FarSideOptions): string {
    return (
      `the command said nothing within ${loadLimitMs / 1000} s. A far side says hello as soon as it ` +
      'starts, and flushes it; see docs/protocol.md.'
    );
  }

  #printedText(): string {
    const line = oneLine(quotedLine(this.#printed));
    return line === '' ? '' : ` It printed: ${line}`;
  }
}

/**
 * The line as the shell gets it. Beside the command waits a guard that ends the whole group when this
 * process is gone, however that happened: an emulator does not end when its input does. A simple
 * command takes the place of the shell, so that its own end is seen and not the shell's.
 */
function guarded(command: string): string {
  if (process.platform === 'win32') return command;
  const simple = /^[\w./-]+(\s+[\w@%+=:,./'"-]+)*$/.test(command);
  const guard = '{ cat <&3; kill -KILL 0; } </dev/null >/dev/null 2>&1 & exec 3<&-';
  return `${guard}\n${simple ? 'exec ' : ''}${command}`;
}

const CLOSED_LIMIT_MS = 500;

const notSpeaking = (what: string): string =>
  `the command does not speak allocert-wire/1: ${what}. Its standard output belongs to the ` +
  'protocol (docs/protocol.md); what it wants to print goes to its standard error.';

function endingOf(code: number | null, signal: string | null): Ending {
  return {
    code: code ?? undefined,
    signal: signal ?? undefined,
    mistake: undefined,
    wanted: false,
  };
}

function broken(mistake: string): Ending {
  return { code: undefined, signal: undefined, mistake, wanted: false };
}

/** How a far side ends that goes on without an output. */
export const closedOutput: Ending = broken('closed its output');
