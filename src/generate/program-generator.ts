import { Feature } from './generator-feature.js';
import { drawWorld, makeDrawnWorld } from './draw-world.js';
import { writeExhaustion, writeReset, writeTinyFill } from './episodes.js';
import type { GenerationPlan } from './generation-plan.js';
import { drawLength } from './program-length.js';
import { writeInvalidFree } from './write-invalid-free.js';
import { alignFrom, writeAligned, writeArray, writeGrant, writeResize } from './common-requests.js';
import { writeRare } from './write-rare.js';
import { RequestKind } from '../core/request-kind.js';
import {
  ACTIONS_PER_LEVEL,
  Action,
  RARE_CHOICES,
  Rare,
  makeProfiles,
  type RequestProfile,
} from './request-profile.js';
import { sizeFrom } from './size-draw.js';
import { RequestWriter } from './request-writer.js';

/**
 * Makes programs: a pure function of the plan and two seeds, written flat into the caller's words.
 * The loop draws two random words a request and allocates nothing; whatever needs more thought is
 * a rare request or an episode, written by its own function.
 */
export class ProgramGenerator {
  /** The world of the latest program, as the words of world.ts. */
  readonly world = makeDrawnWorld();
  private readonly writer: RequestWriter;
  private readonly profiles: readonly RequestProfile[];
  private profile: RequestProfile;
  /** Of 256 grants, those that ask for an alignment. */
  private alignShare = 0;
  private readonly hasLastWords: boolean;
  /** What is drawn where nothing is live to be freed or resized. */
  private readonly fallback: number;

  constructor(readonly plan: GenerationPlan) {
    this.writer = new RequestWriter(plan);
    this.profiles = makeProfiles(plan);
    this.profile = this.profiles[0];
    this.hasLastWords = plan.refusalEnds || plan.fatalFrees.length > 0;
    this.fallback = plan.kinds.includes('alloc')
      ? Action.alloc
      : plan.kinds.includes('allocZeroed')
        ? Action.allocZeroed
        : Action.allocArray;
  }

  /** The features that shaped the latest program; see `featuresOf`. */
  get features(): number {
    return this.writer.features;
  }

  /** Requests that the program of these seeds has when no other length is asked. */
  lengthOf(seedA: number, seedB: number): number {
    const { random } = this.writer;
    random.seed(seedB, seedA);
    return drawLength(this.plan.effort, random);
  }

  /**
   * Writes the program of two seeds into `words` from request `start` on, and answers the number of
   * requests written, which is `length`.
   */
  generateInto(
    seedA: number,
    seedB: number,
    length: number,
    words: Int32Array,
    start: number,
  ): number {
    const { writer } = this;
    writer.random.seed(seedA, seedB);
    writer.begin(words, start, length);
    this.beginWorld();
    this.beginProfile(length);
    this.writeOpening();
    const last = this.hasLastWords && length > 4 && writer.random.oneIn(4) ? LAST_WORDS : 0;
    writer.end -= last;
    if (this.plan.worlds.resets && length >= 8 && writer.random.oneIn(2)) {
      this.writeUntil(start + (length >> 2) + writer.random.below(length >> 1));
      writeReset(writer);
    }
    this.writeUntil(writer.end);
    writer.end += last;
    if (last > 0) this.writeLastWords();
    this.writeUntil(writer.end);
    return length;
  }

  private beginWorld(): void {
    const { writer, world, plan } = this;
    drawWorld(plan.worlds, writer.random, world);
    writer.features |= world.features;
    writer.capacityBytes = world.capacityBytes;
    writer.regionBytes = plan.worlds.region === undefined ? 0 : world.capacityBytes;
    writer.bounded = world.bounded;
    writer.ceilingBytes = world.bounded ? 0x3fffffff : world.capacityBytes;
  }

