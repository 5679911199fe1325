import type { Execution } from '../core/execution.js';
import { whyUnlawful } from '../contract/requests/why-unlawful.js';
import { growthLimit } from '../core/growth-limit.js';
import { makeProgram, requestCount, type Program } from '../core/program.js';
import { drainOrderNames, type DrainOrderName } from '../core/request-kind.js';
import { keptRecord } from '../core/recorded-execution.js';
import type { DerivedRole } from '../core/trial.js';
import type { World } from '../core/world.js';
import { largestFree } from '../judge/trial/largest-free.js';
import { judgeReclaimed } from '../judge/trial/reclaimed-record.js';
import type { RecordedRole } from '../judge/trial/trial-verdict.js';
import type { Derivation } from './derivation.js';
import {
  allocRequest,
  append,
  counted,
  drainRequest,
  drainWithRounds,
  drained,
  drainedOften,
  prefix,
  recounted,
  withoutRefused,
} from './derive-programs.js';
import { RoundsDeriver, WORN_ROUNDS } from './derive-rounds.js';
import { isGranted, largestGrant } from './largest-grant.js';
import type { Session } from './session.js';

/** What is asked in place of the largest grant where nothing limits an allocator. */
const UNLIMITED_BYTES = 2n ** 20n;
/** Longest program that is drained in every order; longer ones in one that depends on their length. */
const LONGEST_ALL_ORDERS = 64;
/** What an allocator may keep of a region for itself, tried first. */
const OWN_BYTES = [0n, 8n, 16n, 32n, 64n, 256n, 1_024n, 4_096n] as const;

/** Roles that are derived together. */
export type RoleGroup = 'again' | 'withoutRefused' | 'reclaim' | 'refusals' | 'rounds';

export const groupOf: Readonly<Record<DerivedRole, RoleGroup>> = {
  again: 'again',
  withoutRefused: 'withoutRefused',
  calibrate: 'reclaim',
  drained: 'reclaim',
  counted: 'reclaim',
  recounted: 'reclaim',
  beforeRefusal: 'refusals',
  afterRefusal: 'refusals',
  rounds: 'rounds',
};

/** How an execution is derived. */
export interface Deriving {
  /**
   * Whether a quarter of the rounds is run first, and the rest only where these grow: a leak that the rounds
   * show is suspected then, but for one that the first chunk of a memory which grows by chunks still takes.
   */
  readonly isBrief: boolean;
}

/** Derives what properties of trials need beside a main execution (S5). */
export class ExecutionDeriver {
  /** The largest grant of a fresh region, and whether it grants that twice, by its world. */
  private readonly largest = new Map<string, bigint | undefined>();
  private readonly twice = new Map<string, boolean>();

  private readonly rounds: RoundsDeriver;

  /** A growth is followed for `mostRounds` at most. */
  constructor(
    private readonly session: Session,
    mostRounds: number,
  ) {
    this.rounds = new RoundsDeriver(session, mostRounds);
  }

  derive(group: RoleGroup, main: Execution, deriving: Deriving): Derivation<RecordedRole[]> {
    switch (group) {
      case 'again':
        return this.again(main);
      case 'withoutRefused':
        return this.withoutRefused(main);
      case 'reclaim':
        return this.reclaim(main);
      case 'refusals':
        return this.refusals(main);
      case 'rounds':
        return this.rounds.derive(main.program, deriving);
    }
  }

  private *again({ program }: Execution): Derivation<RecordedRole[]> {
    return yield* inRoles([['again', program]]);
  }

  private *withoutRefused(main: Execution): Derivation<RecordedRole[]> {
    const program = withoutRefused(main.program, main, this.session.terms);
    if (program !== main.program && !this.mayRun(program)) return [];
    return yield* inRoles([['withoutRefused', program]]);
  }

