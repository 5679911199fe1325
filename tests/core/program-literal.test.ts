import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../dist/src/core/errors.js';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram, producesAllocation } from '../../dist/src/core/program-literal.js';
import { makeProgram, requestsOf } from '../../dist/src/core/program.js';
import { QuantityBase, type Quantity } from '../../dist/src/core/quantity.js';
import type { Request } from '../../dist/src/core/request.js';
import { InvalidFree, RequestKind } from '../../dist/src/core/request-kind.js';
import type { World } from '../../dist/src/core/world.js';

const int32 = fc.oneof(fc.integer({ min: -40, max: 200 }), fc.integer());
const literalBytes = int32.map((offset): Quantity => ({ base: 0, offset }));
const quantity = fc.oneof(
  literalBytes,
  fc.record({ base: fc.constantFrom(1, 2, 3, 4), offset: int32 }),
  fc.record({ base: fc.integer({ min: 64, max: 127 }), offset: int32 }),
);
const wrapped = fc.record({ base: fc.constant(QuantityBase.sizeMaxOverCount), offset: int32 });

/** No call, one, several and all from one on. */
const refusedCalls = fc.constantFrom([0, 0], [2, 1], [12, 3], [7, 0]);

const plainWorld = fc.record({
  regionBytes: fc.constantFrom(0, 1, 1024, 2 ** 32 - 1),
  baseOffset: fc.constantFrom(0, 3, 4096),
  fill: fc.oneof(
    fc.constant({ kind: 'zero' as const }),
    fc.constant({ kind: 'ones' as const }),
    fc.integer().map((seed) => ({ kind: 'noise' as const, seed })),
  ),
  limitBytes: fc.constantFrom(0, 4_194_304, Number.MAX_SAFE_INTEGER),
  resets: fc.nat(3),
  observe: fc.constantFrom<World['observe'][]>('edges', 'full', 'each'),
});

const world: fc.Arbitrary<World> = fc
  .tuple(plainWorld, refusedCalls)
  .map(([made, [hostRefusesFrom, hostRefusesCalls]]) => ({
    ...made,
    hostRefusesFrom,
    hostRefusesCalls,
  }));

interface Draft {
  readonly request: Request;
  /** Chooses among the earlier producers; null where the kind allows it. */
  readonly choice: number;
}
const kinds = Object.values(RequestKind).filter((kind) => kind !== RequestKind.init);
const draft: fc.Arbitrary<Draft> = fc.record({
  choice: fc.nat(1000),
  request: fc.record({
    kind: fc.constantFrom(...kinds),
    entry: fc.integer({ min: 0, max: 7 }).map((entry) => entry as Request['entry']),
    alignLog2: fc.integer({ min: 0, max: 31 }),
    thread: fc.nat(15),
    reference: fc.constant(-1),
    size: fc.oneof({ weight: 4, arbitrary: quantity }, wrapped),
    second: quantity,
  }),
});

/** Makes a well-formed program of drafts: unused words zero, references to earlier producers. */
const program = fc.tuple(world, fc.array(draft, { maxLength: 60 })).map(([chosen, drafts]) => {
  const requests: Request[] = [];
  const producers: number[] = [];
  for (const { request, choice } of drafts) {
    const made = wellFormed(request, choice, producers);
    if (made === undefined) continue;
    if (producesAllocation(made.kind, made.reference)) producers.push(requests.length);
    requests.push(made);
  }
  return makeProgram(chosen, requests);
});

const zero: Quantity = { base: 0, offset: 0 };

