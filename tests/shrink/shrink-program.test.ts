import { describe, expect, it } from 'vitest';
import { parseProgram } from '../../dist/src/core/parse-program-literal.js';
import { printProgram } from '../../dist/src/core/program-literal.js';
import { makeProgram, requestsOf, type Program } from '../../dist/src/core/program.js';
import { RequestKind } from '../../dist/src/core/request-kind.js';
import {
  shrinkProgram,
  type ShrinkOptions,
  type ShrunkProgram,
} from '../../dist/src/shrink/shrink-program.js';
import { simplerPrograms } from '../../dist/src/shrink/simpler-programs.js';

interface Shrinking {
  readonly result: ShrunkProgram;
  readonly text: string;
  readonly batches: readonly number[];
}

async function shrink(
  text: string,
  fails: (program: Program) => boolean,
  options: ShrinkOptions = {},
): Promise<Shrinking> {
  const batches: number[] = [];
  const result = await shrinkProgram(
    parseProgram(text),
    (candidates) => {
      batches.push(candidates.length);
      return Promise.resolve(candidates.findIndex(fails));
    },
    options,
  );
  return { result, text: printProgram(result.program), batches };
}

/** A block of more than 100 bytes is made smaller and later larger again. */
function shrinksThenGrows(program: Program): boolean {
  const sizes = new Map<number, { size: number; shrunk: boolean }>();
  for (const [index, request] of requestsOf(program).entries()) {
    const size = request.size.offset;
    if (request.kind === RequestKind.alloc && size > 100) sizes.set(index, { size, shrunk: false });
    if (request.kind !== RequestKind.realloc) continue;
    const block = sizes.get(request.reference);
    if (block === undefined) continue;
    if (block.shrunk && size > block.size) return true;
    sizes.set(request.reference, { size, shrunk: size < block.size });
  }
  return false;
}

const counts = (kind: number, least: number) => (program: Program) =>
  requestsOf(program).filter((request) => request.kind === kind).length >= least;