  private *reclaim(main: Execution): Derivation<RecordedRole[]> {
    const { program } = main;
    if (program.world.hostRefusesFrom > 0) return yield* this.reclaimOwn(main);
    const most = this.most(main);
    if (most === undefined) return [];
    const world = withoutResets(program.world);
    const largest = yield* this.largestOf(world, most);
    if (largest === undefined) return [];
    const calibrate = makeProgram(world, [allocRequest(largest)]);
    const drains = drainedInOrders(program, largest);
    if (!this.mayRun(calibrate) || !this.mayRun(drains[0])) return [];
    const counts = yield* this.counts(program, largest);
    if (!counts.every(([, count]) => this.mayRun(count))) return [];
    const roles = yield* inRoles([
      ['calibrate', calibrate],
      ...drains.map((drain): InRole => ['drained', drain]),
      ...counts,
    ]);
    if (!this.rounds.isWorn(program)) return roles;
    // What one round shows is shown by one.
    if (judgeReclaimed({ main: roles[0].recorded, others: roles }) !== 'holds') return roles;
    return yield* this.worn(program, largest, roles);
  }

  /** The same behind ten thousand rounds, ahead of what one round gave. */
  private *worn(
    program: Program,
    largest: bigint,
    roles: readonly RecordedRole[],
  ): Derivation<RecordedRole[]> {
    const kept = roles.map(({ role, recorded }) => ({ role, recorded: keptRecord(recorded) }));
    const isCounted = roles.some(({ role }) => role === 'recounted');
    const units = { largest, smallest: this.least() };
    const recount = recounted(program, drainWithRounds(WORN_ROUNDS), units);
    const worn = yield* inRoles([
      ['drained', drainedOften(program, WORN_ROUNDS, largest)],
      ...(isCounted ? [['recounted', recount] as const] : []),
    ]);
    return [...worn, ...kept];
  }

  /**
   * The largest block that the program itself was granted, in place of that of a fresh region, whose
   * calls to the host have other numbers.
   */
  private *reclaimOwn({ program, steps }: Execution): Derivation<RecordedRole[]> {
    const grants = steps.filter(
      ({ kind, size, align, outcome }) =>
        kind === 'alloc' && size > 0n && align === 1n && outcome.kind === 'granted',
    );
    if (grants.length === 0) return [];
    const largest = grants.reduce((most, grant) => (grant.size > most.size ? grant : most));
    const calibrate = prefix(program, largest.request + 1);
    const drains = drainedInOrders(program, largest.size);
    if (!this.mayRun(drains[0])) return [];
    return yield* inRoles([
      ['calibrate', calibrate],
      ...drains.map((drain): InRole => ['drained', drain]),
    ]);
  }

  private *largestOf(world: World, most: bigint): Derivation<bigint | undefined> {
    const key = keyOf(world);
    if (!this.largest.has(key)) {
      const first = OWN_BYTES.map((bytes) => most - bytes);
      const found = yield* largestGrant(makeProgram(world, []), {
        least: this.least(),
        most,
        first,
      });
      this.largest.set(key, found);
    }
    return this.largest.get(key);
  }

  /**
   * What counts the grants of a region of fixed length that holds several of the largest. Where it
   * holds one, that one says it all; where memory grows, how many there are is not the allocator's.
   */
  private *counts(program: Program, largest: bigint): Derivation<InRole[]> {
    const { subject } = this.session;
    if (subject.description.growable) return [];
    const world = withoutResets(program.world);
    const key = keyOf(world);
    if (!this.twice.has(key)) {
      const request = allocRequest(largest);
      const [answer] = yield [makeProgram(world, [request, request])];
      this.twice.set(key, isGranted(answer));
    }
    if (this.twice.get(key) !== true) return [];
    const units = { largest, smallest: this.least() };
    const drain = drainRequest(orderFor(program), requestCount(program));
    return [
      ['counted', counted(world, units)],
      ['recounted', recounted(program, drain, units)],
    ];
  }

