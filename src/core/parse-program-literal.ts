import { allocationNamePattern } from './allocation-name.js';
import { EntryPoint, type EntryPointCode, type EntryPointName } from './entry-point.js';
import { LiteralScanner } from './literal-scanner.js';
import { makeProgram, type Program } from './program.js';
import { producesAllocation, programLiteralVersion } from './program-literal.js';
import { readQuantity } from './quantity-literal.js';
import { literal } from './quantity.js';
import type { Request } from './request.js';
import {
  DRAIN_ROUNDS,
  DrainOrder,
  InvalidFree,
  RequestKind,
  drainOrderNames,
  invalidFreeNames,
} from './request-kind.js';
import { readWorld } from './world-literal.js';

/** Kinds by the word that a literal has for them; the two frees share one word with the null. */
const kindWords = {
  alloc: RequestKind.alloc,
  allocZeroed: RequestKind.allocZeroed,
  allocArray: RequestKind.allocArray,
  realloc: RequestKind.realloc,
  reallocArray: RequestKind.reallocArray,
  resizeInPlace: RequestKind.resizeInPlace,
  free: RequestKind.dealloc,
  freeInvalid: RequestKind.deallocInvalid,
  usable: RequestKind.usable,
  reset: RequestKind.reset,
  extend: RequestKind.extend,
  append: RequestKind.append,
  resize: RequestKind.resize,
  badAlign: RequestKind.badAlign,
  fill: RequestKind.fill,
  drain: RequestKind.drain,
} as const;
type KindWord = keyof typeof kindWords;

/**
 * The program that a literal stands for (S37): the inverse of `printProgram`. Blanks within
 * parentheses are allowed, and names may be chosen freely among A, B1, C22.
 *
 * @throws UsageError with the column, what was expected and the nearest word.
 */
