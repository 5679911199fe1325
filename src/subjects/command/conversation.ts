import { unpackWorld, type ProgramBatch } from '../../core/execution-batch.js';
import { packWord0 } from '../../core/request.js';
import { RequestKind } from '../../core/request-kind.js';
import type { RunSettings } from '../subject.js';
import { deathOf, deathOfReport, hangDeath, type WireDeath } from './death-of.js';
import { encodeBegin, encodeEnd, encodeOperation, encodeOperations } from './encode-frames.js';
import { closedOutput, type FarSide } from './far-side.js';
import { WireMistake, type Frame } from './frame-reader.js';
import type { GrowingRecord } from './growing-record.js';
import { UNBOUNDED_WINDOW } from './hello.js';
import { ProgramMirror } from './program-mirror.js';
import { Ability, FRAME_HEAD_BYTES, FromFarSide, MOST_OPERATION_BYTES, READ_BACK } from './wire.js';
import { writeOperations } from './write-operations.js';

export interface ConversationOptions {
  readonly side: FarSide;
  readonly programs: ProgramBatch;
  readonly settings: RunSettings;
  readonly record: GrowingRecord;
  /** How many times the limit a call may take. */
  readonly patience: number;
}

/** How far a far side came: the first program that is still to be run, and what ended it before. */
export interface Progress {
  readonly next: number;
  /** Death of program `next - 1`, where the far side went down with it. */
  readonly death: WireDeath | undefined;
}

const POLL_MS = 25;
/** Programs under way at a time: enough that the far side never waits, few enough to be sent anew. */
const MOST_UNDER_WAY = 16;
const MOST_FRAME_BYTES = 16_384;

/** One far side and the programs that it is asked to run, until they are done or it is gone. */
export class Conversation {
  /** Programs that were begun and are not settled, in order. */
  private readonly underWay: ProgramMirror[] = [];
  private next = 0;
  private death: WireDeath | undefined;
  private gone = false;
  private wake: (() => void) | undefined;
  private operations: Buffer[] = [];
  private operationBytes = 0;

  constructor(private readonly options: ConversationOptions) {}

  /** Runs programs [first, end). */
  async run(first: number, end: number): Promise<Progress> {
    const { side } = this.options;
    this.next = first;
    side.hold(true);
    side.onFrame = (frame) => {
      this.take(frame);
    };
    side.onEnd = () => {
      const { ending } = side;
      if (ending === undefined || ending.wanted) this.gone = true;
      else this.lose(deathOf(ending, side.printed));
      this.wake?.();
    };
    // One that ended when nothing was asked of it leaves its end to the next program.
    if (side.ending !== undefined) {
      this.underWay.push(this.mirrorOf(first));
      side.onEnd();
    }
    const endWatch = this.watch();
    try {
      for (let index = first; index < end && !this.gone; index++) {
        const most = this.isPaced ? 1 : MOST_UNDER_WAY;
        await this.until(() => this.underWay.length < most);
        if (!this.isGone()) await this.sendProgram(index);
      }
      await this.until(() => this.underWay.length === 0);
    } finally {
      endWatch();
      side.onFrame = () => {
        throw new WireMistake('sent a frame when nothing was asked');
      };
      side.onEnd = () => undefined;
      side.hold(false);
    }
    return { next: this.next, death: this.death };
  }

  private async sendProgram(index: number): Promise<void> {
    const { side, programs, settings } = this.options;
    const world = unpackWorld(programs, index);
    const mirror = this.mirrorOf(index);
    this.underWay.push(mirror);
    await side.send(encodeBegin(world, settings));
    if (this.isPaced) await this.until(() => mirror.quiet);
    const source = { programs, index, hello: side.hello, settings, mirror };
    for (const operation of writeOperations(source)) {
      if (operation === 'quiet') {
        await this.flush();
        await this.until(() => mirror.quiet);
      } else {
        if (operation.kind !== READ_BACK) mirror.expect(operation);
        const encoded = encodeOperation(operation);
        this.operations.push(encoded);
        this.operationBytes += encoded.length;
        if (this.operationBytes + MOST_OPERATION_BYTES > this.mostFrameBytes) {
          await this.flush();
          if (this.isPaced) await this.until(() => mirror.quiet);
        }
      }
      if (this.gone || mirror.stopped) break;
    }
    await this.flush();
    if (this.isPaced) await this.until(() => mirror.quiet);
    await side.send(encodeEnd());
  }

