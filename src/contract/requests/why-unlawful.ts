import { producesAllocation } from '../../core/program-literal.js';
import { requestCount, type Program } from '../../core/program.js';
import { WORDS_PER_REQUEST, decodeRequest, type Request } from '../../core/request.js';
import { RequestKind, codesThat, type RequestKindCode } from '../../core/request-kind.js';
import type { World } from '../../core/world.js';
import { growsRegion, mayAsk, type AskedAt } from './may-ask.js';
import { sizesAsked } from './sizes-asked.js';
import type { Terms } from '../terms/terms.js';

/** What of a program may not be asked. */
export interface Unlawful {
  /** The first request that may not be; undefined where its world may not be. */
  readonly request: number | undefined;
  /** The end of a sentence that begins with it. */
  readonly reason: string;
}

/**
 * Why a program may not be put to a subject: its world is none that the contract allows, or by its
 * first request that may not be asked (`mayAsk`). Undefined where all of it may.
 *
 * A program that was shrunk, or comes from elsewhere (a trace, a literal, a witness of an earlier build
 * or of another contract), may hold anything.
 */
export function whyUnlawful(terms: Terms, program: Program): Unlawful | undefined {
  const { world } = program;
  const wrongWorld = whyUnlawfulWorld(terms, world);
  if (wrongWorld !== undefined) return { request: undefined, reason: wrongWorld };
  const count = requestCount(program);
  /** By request that produced it, whether the block may have size 0 now. */
  const mayBeEmpty = new Uint8Array(count);
  /** By the same, log2 of the largest alignment that it may have: a realloc that asks may be refused. */
  const alignLog2 = new Uint8Array(count);
  let grownBytes = 0;
  for (let index = 0; index < count; index++) {
    const request = decodeRequest(program.words, index);
    const { kind, reference } = request;
    // What a drain names is the first request of its rounds.
    const names = reference >= 0 && kind !== RequestKind.drain;
    const nameless = reference >= index || (names && !isProducer(program, reference));
    if (nameless) return { request: index, reason: 'and names what is no block' };
    const at: AskedAt = {
      regionBytes: world.regionBytes,
      grownBytes,
      mayBeEmpty: reference >= 0 && mayBeEmpty[reference] === 1,
      blockAlignLog2: reference < 0 ? 0 : alignLog2[reference],
    };
    const reason = mayAsk(terms, at, request);
    if (reason !== undefined) return { request: index, reason };
    if (growsRegion.has(kind)) grownBytes = grownAfter(at, request);
    if (isSized.has(kind)) {
      const block = reference < 0 ? index : reference;
      mayBeEmpty[block] = isEmpty(terms, at, request) ? 1 : 0;
      alignLog2[block] = Math.max(alignLog2[block], request.alignLog2);
    }
  }
  return undefined;
}

const isSized = codesThat('isSized');

function isProducer({ words }: Program, index: number): boolean {
  const kind = (words[index * WORDS_PER_REQUEST] & 31) as RequestKindCode;
  return producesAllocation(kind, words[index * WORDS_PER_REQUEST + 1]);
}

function isEmpty(terms: Terms, at: AskedAt, request: Request): boolean {
  // Most sizes are literal.
  if (request.size.base === 0 && request.size.offset > 0 && request.second.base === 0) {
    return isArray.has(request.kind) && request.second.offset === 0;
  }
  return sizesAsked(terms, at, request)?.least === 0n;
}

const isArray = codesThat('isArray');

function grownAfter({ regionBytes, grownBytes }: AskedAt, { kind, size, second }: Request): number {
  if (kind === RequestKind.resize) return Math.max(grownBytes, size.offset - regionBytes);
  return grownBytes + size.offset + (kind === RequestKind.append ? second.offset : 0);
}

function whyUnlawfulWorld(terms: Terms, world: World): string | undefined {
  const { region, contractName } = terms;
  const says = (clause: string): string =>
    `which contract ${contractName} leaves undefined (${clause})`;
  if (world.resets > 0 && !terms.kinds.includes('reset')) {
    return terms.offered.kinds.includes('reset')
      ? `asks for resets, ${says('requests')}`
      : 'asks for resets, for which the subject has no function';
  }
  if (world.limitBytes > 0 && terms.growable && !region.isLimitable) {
    return 'sets a limit, and nothing here can limit this subject';
  }
  if (world.hostRefusesFrom > 0 && !region.hostMayRefuse) {
    return 'has the host refuse memory, and nothing stands between this subject and its host';
  }
  if (!region.isGiven) return undefined;
  const { regionBytes, baseOffset, fill } = world;
  // A program that gives no length leaves it to the subject.
  const isGiven = regionBytes > 0;
  if (isGiven && (regionBytes < region.smallestBytes || regionBytes % region.sizeMultiple !== 0)) {
    const clause = regionBytes < region.smallestBytes ? 'smallestBytes' : 'sizeMultiple';
    return `has a region of ${regionBytes} bytes, ${says(`region.${clause}`)}`;
  }
  if (regionBytes > region.mostBytes) {
    return `has a region of ${regionBytes} bytes, and the subject takes ${region.mostBytes} at most`;
  }
  if (baseOffset % region.baseAlign !== 0) {
    return `has a region at base +${baseOffset}, ${says('region.baseAlign')}`;
  }
  if (fill.kind !== 'zero' && !region.mayBeNoise) {
    return `has a region that is not zero at first, ${says('region.freshBytes')}`;
  }
  return undefined;
}