export function parseProgram(text: string): Program {
  const scanner = new LiteralScanner(text, 'program literal');
  scanner.atEnd();
  const start = scanner.position;
  if (scanner.take(/[^\s{]+/y) !== programLiteralVersion) {
    scanner.fail(`the version "${programLiteralVersion}"`, start, [programLiteralVersion]);
  }
  scanner.atEnd();
  const world = readWorld(scanner);
  const names = new Map<string, number>();
  const requests: Request[] = [];
  while (!scanner.atEnd()) requests.push(readRequest(scanner, names, requests.length));
  return makeProgram(world, requests);
}

function readRequest(scanner: LiteralScanner, names: Map<string, number>, index: number): Request {
  const start = scanner.position;
  const name = scanner.peek(/\w+\s*=/y) ? scanner.take(/\w+/y) : undefined;
  if (name !== undefined) {
    if (!allocationNamePattern.test(name)) scanner.fail('a name like A, B or C1', start);
    if (names.has(name)) scanner.fail(`a name that is not used yet`, start);
    scanner.expect('=');
  }
  const thread = readThread(scanner);
  const entry = readEntry(scanner);
  const at = scanner.position;
  const word = scanner.take(/[A-Za-z]+/y) ?? '';
  if (!isKindWord(word)) scanner.fail('a request', at, Object.keys(kindWords));
  const request = { ...readCall(scanner, word, names), thread, entry };
  const produces = producesAllocation(request.kind, request.reference);
  if (produces && name === undefined) scanner.fail(`a name before ${word}, as in A=${word}`, start);
  if (!produces && name !== undefined) {
    scanner.fail(`no name, because ${word} grants nothing new`, start);
  }
  if (name !== undefined) names.set(name, index);
  return request;
}

const isKindWord = (word: string): word is KindWord => Object.hasOwn(kindWords, word);

function readThread(scanner: LiteralScanner): number {
  if (scanner.take(/@/y) === undefined) return 0;
  const start = scanner.position;
  const thread = Number(scanner.take(/[0-9]+/y) ?? NaN);
  if (!(thread <= 15)) scanner.fail('a thread from 0 to 15', start);
  scanner.expect(':');
  return thread;
}

function readEntry(scanner: LiteralScanner): EntryPointCode {
  if (!scanner.peek(/\w+\s*:/y)) return EntryPoint.plain;
  const start = scanner.position;
  const word = scanner.take(/\w+/y) ?? '';
  if (!isEntryPoint(word)) scanner.fail('an entry point', start, Object.keys(EntryPoint));
  scanner.expect(':');
  return EntryPoint[word];
}

const isEntryPoint = (word: string): word is EntryPointName => Object.hasOwn(EntryPoint, word);

const nothing: Request = {
  kind: RequestKind.reset,
  entry: EntryPoint.plain,
  alignLog2: 0,
  thread: 0,
  reference: -1,
  size: literal(0),
  second: literal(0),
};

function readCall(scanner: LiteralScanner, word: KindWord, names: Map<string, number>): Request {
  if (word === 'reset') return nothing;
  scanner.expect('(');
  const request = readArguments(scanner, word, names);
  scanner.expect(')');
  return request;
}

function readArguments(
  scanner: LiteralScanner,
  word: Exclude<KindWord, 'reset'>,
  names: Map<string, number>,
): Request {
  const kind = kindWords[word];
  switch (word) {
    case 'alloc':
    case 'allocZeroed':
      return { ...nothing, kind, size: readQuantity(scanner), alignLog2: readAlign(scanner) };
    case 'allocArray':
      return { ...nothing, kind, ...readProduct(scanner) };
    case 'realloc':
    case 'resizeInPlace': {
      const reference = readReference(scanner, names, word === 'realloc');
      scanner.expect(',');
      const size = readQuantity(scanner);
      return { ...nothing, kind, reference, size, alignLog2: readAlign(scanner) };
    }
    case 'reallocArray': {
      const reference = readReference(scanner, names, true);
      scanner.expect(',');
      return { ...nothing, kind, reference, ...readProduct(scanner) };
    }
    case 'free': {
      const reference = readReference(scanner, names, true);
      return reference < 0
        ? { ...nothing, kind: RequestKind.deallocNull }
        : { ...nothing, kind, reference };
    }
    case 'freeInvalid':
      return readInvalidFree(scanner, names);
    case 'usable':
      return { ...nothing, kind, reference: readReference(scanner, names, false) };
    case 'extend':
    case 'resize':
      return { ...nothing, kind, size: readQuantity(scanner) };
    case 'append': {
      const second = readQuantity(scanner);
      scanner.expect(',');
      return { ...nothing, kind, second, size: readQuantity(scanner) };
    }
    case 'badAlign': {
      const size = readQuantity(scanner);
      scanner.expect(',');
      return { ...nothing, kind, size, second: readQuantity(scanner) };
    }
    case 'fill': {
      const size = readQuantity(scanner);
      const alignLog2 = readAlign(scanner);
      scanner.expect(',');
      return { ...nothing, kind, size, alignLog2, second: readQuantity(scanner) };
    }
    case 'drain':
      return readDrain(scanner);
  }
}

function readProduct(scanner: LiteralScanner): Pick<Request, 'second' | 'size' | 'alignLog2'> {
  const second = readQuantity(scanner);
  scanner.expect(',');
  const size = readQuantity(scanner, second);
  return { second, size, alignLog2: readAlign(scanner) };
}

/** The optional `,align` behind the sizes; log2 of it, 0 where there is none. */
function readAlign(scanner: LiteralScanner): number {
  if (!scanner.peek(/\s*,/y)) return 0;
  scanner.expect(',');
  const start = scanner.position;
  const alignLog2 = Math.log2(Number(scanner.take(/[0-9]+/y) ?? NaN));
  if (!Number.isInteger(alignLog2) || alignLog2 < 0 || alignLog2 > 31) {
    scanner.fail('an alignment, a power of two up to 2147483648; others are for badAlign', start);
  }
  return alignLog2;
}

function readReference(
  scanner: LiteralScanner,
  names: ReadonlyMap<string, number>,
  nullable: boolean,
): number {
  const start = scanner.position;
  const word = scanner.take(/\w+/y) ?? '';
  if (nullable && word === 'null') return -1;
  const index = names.get(word);
  if (index !== undefined) return index;
  return scanner.fail(`the name of an earlier allocation${nullable ? ' or null' : ''}`, start);
}

function readInvalidFree(scanner: LiteralScanner, names: ReadonlyMap<string, number>): Request {
  const start = scanner.position;
  const word = scanner.take(/[A-Za-z]+/y);
  const code = invalidFreeNames.findIndex((known) => known === word);
  if (code < 0) scanner.fail(invalidFreeNames.join(', '), start, invalidFreeNames);
  scanner.expect(',');
  const isBare = code === InvalidFree.foreign && !scanner.peek(/[A-Za-z]/y);
  const reference = isBare ? -1 : readReference(scanner, names, false);
  if (!isBare && code !== InvalidFree.twice) scanner.expect(',');
  const size = code === InvalidFree.twice ? literal(0) : readDistance(scanner);
  const kind = RequestKind.deallocInvalid;
  return { ...nothing, kind, reference, size, second: literal(code) };
}

function readDistance(scanner: LiteralScanner): Request['size'] {
  const start = scanner.position;
  const distance = readQuantity(scanner);
  if (distance.base !== 0) scanner.fail('a distance like +8 or -8', start);
  return distance;
}

function readDrain(scanner: LiteralScanner): Request {
  const start = scanner.position;
  const word = scanner.take(/[A-Za-z]+/y);
  const code =
    word === 'rounds' ? DRAIN_ROUNDS : drainOrderNames.findIndex((known) => known === word);
  if (code < 0) {
    const known = [...drainOrderNames, 'rounds'];
    scanner.fail('address, reverse, oddEven, random:seed or rounds:count', start, known);
  }
  const drain = { ...nothing, kind: RequestKind.drain, size: literal(code) };
  if (code !== DrainOrder.random && code !== DRAIN_ROUNDS) return drain;
  scanner.expect(':');
  return { ...drain, second: readDistance(scanner) };
}
