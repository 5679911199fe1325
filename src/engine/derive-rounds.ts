import { whyUnlawful } from '../contract/requests/why-unlawful.js';
import type { EvidenceOf } from '../core/evidence.js';
import { requestCount, requestsOf, type Program } from '../core/program.js';
import { decoded, keptRecord } from '../core/recorded-execution.js';
import { DRAIN_ROUNDS, RequestKind } from '../core/request-kind.js';
import type { Trial } from '../core/trial.js';
import {
  growsFromFirst,
  outgrewFirst,
  recordedMaxima,
  refusedSteps,
} from '../judge/trial/growth-record.js';
import { hasDied, type RecordedRole } from '../judge/trial/trial-verdict.js';
import {
  growthOverRounds,
  hasEnded,
  outgrows,
  stillGrows,
} from '../../properties/bounded-growth.js';
import type { Derivation } from './derivation.js';
import type { Deriving } from './derive-executions.js';
import { repeated } from './derive-programs.js';
import type { Session } from './session.js';

/** Derives the rounds of a program, which show whether it needs ever more (S25). */
export class RoundsDeriver {
  /** Rounds of a pair in which a growth came to an end; others like it are begun there. */
  private endedAt = 0;

  /** `mostRounds`: 64 where no growth is followed. */
  constructor(
    private readonly session: Session,
    private readonly mostRounds: number,
  ) {}

  *derive(program: Program, { isBrief }: Deriving): Derivation<RecordedRole[]> {
    // One round asks what all of them do.
    if (requestCount(program) > LONGEST_ROUND || !this.mayRun(repeated(program, 1))) return [];
    if (isBrief) {
      const first = yield* inRounds(repeated(program, FIRST_ROUNDS));
      const isOver = hasDied(first.recorded) || !growsFromFirst(recordedMaxima(first.recorded));
      if (isOver) return [first];
    }
    const short = yield* inRounds(repeated(program, ROUNDS));
    if (hasDied(short.recorded)) return [short];
    const grew = outgrewFirst(recordedMaxima(short.recorded));
    if (!grew && !this.isWorn(program)) return [short];
    // Without the world's limit, which would end a growth that stops by itself as if it did not.
    const unlimited = { ...program, world: { ...program.world, limitBytes: 0 } };
    const isPiped = this.session.subject.description.wire !== undefined;
    const kept = { ...short, recorded: keptRecord(short.recorded) };
    return isPiped
      ? [yield* prolonged(unlimited, kept)]
      : [yield* this.followed(unlimited, kept, grew)];
  }

  /** Whether a program is so short and ordinary that it is run by the ten thousand. */
  isWorn(program: Program): boolean {
    return (
      this.mostRounds >= WORN_ROUNDS &&
      this.session.subject.description.wire === undefined &&
      requestCount(program) > 0 &&
      requestCount(program) <= LONGEST_WORN &&
      requestsOf(program).every(({ kind }) => wearing.has(kind))
    );
  }

  /**
   * Rounds by the thousand: what a pair of an alloc and a free loses is less than any slack. While they
   * grow, more are run, until the growth has stopped by itself, gone past its bound, or memory came to
   * its end.
   */
  private *followed(
    program: Program,
    short: RecordedRole,
    grew: boolean,
  ): Derivation<RecordedRole> {
    const most = Math.min(this.mostRounds, MOST_REQUESTS / Math.max(1, requestCount(program)));
    let rounds = grew ? RUN_ON * ROUNDS : Math.max(WORN_ROUNDS, this.endedAt);
    let latest = short;
    while (rounds <= most) {
      const long = yield* inRounds(repeated(program, rounds, rounds / ROUNDS));
      const execution = decoded(long.recorded);
      const growth = growthOverRounds(execution, this.session.subject.description);
      if (execution.death !== undefined || growth === undefined) return short;
      latest = { ...long, recorded: keptRecord(long.recorded) };
      if (hasEnded(execution)) return grew ? short : latest;
      if (!stillGrows(execution) || outgrows(growth)) break;
      rounds *= stepTo(growth);
    }
    if (latest !== short && !grew) this.endedAt = rounds;
    return latest;
  }

  private mayRun(program: Program): boolean {
    return whyUnlawful(this.session.terms, program) === undefined;
  }
}

/** So many rounds more, all recorded: of what crosses a pipe nothing is forgotten. */
function* prolonged(program: Program, short: RecordedRole): Derivation<RecordedRole> {
  const refused = refusedSteps(short.recorded);
  const long = yield* inRounds(repeated(program, RUN_ON * ROUNDS));
  // Where memory came to its end, or the subject did, the growth did not stop by itself.
  const hasEnded = hasDied(long.recorded) || refusedSteps(long.recorded) > RUN_ON * refused;
  return hasEnded ? short : long;
}

function* inRounds(program: Program): Derivation<RecordedRole> {
  const [recorded] = yield [program];
  return { role: 'rounds', recorded };
}

/** Rounds of a leak trial (S25). */
const ROUNDS = 64;
/** Rounds that are run first where only a suspicion is looked for. */
const FIRST_ROUNDS = 16;
/**
 * Where they grew, as many times the rounds are run: glibc grows over 64 rounds of an aligned block of 64
 * KiB, and no more over a million.
 */
const RUN_ON = 8;
/** Rounds of a program of so few requests, and the most that are run while it grows. */
const LONGEST_WORN = 2;
export const WORN_ROUNDS = 10_240;
export const MOST_ROUNDS = 512 * WORN_ROUNDS;
/** Requests of all rounds of a longer one that grows. */
const MOST_REQUESTS = 4_000_000;
/** A quarantine that is full is seen soon behind that. */
const LONGEST_STEP = 4;
const wearing: ReadonlySet<number> = new Set([
  RequestKind.alloc,
  RequestKind.allocZeroed,
  RequestKind.allocArray,
  RequestKind.realloc,
  RequestKind.reallocArray,
  RequestKind.resizeInPlace,
  RequestKind.dealloc,
]);
/** Longest program whose leak trial is run: 64 rounds of it are one execution. */
const LONGEST_ROUND = 400;

/** How many times as many rounds come to the bound: a power of two, so that parts stay whole. */
function stepTo({ lastMaximumBytes, boundBytes }: EvidenceOf<'leak'>): number {
  let step = 2;
  while (step < LONGEST_STEP && BigInt(step) * lastMaximumBytes < 2n * boundBytes) step *= 2;
  return step;
}

/** Rounds of the execution of a trial that went through most of them; 64 where none ran on. */
export const roundsOf = ({ others }: Trial): number =>
  Math.max(
    ROUNDS,
    ...others.map(({ execution }) =>
      requestsOf(execution.program).reduce(
        (sum, { kind, size, second }) =>
          kind === RequestKind.drain && size.offset === DRAIN_ROUNDS ? sum + second.offset : sum,
        0,
      ),
    ),
  );