function wellFormed(
  draft: Request,
  choice: number,
  producers: readonly number[],
): Request | undefined {
  const size =
    draft.size.base === QuantityBase.sizeMaxOverCount ? { ...draft.size, base: 1 } : draft.size;
  const plain: Request = { ...draft, alignLog2: 0, size: zero, second: zero };
  const reference = producers.at(choice % Math.max(1, producers.length));
  const named = (fields: Partial<Request>): Request | undefined =>
    reference === undefined ? undefined : { ...plain, ...fields, reference };
  const { alignLog2, second } = draft;
  switch (draft.kind) {
    case RequestKind.alloc:
    case RequestKind.allocZeroed:
      return { ...plain, size, alignLog2 };
    case RequestKind.allocArray:
      return draft;
    case RequestKind.realloc:
      return choice % 4 === 0 ? { ...plain, size, alignLog2 } : named({ size, alignLog2 });
    case RequestKind.reallocArray:
      return choice % 4 === 0 ? draft : named({ size: draft.size, second, alignLog2 });
    case RequestKind.resizeInPlace:
      return named({ size, alignLog2 });
    case RequestKind.dealloc:
    case RequestKind.usable:
      return named({});
    case RequestKind.deallocInvalid: {
      const code = choice % 4;
      const distance = code === InvalidFree.twice ? zero : { base: 0, offset: size.offset };
      const invalid = { size: distance, second: { base: 0, offset: code } };
      const isBare = code === InvalidFree.foreign && choice % 8 === 0;
      return isBare ? { ...plain, ...invalid } : named(invalid);
    }
    case RequestKind.extend:
    case RequestKind.resize:
      return { ...plain, size };
    case RequestKind.append:
    case RequestKind.badAlign:
      return { ...plain, size, second };
    case RequestKind.fill:
      return { ...plain, size, second, alignLog2 };
    case RequestKind.drain: {
      const order = choice % 5;
      const seed = { base: 0, offset: order >= 3 ? second.offset : 0 };
      return { ...plain, size: { base: 0, offset: order }, second: seed };
    }
    default:
      return plain;
  }
}