describe('shrinkProgram', () => {
  it('drops what does not matter and finds the least sizes', async () => {
    const { text, result } = await shrink(
      'allocert/1 {region=4096 fill=noise:9 resets=1 observe=edges} A=alloc(300,16) B=alloc(700) ' +
        'realloc(A,20) free(B) C=allocZeroed(5) realloc(A,64) realloc(C,9) realloc(A,900) free(A)',
      shrinksThenGrows,
    );
    expect(text).toBe('allocert/1 {region=64} A=alloc(101) realloc(A,0) realloc(A,1)');
    expect(result.shortest).toBe(true);
  });

  it('makes one block of many, as long as they are with their headers', async () => {
    /** The last block ends just behind a page, each behind a header of eight bytes. */
    const endsBehindPage = (program: Program): boolean => {
      const requests = requestsOf(program);
      if (requests.length === 0 || requests.some(({ size }) => size.base !== 0)) return false;
      const sizes = requests.map(({ size }) => 8 + Math.ceil(size.offset / 8) * 8);
      return (8 + sizes.reduce((sum, size) => sum + size, 0)) % 65_536 === 8;
    };
    const { text } = await shrink(
      'allocert/1 A=alloc(30001) B=alloc(70009) C=alloc(2049) D=alloc(29) E=alloc(28919)',
      endsBehindPage,
    );
    expect(text).toMatch(/^allocert\/1 A=alloc\(\d+\)$/);
  });

  it('finds what needs fewer requests from another base', async () => {
    const { text, result } = await shrink(
      'allocert/1 {region=4096} A=alloc(1) B=alloc(1,64) free(B) C=alloc(1,64)',
      (program) => {
        const { world } = program;
        const aligned = requestsOf(program).filter(({ alignLog2 }) => alignLog2 > 0).length;
        return aligned >= (world.baseOffset % 32 === 16 ? 1 : 2);
      },
    );
    expect(text).toBe('allocert/1 {region=64 base=+16} A=alloc(0,2)');
    expect(result.shortest).toBe(true);
  });

  it('drops what follows a failure without running it, where the failure ends a program', async () => {
    const names = Array.from({ length: 26 }, (_, index) => String.fromCharCode(65 + index));
    const text = `allocert/1 ${names.map((name, index) => `${name}=alloc(${index + 1})`).join(' ')}`;
    const failing = ({ words, world }: Program): number =>
      requestsOf({ words, world }).findIndex(({ size }) => size.offset === 3);
    const lengths: number[] = [];
    const fails = (one: Program): boolean => {
      lengths.push(requestsOf(one).length);
      return failing(one) >= 0;
    };
    const cut = (one: Program): Program =>
      makeProgram(one.world, requestsOf(one).slice(0, failing(one) + 1));
    const cutting = await shrink(text, fails, { cut, enumerate: 0 });
    const askedCutting = lengths.splice(0);
    const plain = await shrink(text, fails, { enumerate: 0 });
    expect([cutting.text, plain.text]).toEqual(['allocert/1 A=alloc(3)', 'allocert/1 A=alloc(3)']);
    expect(askedCutting.filter((length) => length > 3).length).toBeLessThan(
      lengths.filter((length) => length > 3).length,
    );
  });

  it('cuts behind the request that failed before anything else', async () => {
    const asked: number[] = [];
    await shrinkProgram(
      parseProgram(
        `allocert/1 A=alloc(1) B=alloc(2) ${Array.from({ length: 40 }, (_, i) => `X${i}=alloc(3)`).join(' ')}`,
      ),
      (candidates) => {
        asked.push(...candidates.map((candidate) => requestsOf(candidate).length));
        return Promise.resolve(
          candidates.findIndex((program) => requestsOf(program).some((r) => r.size.offset === 2)),
        );
      },
      { truncateAt: 1 },
    );
    expect(asked[0]).toBe(2);
    expect(Math.max(...asked)).toBe(2);
  });

  it('asks no program that is not lawful', async () => {
    const unlawful: string[] = [];
    const isLawful = (program: Program): boolean =>
      requestsOf(program).every((r) => r.kind !== RequestKind.alloc || r.size.offset >= 8);
    const { text } = await shrink(
      'allocert/1 A=alloc(300) B=alloc(40) realloc(B,50) free(A) C=alloc(9)',
      (program) => {
        if (!isLawful(program)) unlawful.push(printProgram(program));
        return counts(RequestKind.alloc, 2)(program);
      },
      { isLawful },
    );
    expect(unlawful).toEqual([]);
    expect(text).toBe('allocert/1 A=alloc(8) B=alloc(8)');
  });

  it('gives every program that it starts from back when nothing simpler fails', async () => {
    const text = 'allocert/1 A=alloc(24) free(A)';
    const { result, text: shrunk } = await shrink(
      text,
      (program) => printProgram(program) === text,
    );
    expect(shrunk).toBe(text);
    expect(result.shortest).toBe(true);
  });

  it('does not claim the shortest when the enumeration was cut', async () => {
    const text =
      'allocert/1 A=alloc(24) B=alloc(8,16) free(A) realloc(B,3) C=alloc(5) free(C) D=alloc(7)';
    const only = (program: Program): boolean => printProgram(program) === text;
    expect((await shrink(text, only, { enumerate: 100 })).result.shortest).toBe(false);
    expect((await shrink(text, only, { enumerate: 0 })).result.shortest).toBe(false);
  });

  it('sends batches that grow while nothing fails', async () => {
    const text =
      'allocert/1 A=alloc(24) B=alloc(8,16) free(A) realloc(B,3) C=alloc(5) free(C) D=alloc(7)';
    const { batches } = await shrink(text, (p) => printProgram(p) === text, { enumerate: 0 });
    const first = batches.indexOf(8);
    expect(batches.slice(first, first + 3)).toEqual([8, 32, 128]);
    expect(Math.max(...batches)).toBe(256);
  });

  it('takes the written-out program where its macro hides which grants matter', async () => {
    const { text } = await shrink(
      'allocert/1 A=alloc(8) fill(16,1,3) B=alloc(4) free(A)',
      (program) => counts(RequestKind.fill, 1)(program) || counts(RequestKind.dealloc, 1)(program),
      { expand: () => parseProgram('allocert/1 A=alloc(8) B=alloc(16) free(A)') },
    );
    expect(text).toBe('allocert/1 fill(0,1,0)');
  });

  it('stops at the limit of its search', async () => {
    const long = `allocert/1 ${Array.from({ length: 200 }, (_, i) => `X${i}=alloc(${i + 1})`).join(' ')}`;
    const { result } = await shrink(long, counts(RequestKind.alloc, 150), {
      search: 50,
      enumerate: 0,
    });
    expect(result.tried).toBeLessThan(50 + 256);
    expect(requestsOf(result.program).length).toBeGreaterThanOrEqual(150);
  });

  it('stops when it is told to', async () => {
    const { result } = await shrink('allocert/1 A=alloc(24) free(A) B=alloc(3)', () => false, {
      signal: AbortSignal.abort(),
    });
    expect(result.tried).toBe(0);
    expect(result.shortest).toBe(false);
  });
});

describe('simplerPrograms', () => {
  it('starts with what is left out and never repeats the program', () => {
    const program = parseProgram(
      'allocert/1 {fill=ones} A=alloc(32,8) realloc(A,64) B=alloc(16) free(A)',
    );
    const candidates = [...simplerPrograms(program)].map(printProgram);
    expect(candidates[0]).toBe('allocert/1 {fill=ones} A=alloc(32,8) realloc(A,64)');
    expect(candidates).not.toContain(printProgram(program));
    expect(candidates).toContain('allocert/1 A=alloc(32,8) realloc(A,64) B=alloc(16) free(A)');
    expect(candidates).toContain('allocert/1 {fill=ones} A=alloc(64,8) B=alloc(16) free(A)');
  });
});
