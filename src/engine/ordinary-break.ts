import { eachMoment } from '../../properties/each-moment.js';
import type { Execution } from '../core/execution.js';
import { growthLimit } from '../core/growth-limit.js';
import { makeProgram, requestsOf, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import { codesThat } from '../core/request-kind.js';
import { isLawful } from '../generate/lawful-program.js';
import { contextOf, judgeTrial, violationOf } from './examine.js';
import type { Patience } from './patience.js';
import { runPrograms } from './run-programs.js';
import type { Session } from './session.js';
import { blamesSize, type Violation } from './violation.js';

const arrayKinds = codesThat('isArray');
const SIZES = [1, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144] as const;
/** A fixed size is at most this part of what is not live, so that overhead makes no difference. */
const PART = 4n;
/** Parts of what is not live that are asked as well, in hundredths; with overhead no larger one need fit. */
const AROUND = [75n, 50n, 38n] as const;
/** A longer size is none that everybody asks for. */
const LONGEST = 1_048_577;
/** Room that is taken for granted where neither length nor limit is known. */
const UNKNOWN_ROOM = 1_048_576n;

/**
 * The violation that shows when a request that could not be met, and was granted or died, asks for
 * what could be met instead: small sizes, and those between them and the failing one. Undefined where
 * such requests are answered well; to refuse one is no answer to the question whether the size is to blame.
 *
 * A corrupt free list kills whatever walks over it, or grants what was never free. To call that a
 * failure to refuse would be true by the letter and blame the size, which has nothing to do with it.
 */
export async function ordinaryBreak(
  session: Session,
  { finding, trial: { main }, program }: Violation,
  patience?: Patience,
): Promise<Violation | undefined> {
  const request = main.steps.at(finding.step)?.request ?? -1;
  if (!blamesSize(finding) || request < 0) return undefined;
  const candidates = sizesWithin(roomOf(session, main))
    .map((size) => withSize(program, request, size))
    .filter((candidate) => isLawful(session.plan, candidate));
  if (candidates.length === 0) return undefined;
  for (const again of await runPrograms(session, candidates, patience)) {
    const alone = { main: again, others: [] };
    const violation = violationOf(again.program, alone, judgeTrial(session, alone).findings);
    if (violation === undefined || blamesSize(violation.finding)) continue;
    if (violation.finding.evidence.kind === 'spuriousRefusal') continue;
    if (again.steps.at(violation.finding.step)?.request === request) return violation;
  }
  return undefined;
}

function sizesWithin(room: bigint): number[] {
  const fixed = SIZES.filter((size) => BigInt(size) <= room / PART);
  const around = AROUND.map((part) => Number((room * part) / 100n));
  return [...new Set([...fixed, ...around])].filter((size) => size > 0 && size < LONGEST);
}

/** The beginning of a program up to a request, which asks for another size. */
function withSize(program: Program, at: number, size: number): Program {
  const requests = requestsOf(program).slice(0, at + 1);
  const isArray = arrayKinds.has(requests[at].kind);
  const changed = {
    ...requests[at],
    size: literal(size),
    ...(isArray ? { second: literal(1) } : {}),
  };
  return makeProgram(program.world, [...requests.slice(0, at), changed]);
}

/** Bytes that are not live before the last step. */
function roomOf(session: Session, main: Execution): bigint {
  const { description } = session.subject;
  const limit = BigInt(growthLimit(description, main.program.world));
  const region = main.extents.at(-1)?.region;
  const length = region === undefined ? 0n : region.end - region.start;
  const capacity = description.growable ? limit : length;
  if (capacity <= 0n || capacity > BigInt(Number.MAX_SAFE_INTEGER) / 2n) return UNKNOWN_ROOM;
  let live = 0n;
  for (const { before } of eachMoment(main, contextOf(session))) live = before.liveBytes;
  return capacity > live ? capacity - live : 0n;
}
