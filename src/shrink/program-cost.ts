import { EntryPoint } from '../core/entry-point.js';
import { requestsOf, type Program } from '../core/program.js';
import { QuantityBase, type Quantity } from '../core/quantity.js';
import type { Request } from '../core/request.js';
import { RequestKind } from '../core/request-kind.js';
import type { World } from '../core/world.js';
import { isProducer } from './shrink-draft.js';

/**
 * How hard a program is to read, as numbers that are compared from left to right (S36): requests and
 * their kinds, then the world, then alignments and sizes, then the order. The shrinker only ever
 * moves to a smaller cost, which is why it comes to an end.
 */
export function programCost({ world, words }: Program): readonly number[] {
  const requests = requestsOf({ world, words });
  return [
    requests.length,
    sum(requests, kindCost),
    // Blocks that fills may make: fewer and longer ones are easier to follow.
    sum(requests, ({ kind, second }) => (kind === RequestKind.fill ? second.offset : 0)),
    ...worldCost(world),
    sum(requests, (request) => request.alignLog2),
    sum(requests, (request) => quantityCost(request.size)),
    sum(requests, (request) => quantityCost(request.second)),
    // Blocks as early as they can be, and requests on blocks in the order of the blocks.
    sum(requests, (request, index) => (isProducer(request) ? index : 0)),
    sum(requests, (request, index) => (isProducer(request) ? 0 : request.reference + 1) * -index),
    sum(requests, (request, index) => index * Math.min(quantityCost(request.size), 2 ** 20)),
  ];
}

/** Whether cost `a` is smaller than cost `b`. */
export function isCheaper(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((value, index) => value !== b[index]);
  return first >= 0 && a[first] < b[first];
}

const sum = (
  requests: readonly Request[],
  cost: (request: Request, index: number) => number,
): number => requests.reduce((total, request, index) => total + cost(request, index), 0);

const kindCosts: ReadonlyMap<number, number> = new Map([
  [RequestKind.alloc, 0],
  [RequestKind.dealloc, 1],
  [RequestKind.realloc, 2],
  [RequestKind.allocZeroed, 3],
  [RequestKind.resizeInPlace, 3],
  [RequestKind.allocArray, 4],
  [RequestKind.fill, 5],
  [RequestKind.drain, 5],
]);

function kindCost(request: Request): number {
  const entry = request.entry === EntryPoint.plain ? 0 : 1;
  return (kindCosts.get(request.kind) ?? 4) + entry + (request.thread === 0 ? 0 : 1);
}

const fills = ['zero', 'noise', 'ones'];

function worldCost(world: World): number[] {
  return [
    fills.indexOf(world.fill.kind),
    world.fill.kind === 'noise' ? Math.abs(world.fill.seed) : 0,
    world.baseOffset,
    world.resets,
    world.limitBytes,
    // For ever is simpler to tell than how often.
    world.hostRefusesFrom,
    world.hostRefusesCalls,
    world.observe === 'full' ? 0 : 1,
    // The smallest round length; an odd one only where no round one will do.
    Number.isInteger(Math.log2(Math.max(1, world.regionBytes))) ? 0 : 1,
    world.regionBytes,
  ];
}

/** Bytes, with symbols above every number. */
export function quantityCost({ base, offset }: Quantity): number {
  if (base === QuantityBase.zero) return offset >= 0 ? offset : 2 ** 31 - offset;
  return 2 ** 33 + Math.abs(offset);
}