  private *refusals(main: Execution): Derivation<RecordedRole[]> {
    const most = this.most(main);
    const refused = main.steps.findLast(
      ({ outcome, kind }) => outcome.kind === 'refused' && kind === 'alloc',
    );
    if (refused === undefined || most === undefined) return [];
    const { placement } = this.session.terms;
    const before = prefix(main.program, refused.request);
    const after = prefix(main.program, refused.request + 1);
    const least = this.least();
    if (!this.mayRun(append(after, [allocRequest(least)]))) return [];
    const free = largestFree(main, refused.request, placement);
    const guess = free === undefined ? 0n : BigInt(free);
    if (placement !== undefined && guess >= least && guess < most) {
      // What the policy has room for is the largest as a rule, which one more byte shows.
      const [more, ...roles] = yield* inRoles([
        ['beforeRefusal', append(before, [allocRequest(guess + 1n)])],
        ...refusalProbes(before, after, guess),
      ]);
      if (isGranted(roles[0].recorded) && !isGranted(more.recorded)) return roles;
    }
    const near = [guess - 32n, guess - 16n, guess - 8n, guess, guess + 1n];
    const first = placement === undefined && free !== undefined ? near : [];
    const largest = yield* largestGrant(before, { least, most, first });
    return largest === undefined ? [] : yield* inRoles(refusalProbes(before, after, largest));
  }

  /** Whether the contract lets all of a program be asked. */
  private mayRun(program: Program): boolean {
    return whyUnlawful(this.session.terms, program) === undefined;
  }

  /** Fewest bytes that a single grant is asked for. */
  private least(): bigint {
    return BigInt(this.session.terms.sizes.alloc.smallest);
  }

  /**
   * Most bytes that a single grant is asked for: the region's length or the limit of the world. Where
   * neither is known a size that is large beside what programs ask for. Undefined where nothing says a
   * length, and any size may be asked.
   */
  private most(main: Execution): bigint | undefined {
    const { subject, terms } = this.session;
    const region = main.extents.at(0)?.region;
    const told = region === undefined ? 0n : region.end - region.start;
    // A heap in static data tells nothing; its contract may say how long it is.
    const length = told < 2n ** 53n - 1n ? told : BigInt(terms.region.ownBytes ?? 0);
    const limit = BigInt(growthLimit(subject.description, main.program.world));
    const bytes = subject.description.growable ? limit || UNLIMITED_BYTES : length;
    const { largest } = terms.sizes.alloc;
    const isKnown = bytes > 0n && bytes < 2n ** 53n - 1n;
    if (!isKnown) return largest < Number.MAX_SAFE_INTEGER ? BigInt(largest) : undefined;
    return largest === Infinity || bytes < BigInt(largest) ? bytes : BigInt(largest);
  }
}

type InRole = readonly [DerivedRole, Program];

function* inRoles(programs: readonly InRole[]): Derivation<RecordedRole[]> {
  const answers = yield programs.map(([, program]) => program);
  return answers.map((recorded, index) => ({ role: programs[index][0], recorded }));
}

const refusalProbes = (before: Program, after: Program, bytes: bigint): InRole[] => [
  ['beforeRefusal', append(before, [allocRequest(bytes)])],
  ['afterRefusal', append(after, [allocRequest(bytes)])],
];

/** The program, all freed in one order or several, and a block of `largest` bytes asked for. */
function drainedInOrders(program: Program, largest: bigint): Program[] {
  const orders: readonly DrainOrderName[] =
    requestCount(program) <= LONGEST_ALL_ORDERS ? drainOrderNames : [orderFor(program)];
  return orders.map((order) => drained(program, order, largest));
}

const orderFor = (program: Program): DrainOrderName =>
  drainOrderNames[requestCount(program) % drainOrderNames.length];

const withoutResets = (world: World): World => ({ ...world, resets: 0 });

const keyOf = (world: World): string =>
  [world.regionBytes, world.baseOffset, world.limitBytes].join(':');
