import { SubjectError } from '../../core/errors.js';

/**
 * Reads the primitive fields of a wasm module from a range of its bytes.
 *
 * Every read beyond the range throws a SubjectError that says in which part of which file the bytes
 * ran out; the file is what the user gave, so this is never a bug of the tool.
 * Source: WebAssembly core specification, binary format, 5.2 "Values".
 */
export class ByteReader {
  constructor(
    private readonly bytes: Uint8Array,
    /** Index of the next byte. */
    public position: number,
    private readonly end: number,
    /** What is being read, for messages: "the import section of demo.wasm". */
    private readonly where: string,
  ) {}

  get atEnd(): boolean {
    return this.position >= this.end;
  }

  byte(): number {
    if (this.position >= this.end) {
      this.fail(`ends too early, at byte ${this.position}; the file may be truncated`);
    }
    return this.bytes[this.position++];
  }

  /** An unsigned LEB128 number of up to 53 bits. */
  unsigned(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
      if (scale > 2 ** 63) this.fail(`has an endless number at byte ${this.position}`);
    }
  }

  /** A signed LEB128 number of up to 32 bits; longer ones lose their high bits. */
  signed(): number {
    let value = 0;
    let shift = 0;
    for (;;) {
      const byte = this.byte();
      if (shift < 32) value |= (byte & 127) << shift;
      shift += 7;
      if (byte < 128) return shift < 32 && (byte & 64) !== 0 ? value | (-1 << shift) : value;
      if (shift > 63) this.fail(`has an endless number at byte ${this.position}`);
    }
  }

  name(): string {
    return new TextDecoder().decode(this.take(this.unsigned()));
  }

  take(length: number): Uint8Array {
    if (this.position + length > this.end) {
      this.fail(
        `claims ${length} bytes at byte ${this.position}, but only ${this.end - this.position} ` +
          'are left; the file may be truncated',
      );
    }
    this.position += length;
    return this.bytes.subarray(this.position - length, this.position);
  }

  list<T>(read: (index: number) => T): T[] {
    const count = this.unsigned();
    const items: T[] = [];
    for (let index = 0; index < count; index++) items.push(read(index));
    return items;
  }

  /** @throws SubjectError always. */
  fail(problem: string): never {
    throw new SubjectError(`${this.where} ${problem}`);
  }
}
