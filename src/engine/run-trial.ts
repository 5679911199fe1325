import { drainOrderNames, type DrainOrderName } from '../core/request-kind.js';
import type { Execution } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { makeProgram, requestCount, type Program } from '../core/program.js';
import type { PropertyId } from '../core/property-id.js';
import type { Trial, TrialExecution, TrialRole } from '../core/trial.js';
import { allProperties } from '../../properties/index.js';
import {
  allocRequest,
  append,
  drained,
  keepRequests,
  repeated,
  withoutRefused,
} from './derive-programs.js';
import { LargestGrants, largestGrant } from './largest-grant.js';
import { runPrograms } from './run-programs.js';
import type { Session } from './session.js';

/** Rounds of a leak trial (S25). */
const ROUNDS = 64;
/** Longest program whose leak trial is run: 64 rounds of it are one execution. */
const LONGEST_ROUND = 400;
/** What is asked in place of the largest grant where nothing limits an allocator. */
const UNLIMITED_BYTES = 2n ** 20n;
/** Longest program that is drained in every order; longer ones in one that depends on their length. */
const LONGEST_ALL_ORDERS = 64;

/**
 * Runs the executions that properties of trials need beside the main one (S5), for those of `wanted`
 * that the contract claims.
 */
export class TrialRunner {
  private readonly largest: LargestGrants;

  constructor(private readonly session: Session) {
    this.largest = new LargestGrants(session);
  }

  /** Properties that need more than the main execution under this contract. */
  claimed(): PropertyId[] {
    const { contract, subject } = this.session;
    return allProperties
      .filter((property) => property.checkTrial !== undefined)
      .filter((property) => property.clause(contract, subject.description) !== undefined)
      .map((property) => property.id);
  }

  async run(main: Execution, wanted: readonly PropertyId[]): Promise<Trial> {
    const others: TrialExecution[] = [];
    if (main.death !== undefined) return { main, others };
    for (const property of wanted) others.push(...(await this.derive(main, property)));
    return { main, others };
  }

  private async derive(main: Execution, property: PropertyId): Promise<TrialExecution[]> {
    switch (property) {
      case 'deterministic':
        return this.execute([['again', main.program]]);
      case 'failed-call-no-effect':
        return this.refusals(main);
      case 'full-reclaim':
        return this.reclaim(main.program, main);
      case 'bounded-growth':
        return this.rounds(main.program);
      default:
        return [];
    }
  }

  private async reclaim(program: Program, main: Execution): Promise<TrialExecution[]> {
    const most = this.most(main);
    if (most === undefined) return [];
    const world = this.lastWorld(program);
    const largest = await this.largest.fresh(world, { most, alignLog2: 0 });
    if (largest === undefined) return [];
    const orders: readonly DrainOrderName[] =
      requestCount(program) <= LONGEST_ALL_ORDERS
        ? drainOrderNames
        : [drainOrderNames[requestCount(program) % drainOrderNames.length]];
    return this.execute([
      ['calibrate', makeProgram(world, [allocRequest(largest, 0)])],
      ...orders.map((order): [TrialRole, Program] => [
        'drained',
        drained(program, order, largest, 0),
      ]),
    ]);
  }

  private lastWorld(program: Program): Program['world'] {
    return { ...program.world, resets: 0 };
  }

  private async rounds(program: Program): Promise<TrialExecution[]> {
    const { contract, subject } = this.session;
    if (contract.growth !== 'bounded' || !subject.description.kinds.includes('dealloc')) return [];
    if (requestCount(program) > LONGEST_ROUND) return [];
    return this.execute([['rounds', repeated(program, ROUNDS)]]);
  }

  private async refusals(main: Execution): Promise<TrialExecution[]> {
    const { contract } = this.session;
    const others: [TrialRole, Program][] = [];
    if (contract.placement !== undefined)
      others.push(['withoutRefused', withoutRefused(main.program, main)]);
    const most = this.most(main);
    // Two runs can be compared only where the same requests get the same answers.
    const comparable =
      contract.placement !== undefined ||
      (contract.reclaims === 'everything' && contract.deterministic === 'claimed');
    const refused = main.steps.findLast(
      (step) => step.outcome.kind === 'refused' && step.kind === 'alloc',
    );
    if (refused !== undefined && most !== undefined && comparable) {
      const before = keepRequests(main.program, (index) => index < refused.request);
      const largest = await largestGrant(this.session, before, { most, alignLog2: 0 });
      if (largest !== undefined) {
        const after = keepRequests(main.program, (index) => index <= refused.request);
        const probe = [allocRequest(largest, 0)];
        others.push(
          ['beforeRefusal', append(before, probe)],
          ['afterRefusal', append(after, probe)],
        );
      }
    }
    return this.execute(others);
  }

  /**
   * Most bytes that a single grant is asked for: the region's length or the limit of the world. Where
   * neither is known a size that is large beside what programs ask for.
   */
  private most(main: Execution): bigint | undefined {
    const { subject, contract } = this.session;
    const region = main.extents.at(0)?.region;
    const length = region === undefined ? 0n : region.end - region.start;
    const limit = BigInt(growthLimit(subject.description, main.program.world));
    const bytes = subject.description.growable ? limit || UNLIMITED_BYTES : length;
    if (bytes <= 0n || bytes >= 2n ** 53n - 1n) return undefined;
    const { largest } = contract.sizes;
    return largest === 'any' || bytes < BigInt(largest) ? bytes : BigInt(largest);
  }

  private async execute(
    programs: readonly (readonly [TrialRole, Program])[],
  ): Promise<TrialExecution[]> {
    if (programs.length === 0) return [];
    const executions = await runPrograms(
      this.session,
      programs.map(([, program]) => program),
    );
    return executions.map((execution, index) => ({ role: programs[index][0], execution }));
  }
}
