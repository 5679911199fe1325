import type { Finding } from './evidence.js';
import type { Execution, ExtentsEvent, Step } from './execution.js';
import { requestsOf, type Program } from './program.js';
import { QuantityBase, type Quantity } from './quantity.js';
import { RequestKind, codesThat } from './request-kind.js';

/** What is told of a violation, as far as it says how ordinary it is. */
export interface Told {
  readonly finding: Finding;
  readonly program: Program;
  readonly trial: { readonly main: Execution };
}

/**
 * How far a violation is from what every user of the allocator does, as numbers that are compared from
 * left to right, the smallest first: whether a size is extreme, whether the host's memory is limited,
 * whether the region is filled up, and how many requests are sent, with what fills ask. What an ordinary program breaks
 * concerns more people, and mostly is the cause of the rest.
 */
export function ordinariness({ finding, program, trial }: Told): readonly number[] {
  const requests = requestsOf(program);
  const isExtreme =
    isAboutSize(finding) || requests.some(({ size, second }) => isHuge(size) || isHuge(second));
  const before = trial.main.steps.filter(({ index }) => index < finding.step);
  const isFilled =
    requests.some(({ kind, size }) => kind === RequestKind.fill || isAllThereIs(size)) ||
    before.some(({ outcome }) => outcome.kind === 'refused') ||
    takesNearlyAll(before, trial.main.extents);
  return [
    Number(isExtreme),
    Number(program.world.limitBytes > 0),
    Number(isFilled),
    requestsSent({ program, trial }),
  ];
}

/** True if what was granted comes to seven eighths of the region, be it freed again or not. */
function takesNearlyAll(steps: readonly Step[], extents: readonly ExtentsEvent[]): boolean {
  const region = extents.at(0)?.region;
  if (region === undefined || region.end === region.start) return false;
  const granted = steps
    .filter(({ outcome }) => outcome.kind === 'granted')
    .reduce((sum, { size }) => sum + size, 0n);
  return granted * 8n >= (region.end - region.start) * 7n;
}

/** Requests that a program comes to: a fill or a drain counts as what it asks for. */
export function requestsSent({ program, trial }: Pick<Told, 'program' | 'trial'>): number {
  const requests = requestsOf(program);
  const macros = new Set(
    [...requests.keys()].filter((index) => macroKinds.has(requests[index].kind)),
  );
  const asked = trial.main.steps.filter(({ request }) => macros.has(request)).length;
  return requests.length - macros.size + Math.max(macros.size, asked);
}

const macroKinds = codesThat('isMacro');

/** Negative where `a` is the more ordinary one; for sorting. */
export function compareOrdinary(a: Told, b: Told): number {
  const [first, second] = [ordinariness(a), ordinariness(b)];
  const at = first.findIndex((value, index) => value !== second[index]);
  return at < 0 ? 0 : first[at] - second[at];
}

/** Whether the request that a finding is about asks for more than anybody could give. */
export function isExtremeFinding(told: Told): boolean {
  const { finding, program, trial } = told;
  const request = trial.main.steps.at(finding.step)?.request ?? -1;
  if (isAboutSize(finding)) return true;
  if (request < 0) return false;
  const { size, second } = requestsOf(program)[request];
  return isHuge(size) || isHuge(second);
}

const isAboutSize = ({ evidence }: Finding): boolean =>
  evidence.kind === 'impossibleGrant' || evidence.kind === 'impossibleFault';

/** From here on a literal size is none that a program asks for every day: 64 MiB. */
const HUGE_LOG2 = 26;

function isHuge({ base, offset }: Quantity): boolean {
  if (base === QuantityBase.zero) return offset >= 2 ** HUGE_LOG2;
  if (base >= QuantityBase.powerOfTwo) return base - QuantityBase.powerOfTwo >= HUGE_LOG2;
  return !isAllThereIs({ base, offset });
}

const isAllThereIs = ({ base }: Quantity): boolean =>
  base === QuantityBase.regionBytes || base === QuantityBase.regionRemaining;
