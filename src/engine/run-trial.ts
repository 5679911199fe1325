import { requestCount } from '../core/program.js';
import type { Execution } from '../core/execution.js';
import type { PropertyId } from '../core/property-id.js';
import { decoded, stepsOf, type RecordedExecution } from '../core/recorded-execution.js';
import type { Trial, TrialExecution } from '../core/trial.js';
import { judgeRecordedTrial } from '../judge/trial/judge-recorded-trial.js';
import type { RecordedRole, TrialVerdict } from '../judge/trial/trial-verdict.js';
import { allProperties, propertyOf } from '../../properties/index.js';
import { rolesOf } from '../../properties/property.js';
import { runTogether, type Derivation } from './derivation.js';
import { ExecutionDeriver, groupOf, type RoleGroup } from './derive-executions.js';
import { MOST_ROUNDS } from './derive-rounds.js';
import type { Patience } from './patience.js';
import type { Session } from './session.js';

/** A program of a campaign that is tried against derived executions. */
export interface TriedProgram {
  readonly main: Execution;
  /** The same as it was recorded. */
  readonly recorded: RecordedExecution;
  /** Whether both judges look, so that they can be compared. */
  readonly isCompared: boolean;
  readonly isBrief: boolean;
}

/** Executions derived together for a property, and what the fast judge says of them. */
export interface TriedGroup {
  readonly property: PropertyId;
  readonly verdict: TrialVerdict;
  /** Where the specification has to look; else none. */
  readonly others: readonly TrialExecution[];
}

/**
 * Runs the executions that properties of trials need beside the main one (S5), for those of `wanted`
 * that the contract claims.
 */
export class TrialRunner {
  private readonly deriver: ExecutionDeriver;

  constructor(
    readonly session: Session,
    readonly patience: Patience = 'confirming',
    /** Most rounds that a growth is followed for. */
    mostRounds = MOST_ROUNDS,
  ) {
    this.deriver = new ExecutionDeriver(session, mostRounds);
  }

  /** Properties that need more than the main execution under this contract. */
  claimed(): PropertyId[] {
    const { contract, subject } = this.session;
    return allProperties
      .filter((property) => property.checkTrial !== undefined)
      .filter((property) => property.clause(contract, subject.description) !== undefined)
      .map((property) => property.id);
  }

  /** The whole trial of one execution, for the specification. */
  async run(main: Execution, wanted: readonly PropertyId[]): Promise<Trial> {
    const others: TrialExecution[] = [];
    for (const property of wanted) {
      for (const group of this.groupsOf(property, main)) {
        const derivation = this.deriver.derive(group, main, { isBrief: false });
        // One after the other, since what hangs may end the batch that it is in.
        await runTogether([{ derivation, stepsPerRequest: 1 }], this, (roles) => {
          others.push(...decodedRoles(roles));
        });
      }
    }
    return { main, others };
  }

  /** Tries programs side by side; answers what the fast judge says of each. @throws Interrupted */
  async tryAll(
    programs: readonly TriedProgram[],
    wanted: readonly PropertyId[],
  ): Promise<ReadonlyMap<TriedProgram, readonly TriedGroup[]>> {
    const tried = new Map<TriedProgram, TriedGroup[]>(programs.map((program) => [program, []]));
    const derivations = programs.flatMap((program) => {
      const { main, recorded } = program;
      const requests = Math.max(1, requestCount(main.program));
      const stepsPerRequest = Math.max(1, stepsOf(recorded).count / requests);
      return wanted.flatMap((property) =>
        [...this.groupsOf(property, main)].map((group) => ({
          derivation: this.judged(program, property, group),
          stepsPerRequest,
        })),
      );
    });
    await runTogether(derivations, this, ([program, group]) => {
      tried.get(program)?.push(group);
    });
    return tried;
  }

  /** Judges what was derived while its record is still there. */
  private *judged(
    program: TriedProgram,
    property: PropertyId,
    group: RoleGroup,
  ): Derivation<readonly [TriedProgram, TriedGroup]> {
    const { main, recorded, isCompared, isBrief } = program;
    const others = yield* this.deriver.derive(group, main, { isBrief });
    const verdict = judgeRecordedTrial(property, { main: recorded, others }, this.session.terms);
    const isRead = isCompared || verdict === 'unsure';
    return [program, { property, verdict, others: isRead ? decodedRoles(others) : [] }];
  }

  private groupsOf(property: PropertyId, main: Execution): ReadonlySet<RoleGroup> {
    if (main.death !== undefined) return new Set();
    const roles = rolesOf(propertyOf[property], this.session.contract);
    const isCounted = main.program.world.hostRefusesFrom > 0;
    const groups = roles.map((role) => groupOf[role]);
    return new Set(groups.filter((group) => !isCounted || comparedWhereCounted.has(group)));
  }
}

/**
 * What can be compared in a world whose host refuses calls by their number. Which call is the k-th
 * depends on the program, so of others one can say only that what it was granted once is granted again,
 * unless the host refuses in that very request.
 */
const comparedWhereCounted: ReadonlySet<RoleGroup> = new Set(['again', 'reclaim', 'refusals']);

const decodedRoles = (roles: readonly RecordedRole[]): TrialExecution[] =>
  roles.map(({ role, recorded }) => ({ role, execution: decoded(recorded) }));