  private mirrorOf(index: number): ProgramMirror {
    const { side, programs, settings, record } = this.options;
    const requests = programs.starts[index + 1] - programs.starts[index];
    const mirror = new ProgramMirror(index, requests, side.hello.slots, record, settings);
    const { regionBytes } = unpackWorld(programs, index);
    mirror.expect({ ...initOperation, size: BigInt(regionBytes) });
    return mirror;
  }

  /** Whether the far side holds only so many bytes: then every frame waits for its answers. */
  private get isPaced(): boolean {
    return this.options.side.hello.windowBytes !== UNBOUNDED_WINDOW;
  }

  /**
   * Half a window, since what is at the end of a frame may need no answer and be unread when the
   * next one is sent.
   */
  private get mostFrameBytes(): number {
    return Math.min(this.options.side.hello.windowBytes / 2, MOST_FRAME_BYTES) - FRAME_HEAD_BYTES;
  }

  private async flush(): Promise<void> {
    const { operations } = this;
    this.operations = [];
    this.operationBytes = 0;
    if (operations.length > 0 && !this.gone)
      await this.options.side.send(encodeOperations(operations));
  }

  private take(frame: Frame): void {
    const current = this.underWay.at(0);
    if (current === undefined) throw new WireMistake('sent a frame when nothing was asked');
    if (frame.type === FromFarSide.fault) {
      const death = deathOfReport(frame.payload);
      if (death === undefined)
        throw new WireMistake('reported a fault of a kind that is not known');
      current.bury(death);
      const survives = (this.options.side.hello.abilities & Ability.survivesFaults) !== 0;
      if (!survives) this.leave();
    } else current.take(frame);
    if (current.done) this.settle();
    else this.wake?.();
  }

  private settle(): void {
    this.underWay.shift();
    this.next++;
    this.wake?.();
  }

  /** The far side is gone, and with it the program that it was running. */
  private lose(death: WireDeath): void {
    if (this.gone) return;
    this.gone = true;
    this.death = death;
    this.underWay.at(0)?.bury(death);
    this.settle();
  }

  /** Ends a far side that is of no more use, though nobody died of it. */
  private leave(): void {
    this.gone = true;
    void this.options.side.stop();
  }

  /** Waits until a condition holds, or the far side is gone. */
  private async until(holds: () => boolean): Promise<void> {
    while (!this.gone && !holds()) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }

  private isGone(): boolean {
    return this.gone;
  }

  /**
   * Ends a far side from which nothing comes any more. Time is counted in polls that were really
   * made, so that a machine that slept has not waited.
   */
  private watch(): () => void {
    const { side, settings, patience } = this.options;
    let pieces = -1;
    let unmovedMs = 0;
    const timer = setInterval(() => {
      unmovedMs = side.pieces === pieces ? unmovedMs + POLL_MS : 0;
      pieces = side.pieces;
      if (unmovedMs < settings.hangLimitMs * patience) return;
      clearInterval(timer);
      this.lose(side.outputEnded ? deathOf(closedOutput, '') : hangDeath);
      void side.stop();
    }, POLL_MS);
    return () => {
      clearInterval(timer);
    };
  }
}

const initOperation = {
  request: -1,
  head: packWord0(RequestKind.init, 0, 0, 0, 0, 0),
  kind: RequestKind.init,
  entry: 0,
  alignLog2: 0,
  flags: 0,
  reference: -1,
  block: -1,
  slot: 0,
  size: 0n,
  second: 0n,
} as const;
