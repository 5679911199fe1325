import { EntryPoint } from '../core/entry-point.js';
import { makeProgram, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import { RequestKind, type RequestKindName } from '../core/request-kind.js';
import type { Request } from '../core/request.js';
import { defaultWorld, type World } from '../core/world.js';
import type { PropertyId } from '../core/property-id.js';
import type { GenerationPlan } from '../generate/generation-plan.js';
import { isLawful } from '../generate/lawful-program.js';
import { foundOf, type Campaign, type CampaignState } from './campaign.js';
import { allocRequest } from './derive-programs.js';
import { examine, violationOf } from './examine.js';
import { unlessByChance } from './explain-program.js';
import { kindOfViolation } from './violation-kind.js';

/** What a program of one pair can show that no longer one does: a loss in each of ten thousand. */
const shownByPairs: readonly PropertyId[] = ['bounded-growth', 'full-reclaim'];

/**
 * The campaign's last programs, the same for every seed: one grant of each kind, resized or not, whose
 * trials free it and ask for it again ten thousand times. Pools that lose some bytes in each pass all
 * programs of a few hundred requests.
 */
export async function tryPairs(
  campaign: Campaign,
  before: CampaignState,
  isOver: () => boolean,
): Promise<CampaignState> {
  const { session, trials, properties } = campaign;
  const claimed = trials.claimed();
  let state = before;
  // What dies or hangs in programs does so in pairs as well, for its time limit each.
  if (state.hangs > 0 || foundOf(state, 'no-fault').length > 0) return state;
  const open = (): PropertyId[] =>
    shownByPairs.filter(
      (id) => properties.has(id) && claimed.includes(id) && foundOf(state, id).length === 0,
    );
  for (const program of plainPairs(session.plan)) {
    const wanted = open();
    if (wanted.length === 0 || isOver()) return state;
    const { trial, explanation } = await examine(session, trials, program, wanted);
    if (trial.main.death !== undefined) return state;
    const violation = violationOf(program, trial, explanation.findings);
    if (violation === undefined || !wanted.includes(violation.property)) continue;
    const kept = await unlessByChance(campaign, state, violation);
    if (kept === undefined) continue;
    state = { ...state, found: new Map([...state.found, [kindOfViolation(kept), kept]]) };
  }
  return state;
}

const SIZES = [256, 2_048, 32_768] as const;
/** More than the smallest size, where so much may be asked. */
const ALIGN = 1_024;
/** Of a given region as long as this even the largest pair takes a part that every allocator has. */
const REGION_BYTES = 1_048_576;

/** The programs that are lawful for this subject. */
export function plainPairs(plan: GenerationPlan): Program[] {
  const world = plainWorld(plan);
  const sizes = new Set(SIZES.map((size) => Math.min(size, plan.sizes.alloc.largest)));
  const programs = [...sizes].flatMap((size) =>
    shapesOf(plan, size).map((requests) => makeProgram(world, requests)),
  );
  return programs.filter((program) => isLawful(plan, program));
}

/** Edges alone are read back; nothing is limited, and a given region is neither odd nor dirty. */
function plainWorld({ worlds: { region } }: GenerationPlan): World {
  const world: World = { ...defaultWorld, observe: 'edges' };
  if (region === undefined) return world;
  const bytes = Math.max(region.accepted, Math.min(REGION_BYTES, region.largest));
  const rest = bytes % region.multiple;
  return { ...world, regionBytes: rest === 0 ? bytes : bytes - rest + region.multiple };
}

function shapesOf(plan: GenerationPlan, size: number): Request[][] {
  const alloc = allocRequest(BigInt(size));
  const zeroed: Request = { ...alloc, kind: RequestKind.allocZeroed };
  const array: Request = { ...alloc, kind: RequestKind.allocArray, second: literal(1) };
  const [entry] = plan.alignedEntries;
  const aligned: Request = {
    ...alloc,
    entry: EntryPoint[entry ?? 'plain'],
    alignLog2: Math.log2(Math.min(ALIGN, plan.maxAlign)),
  };
  const resized = (kind: RequestKindName, bytes: number): Request[] => [
    alloc,
    { ...alloc, kind: RequestKind[kind], reference: 0, size: literal(bytes) },
  ];
  const shapes: Request[][] = [[alloc], [zeroed], [array], [aligned]];
  for (const kind of ['realloc', 'resizeInPlace'] as const) {
    shapes.push(resized(kind, size * 2), resized(kind, size / 2));
  }
  return shapes.filter((requests) =>
    requests.every(({ kind }) => plan.kinds.some((name) => RequestKind[name] === kind)),
  );
}
