import { makeProgram, requestsOf, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import { printQuantity } from '../core/quantity-literal.js';
import type { Request } from '../core/request.js';
import type { WitnessVariation } from '../core/result.js';
import type { World } from '../core/world.js';
import { hasSize, isProducer, withRequest } from './shrink-draft.js';

/** A program that differs from another in one quantity. */
export interface Varied extends Pick<WitnessVariation, 'of' | 'request'> {
  readonly value: number | string;
  /** The value that it has in the program itself. */
  readonly was: number | string;
  readonly program: Program;
}

const SIZES = [0, 1, 2, 8, 17, 24, 64, 100, 4_096];
const ALIGNS_LOG2 = [0, 3, 4, 5, 6, 8];
const REGIONS = [64, 128, 256, 1_024, 4_096, 65_536];
const BASES = [0, 1, 8, 16, 64];
const FILLS: readonly World['fill'][] = [
  { kind: 'zero' },
  { kind: 'noise', seed: 1 },
  { kind: 'ones' },
];

/**
 * The program with one quantity at a time changed to a few values that stand for many: what a reader
 * would try by hand to see what matters. The shrunk values are the smallest; these say whether
 * larger ones would have done.
 */
export function* variations(program: Program): Generator<Varied> {
  yield* variedRequests(program);
  const { world, words } = program;
  const inWorld = (change: Partial<World>): Program => ({ world: { ...world, ...change }, words });
  if (world.regionBytes > 0) {
    for (const regionBytes of REGIONS) {
      if (regionBytes === world.regionBytes) continue;
      yield {
        of: 'region',
        value: regionBytes,
        was: world.regionBytes,
        program: inWorld({ regionBytes }),
      };
    }
    for (const baseOffset of BASES) {
      if (baseOffset === world.baseOffset) continue;
      yield {
        of: 'base',
        value: baseOffset,
        was: world.baseOffset,
        program: inWorld({ baseOffset }),
      };
    }
  }
  for (const fill of FILLS) {
    if (fill.kind === world.fill.kind) continue;
    yield { of: 'fill', value: fill.kind, was: world.fill.kind, program: inWorld({ fill }) };
  }
}

function* variedRequests({ world, words }: Program): Generator<Varied> {
  const draft = requestsOf({ world, words });
  for (const [index, request] of draft.entries()) {
    const changed = (change: Partial<typeof request>): Program =>
      makeProgram(world, withRequest(draft, index, change));
    if (hasSize(request)) {
      const sizeWas = quantityWord(request);
      for (const bytes of SIZES) {
        if (request.size.base === 0 && request.size.offset === bytes) continue;
        const program = changed({ size: literal(bytes) });
        yield { of: 'size', request: index, value: bytes, was: sizeWas, program };
      }
    }
    if (!isProducer(request)) continue;
    for (const alignLog2 of ALIGNS_LOG2) {
      if (alignLog2 === request.alignLog2) continue;
      const was = 2 ** request.alignLog2;
      const program = changed({ alignLog2 });
      yield { of: 'align', request: index, value: 2 ** alignLog2, was, program };
    }
  }
}

/** A size as a number where it is one, else as the literal writes it. */
const quantityWord = ({ size, second }: Request): number | string =>
  size.base === 0 ? size.offset : printQuantity(size, second);
