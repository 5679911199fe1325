import { whyUnlawful } from '../contract/requests/why-unlawful.js';
import { sizeRuleOf } from '../contract/requests/size-law.js';
import { sizesAsked } from '../contract/requests/sizes-asked.js';
import { requestsOf, type Program } from '../core/program.js';
import {
  codesThat,
  invalidFreeNames,
  RequestKind,
  requestKindNames,
} from '../core/request-kind.js';
import type { Request } from '../core/request.js';
import type { World } from '../core/world.js';
import type { GenerationPlan } from './generation-plan.js';
import { LARGEST_WITHOUT_LIMIT } from './world-plan.js';

/**
 * Whether a program may be asked (`whyUnlawful`) and stays within the plan: in one of its worlds, with
 * what ends an execution as its last request, and no gigabytes of a subject that nothing limits. The
 * shrinker asks it of each candidate: a smaller program that does what no caller may do would accuse
 * the wrong side.
 */
export function isLawful(plan: GenerationPlan, program: Program): boolean {
  if (!isPlannedWorld(plan, program.world)) return false;
  const bounded = isBounded(plan, program.world);
  const requests = requestsOf(program);
  return (
    requests.every(
      (request, index) =>
        (bounded || isModest(plan, program.world, request)) &&
        (index === requests.length - 1 || !isFatal(plan, request)),
    ) && whyUnlawful(plan, program) === undefined
  );
}

function isPlannedWorld({ worlds }: GenerationPlan, world: World): boolean {
  const { region, limits } = worlds;
  const isLengthPlanned =
    region === undefined
      ? world.regionBytes === 0 && world.baseOffset === 0 && world.fill.kind === 'zero'
      : world.regionBytes >= region.smallest && world.regionBytes <= region.largest;
  return (
    isLengthPlanned && (world.limitBytes === 0 || world.limitBytes >= (limits.at(0) ?? Infinity))
  );
}

/** Whether filling up ends: a given or own region, or a limit that is set. */
const isBounded = ({ worlds }: GenerationPlan, world: World): boolean =>
  !worlds.boundless && (worlds.limits.length === 0 || world.limitBytes > 0);

const isSized = codesThat('isSized');

/** Whether a request may be asked of a subject that nothing limits: a little, or what none can hold. */
function isModest(plan: GenerationPlan, world: World, request: Request): boolean {
  if (request.kind === RequestKind.fill) return false;
  if (!isSized.has(request.kind)) return true;
  if (isShort(request)) return true;
  const at = { regionBytes: world.regionBytes, grownBytes: 0 };
  const asked = sizesAsked(plan, at, request);
  if (asked === undefined) return true;
  const { largest, above } = sizeRuleOf(plan, requestKindNames[request.kind]) ?? plan.sizes.alloc;
  const isRefused = above === 'refused' && asked.least > largest;
  return asked.most <= LARGEST_WITHOUT_LIMIT || asked.least > plan.exactPtrdiffMax || isRefused;
}

const isFatal = ({ fatalFrees }: GenerationPlan, { kind, second }: Request): boolean =>
  kind === RequestKind.deallocInvalid && fatalFrees.includes(invalidFreeNames[second.offset]);

const isArray = codesThat('isArray');

/** A literal size within bounds, which most are: no big numbers for these. */
const isShort = ({ kind, size, second }: Request): boolean =>
  size.base === 0 &&
  second.base === 0 &&
  size.offset * (isArray.has(kind) ? second.offset : 1) <= LARGEST_WITHOUT_LIMIT;
