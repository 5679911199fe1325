import { FRAME_HEAD_BYTES, FromFarSide } from './wire.js';

/** A frame of the far side; the payload is valid until the next one is read. */
export interface Frame {
  readonly type: number;
  readonly payload: Buffer;
}

/** A far side that breaks the protocol. Caught where frames are read: it is no error of the tool. */
export class WireMistake extends Error {}

const MOST_PAYLOAD_BYTES = 4_096;

/** Lengths of the payloads by type: one length, or the least where a text may follow. */
const payloadBytes = new Map<number, readonly [least: number, most: number]>([
  [FromFarSide.hello, [48, MOST_PAYLOAD_BYTES]],
  [FromFarSide.call, [0, 0]],
  [FromFarSide.answer, [10, 10]],
  [FromFarSide.skipped, [0, 0]],
  [FromFarSide.region, [32, 32]],
  [FromFarSide.damage, [61, 61]],
  [FromFarSide.done, [16, 16]],
  [FromFarSide.fault, [5, MOST_PAYLOAD_BYTES]],
]);

/** Cuts the bytes of a far side into frames; a frame may come in any number of pieces. */
export class FrameReader {
  private pending: Buffer = Buffer.alloc(0);
  private at = 0;

  push(bytes: Buffer): void {
    const rest = this.pending.subarray(this.at);
    this.pending = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    this.at = 0;
  }

  /** The next whole frame. @throws WireMistake for what can be no frame */
  next(): Frame | undefined {
    const { pending, at } = this;
    if (pending.length - at < FRAME_HEAD_BYTES) return undefined;
    const length = pending.readUInt32LE(at);
    const type = pending[at + 4];
    const bounds = payloadBytes.get(type);
    if (bounds === undefined || length < bounds[0] || length > bounds[1]) {
      throw new WireMistake(`sent what is no frame: ${this.shown()}`);
    }
    const start = at + FRAME_HEAD_BYTES;
    if (pending.length < start + length) return undefined;
    this.at = start + length;
    return { type, payload: pending.subarray(start, start + length) };
  }

  /** The next bytes, for a message: as text where they are text. */
  private shown(): string {
    const bytes = this.pending.subarray(this.at, this.at + 24);
    const text = bytes.toString('latin1');
    return /^[\x20-\x7e\s]+$/.test(text) ? JSON.stringify(text) : bytes.toString('hex');
  }
}
