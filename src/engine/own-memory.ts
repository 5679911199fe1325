import { termsOf } from '../contract/terms/terms.js';
import type { Contract } from '../contract/document/contract-schema.js';
import { decodeExecution } from '../core/decode-execution.js';
import type { Execution } from '../core/execution.js';
import { hostRefusals } from '../core/host-refused.js';
import { packPrograms } from '../core/execution-batch.js';
import { makeProgram, type Program } from '../core/program.js';
import { literal } from '../core/quantity.js';
import { RequestKind } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';
import { defaultWorld } from '../core/world.js';
import type { RunSettings, Subject } from '../subjects/subject.js';
import { allocRequest } from './derive-programs.js';

/** What is found out about the memory that a subject brings along, before anything is judged by it. */
export type OwnMemory = Pick<
  SubjectDescription,
  'startUpBytes' | 'shownBytes' | 'regionBytes' | 'growable' | 'hasHostDoor' | 'cannotLimit'
>;

/**
 * The subject's description with what its own memory has shown: nothing new of one that is given its
 * region, or in which nothing can be watched; of one that tells its region and no more, how long that is.
 *
 * A length that the contract gives (`region.ownBytes`) makes the region a fixed one. So does one that
 * the subject tells, as long as it stays where it is while memory is filled up: a heap that moves, or
 * grants what it took from its host, grows. Where nobody gives a length, what was granted at once is
 * the most that the floor is judged by.
 */
export async function describeOwnMemory(
  subject: Subject,
  contract: Contract,
  settings: RunSettings,
): Promise<SubjectDescription> {
  const { description } = subject;
  const { regionIsGiven, showsOwnMemory, tellsRegion } = description;
  const { ownBytes } = contract.region;
  if (regionIsGiven) return description;
  if (ownBytes !== undefined) return { ...description, growable: false, regionBytes: ownBytes };
  if (showsOwnMemory !== true && tellsRegion !== true) return description;
  const probing = probes(contract, description);
  // In a world that gives nothing it shows whether it asks its host at all.
  const refusing = description.hasHostDoor === true ? [refusedFill(contract, description)] : [];
  const programs = [...probing, ...refusing];
  const batch = await subject.run(packPrograms(programs), { ...settings, confirmHangs: false });
  const all = programs.map((program, index) => decodeExecution(batch, index, program));
  const executions = all.slice(0, probing.length);
  const told = toldBytes(executions, description);
  if (showsOwnMemory !== true) {
    return told.kind === 'fixed' ? { ...description, regionBytes: told.bytes } : description;
  }
  const startUp = startUpBytes(executions[0], description);
  return {
    ...description,
    ...(startUp > 0 ? { startUpBytes: startUp } : {}),
    ...(told.kind === 'fixed' ? { regionBytes: told.bytes } : shown(executions, contract)),
    ...(told.kind === 'moves' ? { growable: true } : {}),
    ...(all.slice(probing.length).some(isFullUnasked) ? { hasHostDoor: false } : {}),
    ...(all.slice(probing.length).some(isLongUnasked) ? NEVER_FULL : {}),
  };
}

/**
 * Blocks by size, and how many: together no more than the largest limit that a program runs under, and of
 * the smallest more than a useful region holds, so that who grants nothing else has shown as much.
 */
const FILLS = [
  { bytes: 1_048_576, most: 64 },
  { bytes: 65_536, most: 128 },
  { bytes: 4_096, most: 1_024 },
  { bytes: 256, most: 2_048 },
  { bytes: 16, most: 8_192 },
] as const;

/** One byte, then memory filled with blocks of one size each, in fresh executions. */
function probes(contract: Contract, subject: SubjectDescription): Program[] {
  const { smallest, largest } = termsOf(contract, subject);
  const world = { ...defaultWorld, observe: 'edges' } as const;
  const first = makeProgram(world, [allocRequest(BigInt(Math.max(1, smallest)))]);
  const fills = FILLS.map(({ bytes, most }) => {
    const size = literal(Math.min(Math.max(bytes, smallest), largest));
    const request = { ...allocRequest(1n), kind: RequestKind.fill, size, second: literal(most) };
    return makeProgram(world, [request]);
  });
  return [first, ...fills];
}