describe('program literal', () => {
  it('reads back as the same program', () => {
    fc.assert(
      fc.property(program, (original) => {
        const text = printProgram(original);
        expect(text).not.toContain('\n');
        const read = parseProgram(text);
        expect(read.world).toEqual(original.world);
        expect(requestsOf(read)).toEqual(requestsOf(original));
        expect(read.words).toEqual(original.words);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    'allocert/1',
    'allocert/1 {region=1024 base=+3 fill=noise:7} A=alloc(32,8) B=allocArray(4,SIZE_MAX/4+2)' +
      ' realloc(A,64) free(B) reset extend(8) C=memalign:alloc(24,64)',
    'allocert/1 {limit=4194304 resets=2 observe=edges} A=realloc(null,2^31+16) free(null) usable(A)',
    'allocert/1 {fill=ones} A=@1:calloc:allocArray(2^16+1,SIZE_MAX/(2^16+1)) @1:free(A)',
    'allocert/1 A=alloc(region-16) B=alloc(remaining+1) C=badAlign(PTRDIFF_MAX+1,3)',
    'allocert/1 A=alloc(8) realloc(A,64,32) reallocArray(A,4,16) resizeInPlace(A,-5)',
    'allocert/1 A=alloc(8) freeInvalid(foreign,+64) freeInvalid(interior,A,+8)' +
      ' freeInvalid(twice,A) freeInvalid(wrongSize,A,-8)',
    'allocert/1 fill(32,8,1000) fill(16,1,20) drain(address) drain(reverse)' +
      ' drain(oddEven) drain(random:7) append(16,64) resize(64)',
  ])('%s is printed as it was read', (text) => {
    expect(printProgram(parseProgram(text))).toBe(text);
  });

  it('names allocations A to Z, then A1 to Z1, then A2', () => {
    const text = printProgram(parseProgram(`allocert/1 ${manyAllocations(53)}`));
    expect(text).toContain(' Z=alloc(8) A1=alloc(8) ');
    expect(text).toMatch(/ Z1=alloc\(8\) A2=alloc\(8\)$/);
  });

  it('allows blanks between the parts of a request', () => {
    expect(printProgram(parseProgram('  allocert/1 { region=64 }\n A = alloc( 32 , 8 )\n'))).toBe(
      'allocert/1 {region=64} A=alloc(32,8)',
    );
  });

  it.each([
    [
      'allocert/2 reset',
      'column 1: expected the version "allocert/1", found "allocert/2"; did you mean "allocert/1"?',
    ],
    ['allocert/1 A=aloc(8)', 'column 14: expected a request, found "aloc"; did you mean "alloc"?'],
    [
      'allocert/1 alloc(8)',
      'column 12: expected a name before alloc, as in A=alloc, found "alloc"',
    ],
    [
      'allocert/1 A=reset',
      'column 12: expected no name, because reset grants nothing new, found "A"',
    ],
    [
      'allocert/1 A=alloc(8) A=alloc(8)',
      'column 23: expected a name that is not used yet, found "A"',
    ],
    ['allocert/1 a=alloc(8)', 'column 12: expected a name like A, B or C1, found "a"'],
    [
      'allocert/1 A=alloc(8) free(B)',
      'column 28: expected the name of an earlier allocation or null, found "B"',
    ],
    [
      'allocert/1 free(A) A=alloc(8)',
      'column 17: expected the name of an earlier allocation or null, found "A"',
    ],
    [
      'allocert/1 A=alloc(8,3)',
      'column 22: expected an alignment, a power of two up to 2147483648; others are for badAlign, found "3"',
    ],
    [
      'allocert/1 A=alloc(4294967312)',
      'column 20: expected a number of bytes from -2^31 to 2^31-1;' +
        ' larger ones are written 2^k+offset, found "4294967312"',
    ],
    [
      'allocert/1 A=alloc(SIZEMAX)',
      'column 20: expected a quantity (16, 2^31+16, SIZE_MAX-15 ...), found "SIZEMAX"; did you mean "SIZE_MAX"?',
    ],
    ['allocert/1 A=alloc(2^64)', 'column 22: expected an exponent from 0 to 63, found "64"'],
    [
      'allocert/1 A=allocArray(4,SIZE_MAX/5)',
      'column 36: expected the count of this request, SIZE_MAX/4, found "5"',
    ],
    [
      'allocert/1 A=alloc(SIZE_MAX/5)',
      'column 29: expected no division: SIZE_MAX/count is a size of allocArray and reallocArray, found "5"',
    ],
    ['allocert/1 A=alloc(8', 'column 21: expected ")", found the end'],
    [
      'allocert/1 {regoin=8}',
      'column 13: expected "}" or a key of the world (region, base, fill, limit, hostRefuses, resets, observe)' +
        ', found "regoin"; did you mean "region"?',
    ],
    [
      'allocert/1 {region=8 region=8}',
      'column 22: expected each key of the world once, found "region"',
    ],
    [
      'allocert/1 {observe=ful}',
      'column 21: expected edges or full or each or wide, found "ful"; did you mean "full"?',
    ],
    ['allocert/1 {hostRefuses=0}', 'column 25: expected the number of a call, from 1, found "0"'],
    [
      'allocert/1 {hostRefuses=4..2}',
      'column 28: expected a call that is not before the first, found "2"',
    ],
    [
      'allocert/1 {fill=nois:1}',
      'column 18: expected zero, ones or noise:seed, found "nois"; did you mean "noise"?',
    ],
    [
      'allocert/1 A=memallign:alloc(8)',
      'column 14: expected an entry point, found "memallign"; did you mean "memalign"?',
    ],
    ['allocert/1 @16:reset', 'column 13: expected a thread from 0 to 15, found "16"'],
    [
      'allocert/1 drain(addres)',
      'column 18: expected address, reverse, oddEven, random:seed or rounds:count, found "addres"; ' +
        'did you mean "address"?',
    ],
    [
      'allocert/1 A=alloc(8) freeInvalid(doubly,A)',
      'column 35: expected foreign, interior, twice, wrongSize, found "doubly"',
    ],
  ])('%s is refused: %s', (text, message) => {
    expect(() => parseProgram(text)).toThrow(UsageError);
    const [told] = messageOf(() => parseProgram(text)).split('\n');
    expect(told).toBe(`program literal, ${message}`);
  });

  it('is shown with a caret under the mistake, of a long literal the part around it', () => {
    expect(
      messageOf(() => parseProgram('allocert/1 A=aloc(8)'))
        .split('\n')
        .slice(1),
    ).toEqual(['  allocert/1 A=aloc(8)', '               ^']);
    const long = `allocert/1 ${manyAllocations(20)} freee(X1) ${'reset '.repeat(20)}`;
    const [, shown = '', caret = ''] = messageOf(() => parseProgram(long)).split('\n');
    expect(shown).toMatch(/^ {2}\.\.\..* freee\(X1\) .*\.\.\.$/);
    expect(shown.slice(caret.indexOf('^'))).toMatch(/^freee\(X1\)/);
  });

  it('is never printed for a request that names no producer', () => {
    const free = requestsOf(parseProgram('allocert/1 A=alloc(8) free(A)'))[1];
    expect(() => printProgram(makeProgram(parseProgram('allocert/1').world, [free]))).toThrow(
      'request 0 names request 0, which produces no allocation before it',
    );
  });
});

function manyAllocations(count: number): string {
  return Array.from({ length: count }, (_, i) => `X${i}=alloc(8)`).join(' ');
}

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'nothing thrown';
}