  /** Kinds, sizes and alignments of this program; half of the programs see a random subset only. */
  private beginProfile(length: number): void {
    const { writer, plan, profiles } = this;
    const { random } = writer;
    const swarm = random.oneIn(2);
    if (swarm) writer.features |= Feature.swarm;
    if (length >= 1_000) writer.features |= Feature.long;
    this.profile = profiles[swarm ? 1 + random.below(profiles.length - 1) : 0];
    this.alignShare = plan.maxAlign === 1 || (swarm && random.oneIn(3)) ? 0 : ALIGNED_OF_256;
    // Blocks that fill a small part of the region in most programs: what is large costs bandwidth,
    // and few large blocks make few neighbours.
    const capacityLog2 = 31 - Math.clz32(writer.capacityBytes);
    const most = Math.max(4, capacityLog2 - 2);
    const usual = Math.min(most, 4 + random.below(9));
    const high = random.oneIn(writer.capacityBytes > 2_097_152 ? 16 : 4) ? most : usual;
    const low = swarm && random.oneIn(2) ? Math.max(0, high - 1 - random.below(3)) : 0;
    writer.sizeLow = low;
    writer.sizeSpan = high - low + 1;
    const alignMost = Math.log2(plan.maxAlign);
    writer.alignLog2Most = swarm && alignMost > 0 ? 1 + random.below(alignMost) : alignMost;
    writer.largestBytes = 2 ** high;
  }

  /** The first request of a fresh region, large but satisfiable: it meets what later ones never do. */
  private writeOpening(): void {
    const { writer, plan } = this;
    const { random } = writer;
    if (
      writer.bounded &&
      plan.worlds.limits.length > 0 &&
      plan.kinds.includes('fill') &&
      random.oneIn(24)
    ) {
      writeTinyFill(writer);
      return;
    }
    if (!random.oneIn(16) || !plan.kinds.includes('alloc')) return;
    const share = [2, 3, 4, 8][random.below(4)];
    writer.alloc(writer.lawful(plan.sizes.alloc, Math.floor(writer.capacityBytes / share)));
    writer.features |= Feature.largeFirst;
  }

  /** What ends the execution: a free that the subject answers by giving up, a refusal that traps. */
  private writeLastWords(): void {
    const { writer, plan } = this;
    const { random } = writer;
    if (!plan.refusalEnds || random.oneIn(8)) {
      this.writeUntil(writer.end - 1);
      writeInvalidFree(writer, true);
      return;
    }
    this.writeUntil(writer.end - 1 - random.below(2));
    if (random.oneIn(2)) writeExhaustion(writer);
    else if (plan.kinds.includes('allocArray') && random.oneIn(2))
      writeRare(writer, Rare.wrappedProduct);
    else if (plan.kinds.includes('realloc') && random.oneIn(2))
      writeRare(writer, Rare.reallocExtreme);
    else writeRare(writer, Rare.extreme);
  }

