import { UsageError } from '../core/errors.js';
import { makeProgram, type Program } from '../core/program.js';
import { literal, quantityOf, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import { defaultWorld } from '../core/world.js';

/** A trace of a malloc lab as a program, with what its header says. */
export interface RepTrace {
  readonly program: Program;
  /** Number of ids that the header announces; no request uses another. */
  readonly ids: number;
}

/**
 * Reads a trace of a malloc lab: a header of four integers, then `a id size`, `r id size`, `f id`,
 * one a line. `path` is for messages only.
 *
 * Two headers are about, and both have the ids second and the requests third: suggested heap size,
 * ids, requests, weight; and weight, ids, requests, whether ranges go unchecked. Some labs write
 * ids and requests alone. The other numbers say how a lab is graded, and the heap size is a
 * suggestion that its own driver ignores; neither becomes part of the program.
 *
 * `f -1` is free(NULL), and `r` of an id that is not live is realloc(NULL, size). Blank lines and
 * what stands behind `#` are passed over. Source: traces/README of CS:APP, malloc lab.
 *
 * @throws UsageError with the line: a wrong header, an unknown request, a count that is not right,
 *   which a trace cut off in the middle has, or an id that is not live.
 */
export function parseRep(text: string, path: string): RepTrace {
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const header: number[] = [];
  let at = 0;
  for (; at < lines.length; at++) {
    const words = wordsOf(lines[at]);
    if (words.length > 0 && !/^[-+\d]/.test(words[0])) break;
    for (const word of words) header.push(readNumber(word, 'a number of the header', path, at));
  }
  const { ids, operations } = readHeader(header, path);
  const reader = new RequestReader(path, ids);
  for (; at < lines.length; at++) reader.take(wordsOf(lines[at]), at);
  const found = reader.requests.length;
  if (found !== operations) {
    throw new UsageError(
      `${path}: requests announced by the header: ${operations}, found: ${found}; ` +
        (found < operations ? 'was the file cut off?' : 'correct the number in the header.'),
    );
  }
  return { program: makeProgram(defaultWorld, reader.requests), ids };
}

function wordsOf(line: string): string[] {
  const code = line.includes('#') ? line.slice(0, line.indexOf('#')) : line;
  const trimmed = code.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
}

function readHeader(header: readonly number[], path: string): { ids: number; operations: number } {
  const [ids, operations] = header.length === 2 ? header : header.slice(1, 3);
  if (header.length !== 2 && header.length !== 4) {
    throw new UsageError(
      `${path}: a trace begins with four integers (suggested heap size, ids, requests, weight), ` +
        `found ${header.length} of them. Then come lines such as "a 0 512", "r 0 640", "f 0".`,
    );
  }
  return { ids, operations };
}

/** Largest size that C's signed size type can have on 64 bits. */
const LARGEST = 2n ** 63n - 1n;

function readNumber(word: string, what: string, path: string, at: number): number {
  const value = Number(word);
  if (/^[-+]?\d+$/.test(word) && Number.isSafeInteger(value)) return value;
  throw new UsageError(`${path}:${at + 1}: expected ${what}, found "${word}"`);
}

class RequestReader {
  readonly requests: Request[] = [];
  /** Index of the request that granted an id, while it is live. */
  private readonly live = new Map<number, number>();
  /** Line on which an id ceased to be live. */
  private readonly freedAt = new Map<number, number>();

  constructor(
    private readonly path: string,
    private readonly ids: number,
  ) {}

  take(words: readonly string[], at: number): void {
    if (words.length === 0) return;
    const [operation] = words;
    const takesSize = operation === 'a' || operation === 'r';
    if (!takesSize && operation !== 'f') {
      this.fail(at, `"${operation}" is no request of a trace; there are a, r and f`);
    }
    if (words.length !== (takesSize ? 3 : 2)) {
      const form = takesSize ? `${operation} id size` : 'f id';
      this.fail(at, `expected "${form}", found "${words.join(' ')}"`);
    }
    const id = readNumber(words[1], 'an id', this.path, at);
    if (operation === 'f') this.free(id, at);
    else this.grant(operation, this.known(id, at), this.readSize(words[2], at), at);
  }

  private grant(operation: string, id: number, size: Quantity, at: number): void {
    const reference = this.live.get(id) ?? -1;
    if (operation === 'a' && reference >= 0) {
      this.fail(at, `id ${id} is live already, so its block would be lost; free it first`);
    }
    const kind = operation === 'a' ? RequestKind.alloc : RequestKind.realloc;
    if (reference < 0) this.live.set(id, this.requests.length);
    this.requests.push({ ...blankRequest, kind, reference, size });
  }

  private free(id: number, at: number): void {
    if (id === -1)
      return void this.requests.push({ ...blankRequest, kind: RequestKind.deallocNull });
    const reference = this.live.get(this.known(id, at));
    if (reference === undefined) {
      const line = this.freedAt.get(id);
      const why = line === undefined ? 'was never allocated' : `was freed on line ${line}`;
      this.fail(at, `id ${id} is not live: it ${why}`);
    }
    this.live.delete(id);
    this.freedAt.set(id, at + 1);
    this.requests.push({ ...blankRequest, kind: RequestKind.dealloc, reference });
  }

  private known(id: number, at: number): number {
    if (id >= 0 && id < this.ids) return id;
    return this.fail(at, `id ${id} is none of the ${this.ids} that the header announces`);
  }

  private readSize(word: string, at: number): Quantity {
    const bytes = /^\+?\d+$/.test(word) ? BigInt(word) : -1n;
    const size = bytes >= 0n && bytes <= LARGEST ? quantityOf(bytes) : undefined;
    return size ?? this.fail(at, `expected a size from 0 to 2^63-1, found "${word}"`);
  }

  private fail(at: number, what: string): never {
    throw new UsageError(`${this.path}:${at + 1}: ${what}`);
  }
}

const blankRequest: Request = {
  kind: RequestKind.alloc,
  entry: 0,
  alignLog2: 0,
  thread: 0,
  reference: -1,
  size: literal(0),
  second: literal(0),
};
