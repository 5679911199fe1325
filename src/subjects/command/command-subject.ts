import { ToolBugError } from '../../core/errors.js';
import type { ExecutionBatch, ProgramBatch } from '../../core/execution-batch.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import { Fault } from '../../core/fault.js';
import { HANG_PATIENCE } from '../../core/observation.js';
import type { RunSettings, Subject } from '../subject.js';
import { Conversation } from './conversation.js';
import { describeCommand } from './describe-command.js';
import { FarSide, type FarSideOptions } from './far-side.js';
import { GrowingRecord } from './growing-record.js';
import { Ability } from './wire.js';

export interface CommandOptions {
  /** How long the command may take to its hello; absent: 30 s. */
  readonly loadLimitMs?: number;
}

const LOAD_LIMIT_MS = 30_000;

/**
 * Opens a command as a subject: a line for the shell that starts a far side, which speaks
 * allocert-wire/1 over its standard input and output.
 *
 * @throws SubjectError if it ends at once, says nothing in time or does not speak the protocol
 */
export async function openCommandSubject(
  command: string,
  options: CommandOptions = {},
): Promise<Subject> {
  const locator = `command:${command}`;
  const start = { command, locator, loadLimitMs: options.loadLimitMs ?? LOAD_LIMIT_MS };
  const side = await FarSide.start(start);
  return new CommandSubject(describeCommand(command, locator, side.hello), start, side);
}

class CommandSubject implements Subject {
  #running = false;
  #closed = false;
  /** Whether the next program needs another far side. */
  #isSpent = false;

  constructor(
    readonly description: SubjectDescription,
    private readonly options: FarSideOptions,
    private side: FarSide,
  ) {}

  async run(programs: ProgramBatch, settings: RunSettings): Promise<ExecutionBatch> {
    if (this.#running || this.#closed) {
      throw new ToolBugError('a subject runs one batch at a time, and none when it is closed');
    }
    this.#running = true;
    try {
      const record = new GrowingRecord(programs.count);
      let patience = 1;
      for (let first = 0; first < programs.count && !this.#closed;) {
        const side = await this.#liveSide();
        const startsAgain = (side.hello.abilities & Ability.startsAgain) !== 0;
        // A program that is given more time runs alone.
        const end = patience > 1 || !startsAgain ? first + 1 : programs.count;
        const talk = new Conversation({ side, programs, settings, record, patience });
        const { next, death } = await talk.run(first, end);
        if (!startsAgain || side.ending !== undefined) {
          await side.stop();
          this.#isSpent = true;
        }
        const hung = death?.fault === Fault.hang;
        if (hung && patience === 1 && settings.confirmHangs !== false) {
          patience = HANG_PATIENCE;
          first = next - 1;
          continue;
        }
        patience = 1;
        first = next;
        if (hung && settings.stopAtHang === true) break;
      }
      return record.batch();
    } finally {
      this.#running = false;
    }
  }

  /** Also ends a run that is under way: the programs behind the current one then have not run. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.side.stop();
  }

  async #liveSide(): Promise<FarSide> {
    if (this.#isSpent) this.side = await FarSide.start(this.options);
    this.#isSpent = false;
    return this.side;
  }
}
