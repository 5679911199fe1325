import type { AddressRange } from '../../core/address.js';
import type { Finding } from '../../core/evidence.js';
import type { Execution, Step } from '../../core/execution.js';
import { regionBase } from '../../witness/region-base.js';
import { allocationNames } from './allocation-names.js';
import type { ProseToken } from './prose/say.js';

/** What prose needs to know beside the evidence. Made once for a finding. */
export interface Scene extends SceneNames {
  readonly finding: Finding;
  readonly execution: Execution;
  /** The step that breaks the property. */
  readonly step: Step | undefined;
}

/** How blocks and addresses of an execution are called, as it stands after one of its steps. */
export interface SceneNames {
  /** The region after that step; empty where it is not known. */
  readonly region: AddressRange;
  /** The letter of an allocation. */
  name(allocation: number | undefined): string;
  /** An offset from the region base; sixteen hex digits outside of the region (S10). */
  address(address: bigint): string;
  /** The same for the ends of a picture, which reach a little beyond the region. */
  edge(address: bigint): string;
  /** A half-open range [start, end), counted as `address` does. */
  range(range: AddressRange): string;
  /** The same as tokens of a sentence. */
  readonly token: SceneTokens;
}

/** What a sentence can point at, under the names of the scene. */
export interface SceneTokens {
  name(allocation: number | undefined): ProseToken;
  address(address: bigint): ProseToken;
  range(range: AddressRange): ProseToken;
}

/** A picture is an eighth wider than what it shows; farther ends are other places altogether. */
const MARGIN = 1n << 20n;
const OFFSETS_END = BigInt(Number.MAX_SAFE_INTEGER);
const POINTERS_START = 1n << 32n;

export const makeScene = (finding: Finding, execution: Execution): Scene => ({
  ...namesAt(execution, finding.step),
  finding,
  execution,
  step: execution.steps.at(finding.step),
});

export function namesAt(execution: Execution, step: number): SceneNames {
  const names = allocationNames(execution);
  const base = regionBase(execution);
  const region = regionAt(execution, step);
  const inside = (address: bigint): boolean => {
    // An end at 2^53 - 1 or above says that it is not known; then small numbers are offsets of a pure offset
    // space or of linear memory, and large ones are pointers, which nobody reads in decimal.
    if (region.end >= OFFSETS_END) return address >= region.start && address < POINTERS_START;
    return region.end > region.start && address >= region.start && address <= region.end;
  };
  const hex = (address: bigint): string => `0x${address.toString(16).padStart(16, '0')}`;
  const texts = {
    region,
    name: (allocation: number | undefined) =>
      allocation === undefined
        ? 'nothing'
        : (names.get(allocation) ?? `block of step ${allocation}`),
    address: (address: bigint) => (inside(address) ? (address - base).toString() : hex(address)),
    edge: (address: bigint) => {
      const isNear = address >= region.start - MARGIN && address <= region.end + MARGIN;
      return inside(address) || (inside(region.start) && isNear)
        ? (address - base).toString()
        : hex(address);
    },
    range: ({ start, end }: AddressRange) =>
      inside(start)
        ? `[${(start - base).toString()}, ${(end - base).toString()})`
        : `[${hex(start)}, +${(end - start).toString()})`,
  };
  return { ...texts, token: tokensOf(texts) };
}

const tokensOf = (texts: Omit<SceneNames, 'token'>): SceneTokens => ({
  name: (allocation) => ({ kind: 'name', text: texts.name(allocation) }),
  address: (address) => ({ kind: 'address', text: texts.address(address), address }),
  range: (range) => ({ kind: 'range', text: texts.range(range), range }),
});

function regionAt(execution: Execution, step: number): AddressRange {
  const seen = execution.extents.filter((event) => event.step <= step);
  return seen.at(-1)?.region ?? { start: 0n, end: 0n };
}