  /**
   * The main loop. Allocs through the ordinary entry point and frees, half of all requests, are written
   * here over local copies of the book; everything else puts the copies back and calls its function.
   */
  private writeUntil(until: number): void {
    const { writer, profile, plan, alignShare, fallback } = this;
    const { actions, rares } = profile;
    const { state } = writer.random;
    const { words, liveRequest, liveSize, first } = writer;
    const { overheadBytes } = plan.book;
    const mask = writer.granuleMask;
    const { alignLog2Most } = writer;
    // Where alignments need an entry point of their own, those requests are not written here.
    const entryMask =
      plan.alignedEntries.length === 1 && plan.alignedEntries[0] === 'plain' ? 0 : -1;
    const rules = plan.sizes;
    // Whole numbers from here on: the bounds may come as Infinity.
    const smallest = rules.alloc.smallest | 0;
    const largest = Math.min(rules.alloc.largest, writer.ceilingBytes) | 0;
    const stop = until < writer.end ? until : writer.end;
    let { at, liveCount, liveBytes, filledBytes, capacityBytes } = writer;
    let s0 = state[0];
    let s1 = state[1];
    let s2 = state[2];
    let s3 = state[3];
    while (at < stop) {
      // sfc32, twice, as in random-words.ts.
      const r = (((s0 + s1) | 0) + s3) | 0;
      const a1 = s1 ^ (s1 >>> 9);
      const b1 = (s2 + (s2 << 3)) | 0;
      const c1 = (((s2 << 21) | (s2 >>> 11)) + r) | 0;
      const s = (((a1 + b1) | 0) + ((s3 + 1) | 0)) | 0;
      s0 = b1 ^ (b1 >>> 9);
      s1 = (c1 + (c1 << 3)) | 0;
      s2 = (((c1 << 21) | (c1 >>> 11)) + s) | 0;
      s3 = (s3 + 2) | 0;

      const usedBytes = liveBytes + filledBytes;
      const half = capacityBytes >> 1;
      const quarter = half >> 1;
      // Comparisons as the signs of differences: a branch that is taken at random costs more.
      const level =
        ((quarter - 1 - usedBytes) >>> 31) +
        ((half - 1 - usedBytes) >>> 31) +
        ((half + quarter - 1 - usedBytes) >>> 31);
      let action = actions[level * LEVEL_ACTIONS + (r & 63)];
      if (liveCount === 0 && action >= FIRST_RESIZE) action = fallback;
      const slot = (r & 0xc0) === 0 ? liveCount - 1 : ((r >>> 16) * liveCount) >>> 16;

      const isAligned = (((r >>> 8) & 255) - alignShare) >> 31;
      if (action === ALLOC && (isAligned & entryMask) === 0) {
        let size = sizeFrom(writer, s);
        if (size < smallest) size = smallest;
        if (size > largest) size = largest;
        const cost = (size + overheadBytes + mask) & ~mask;
        if (usedBytes + cost <= capacityBytes) {
          liveRequest[liveCount] = at - first;
          liveSize[liveCount++] = size;
          liveBytes += cost;
        }
        const to = at++ * 4;
        words[to] = ALLOC_REQUEST | ((isAligned & alignFrom(r, alignLog2Most)) << ALIGN_SHIFT);
        words[to + 1] = -1;
        words[to + 2] = size;
        words[to + 3] = 0;
        continue;
      }
      if (action === DEALLOC) {
        const to = at++ * 4;
        words[to] = DEALLOC_REQUEST;
        words[to + 1] = liveRequest[slot];
        words[to + 2] = 0;
        words[to + 3] = 0;
        liveBytes -= (liveSize[slot] + overheadBytes + mask) & ~mask;
        liveRequest[slot] = liveRequest[--liveCount];
        liveSize[slot] = liveSize[liveCount];
        continue;
      }

      writer.at = at;
      writer.liveCount = liveCount;
      writer.liveBytes = liveBytes;
      putState(state, s0, s1, s2, s3);
      switch (action) {
        case Action.alloc:
          writeAligned(writer, RequestKind.alloc, rules.alloc, r, s);
          break;
        case Action.allocZeroed:
          if (((r >>> 8) & 255) < alignShare) {
            writeAligned(writer, RequestKind.allocZeroed, rules.allocZeroed, r, s);
          } else writeGrant(writer, RequestKind.allocZeroed, rules.allocZeroed, s);
          break;
        case Action.allocArray:
          writeArray(writer, -1, rules.allocArray, r, s);
          break;
        case Action.realloc:
          writeResize(writer, RequestKind.realloc, rules.realloc, slot, r, s);
          break;
        case Action.resizeInPlace:
          writeResize(writer, RequestKind.resizeInPlace, rules.resizeInPlace, slot, r, s);
          break;
        case Action.reallocArray:
          writeArray(writer, slot, rules.reallocArray, r, s);
          break;
        default:
          writeRare(writer, rares[(s >>> 8) & (RARE_CHOICES - 1)]);
          ({ filledBytes, capacityBytes } = writer);
      }
      ({ at, liveCount, liveBytes } = writer);
      s0 = state[0];
      s1 = state[1];
      s2 = state[2];
      s3 = state[3];
    }
    writer.at = at;
    writer.liveCount = liveCount;
    writer.liveBytes = liveBytes;
    putState(state, s0, s1, s2, s3);
  }
}

function putState(state: Int32Array, s0: number, s1: number, s2: number, s3: number): void {
  state[0] = s0;
  state[1] = s1;
  state[2] = s2;
  state[3] = s3;
}

/** Requests kept at the end of a program for what may end it. */
const LAST_WORDS = 2;
const ALIGNED_OF_256 = 72;

// What is imported is read from its module at every use and never known to be a constant; these are.
const LEVEL_ACTIONS = ACTIONS_PER_LEVEL;
const { alloc: ALLOC, dealloc: DEALLOC, realloc: FIRST_RESIZE } = Action;
/** Where word 0 of a request has its alignment. */
const ALIGN_SHIFT = 9;
const { alloc: ALLOC_REQUEST, dealloc: DEALLOC_REQUEST } = RequestKind;