/** Memory filled in a world whose host gives nothing. */
function refusedFill(contract: Contract, subject: SubjectDescription): Program {
  const { smallest, largest } = termsOf(contract, subject);
  const world = { ...defaultWorld, observe: 'edges', hostRefusesFrom: 1 } as const;
  const fills = [{ bytes: MIB, most: 512 }, FILLS[2], FILLS[3]].map(({ bytes, most }) => ({
    ...{ ...allocRequest(1n), kind: RequestKind.fill, second: literal(most) },
    size: literal(Math.min(Math.max(bytes, smallest), largest)),
  }));
  return makeProgram(world, fills);
}

const MIB = 1_048_576;

/**
 * Whether a subject granted something and came to its end without asking its host. Then it has a heap
 * of its own, whatever stands at the host's door. Of one that grants nothing that is not known.
 */
function isFullUnasked(execution: Execution): boolean {
  const answered = (kind: 'granted' | 'refused'): boolean =>
    execution.steps.some(({ outcome }) => outcome.kind === kind);
  return answered('granted') && answered('refused') && hostRefusals(execution).length === 0;
}

/** Whether a subject granted so much without asking its host that no program fills what it brings along. */
const isLongUnasked = (execution: Execution): boolean =>
  grantedBytes(execution) > MOST_FILLED_BYTES && hostRefusals(execution).length === 0;

/** What programs have filled of a heap in static data. */
const MOST_FILLED_BYTES = 256 * MIB;

const NEVER_FULL = {
  hasHostDoor: false,
  cannotLimit: 'it brings along more than 256 MiB, which no program fills up',
} as const;

/** Who takes more for one byte blows memory up; that is for bounded growth to say. */
const MOST_START_UP_BYTES = 64 * 2 ** 20;

/**
 * Bytes that a subject which grows takes from its host for the first byte that it grants; 0 where it
 * takes none, or takes more than anybody needs.
 *
 * mimalloc reserves an arena of 32 MiB then, and needs all of it. That belongs to what it holds at
 * rest: a limit that left no room for it would refuse whatever is asked, and lawfully.
 */
function startUpBytes(
  { extents }: Execution,
  { growable, footprintMeasured }: SubjectDescription,
): number {
  const first = extents.at(0)?.footprintBytes;
  const last = extents.at(-1)?.footprintBytes;
  if (!growable || !footprintMeasured || first === undefined || last === undefined) return 0;
  const grown = Number(last - first);
  return grown > 0 && grown <= MOST_START_UP_BYTES ? grown : 0;
}

type Told =
  { readonly kind: 'nothing' | 'moves' } | { readonly kind: 'fixed'; readonly bytes: number };

/** Whether the subject told one region throughout, and how long it is. */
function toldBytes(executions: readonly Execution[], { tellsRegion }: SubjectDescription): Told {
  const regions = executions.flatMap(({ extents }) => extents.map(({ region }) => region));
  const [first] = regions;
  if (tellsRegion !== true || first === undefined) return { kind: 'nothing' };
  const isFixed = regions.every(({ start, end }) => start === first.start && end === first.end);
  return isFixed && first.end < UNKNOWN_END
    ? { kind: 'fixed', bytes: Number(first.end - first.start) }
    : { kind: 'moves' };
}

/** The end of a region whose end is not known is recorded as 2^53 - 1. */
const UNKNOWN_END = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * What it has shown to hold. Who grants nothing at all owes the floor by the limit. Who went to its host more
 * than once, and was given what it asked for, has no heap of a fixed length: however little it then grants,
 * it owes what a useful region does.
 */
function shown(
  executions: readonly Execution[],
  { region }: Contract,
): Pick<OwnMemory, 'shownBytes'> {
  const granted = Math.max(...executions.map(grantedBytes));
  if (granted === 0) return {};
  return executions.some((execution) => timesGrown(execution) > 1)
    ? { shownBytes: Math.max(granted, region.smallestUsefulBytes) }
    : { shownBytes: granted };
}

/** Steps behind init in which the footprint became longer. */
const timesGrown = ({ extents }: Execution): number =>
  extents.filter(({ footprintBytes: bytes = 0n }, index) => {
    const before = extents.at(index - 1)?.footprintBytes;
    return index > 0 && before !== undefined && bytes > before;
  }).length;

const grantedBytes = ({ steps }: Execution): number =>
  steps
    .filter(({ outcome }) => outcome.kind === 'granted')
    .reduce((sum, { size }) => sum + Number(size), 0);
