import type { AddressRange } from '../../../core/address.js';
import type { Contradiction } from '../contradiction.js';
import type { DrawnRange } from '../draw-ranges.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { bytesText, plural } from '../number-text.js';
import type { Scene } from '../scene.js';

/** A grant at an address that is no multiple of the alignment. */
export function misaligned(evidence: EvidenceOf<'misaligned'>, scene: Scene): Contradiction {
  const { grant, align, remainder } = evidence;
  const name = scene.name(grant.allocation);
  return {
    then: `the address of ${name} is a multiple of ${align.toString()}.`,
    however:
      `${name} was put at ${scene.address(grant.range.start)}, absolute 0x${grant.range.start.toString(16)}, ` +
      `which leaves ${remainder.toString()} when divided by ${align.toString()}.`,
    // Alignment is a matter of one number; a bar of it shows nothing.
    picture: [],
  };
}

/** A grant that reaches outside the region. */
export function outOfRegion(evidence: EvidenceOf<'outOfRegion'>, scene: Scene): Contradiction {
  const { grant, region, withheld } = evidence;
  const name = scene.name(grant.allocation);
  const outside = [
    ...outsideOf(grant.range, region),
    ...(withheld === undefined ? [] : [withheldPart(withheld, scene)]),
  ];
  return {
    then: `${name} lies inside the region ${scene.range(region)}.`,
    however: `${name} is ${scene.range(grant.range)}: ${outside.map((part) => part.text).join(' and ')}.`,
    picture: [
      { label: 'region', range: region, mark: '-', backdrop: true },
      { label: name, range: grant.range, mark: '=' },
      ...outside.map((part): DrawnRange => ({
        label: '!',
        range: part.range,
        mark: '!',
        note: part.text,
      })),
    ],
  };
}

const withheldPart = (
  range: AddressRange,
  scene: Scene,
): { readonly range: AddressRange; readonly text: string } => ({
  range,
  text: `it reaches into ${scene.range(range)}, which is not there to be granted`,
});

function outsideOf(
  range: AddressRange,
  region: AddressRange,
): { readonly range: AddressRange; readonly text: string }[] {
  const parts: { readonly range: AddressRange; readonly text: string }[] = [];
  if (range.start < region.start) {
    const end = range.end < region.start ? range.end : region.start;
    parts.push({
      range: { start: range.start, end },
      text: `${bytesText(end - range.start)} before the region`,
    });
  }
  if (range.end > region.end) {
    const start = range.start > region.end ? range.start : region.end;
    parts.push({
      range: { start, end: range.end },
      text: `${bytesText(range.end - start)} behind the region`,
    });
  }
  return parts;
}

/** An answer that is neither an address nor a refusal. */
export function notAnAddress(scene: Scene): Contradiction {
  return {
    then: 'the answer is an address, or the refusal that the contract names.',
    however: `step ${scene.finding.step} answered neither: no whole number, or a negative one, or no number at all.`,
    picture: [],
  };
}

/** A grant that shares bytes with a live allocation. */
export function overlap(evidence: EvidenceOf<'overlap'>, scene: Scene): Contradiction {
  const { grant, live, shared } = evidence;
  const [name, other] = [scene.name(grant.allocation), scene.name(live.allocation)];
  const bytes = shared.end - shared.start;
  return {
    then: `${name} owns ${scene.range(grant.range)} alone.`,
    however:
      `${other} is live, granted at step ${live.allocation} and not freed since, and owns ` +
      `${scene.range(live.range)}. Both own ${scene.range(shared)}.`,
    picture: [
      { label: other, range: live.range, mark: '=' },
      { label: name, range: grant.range, mark: '=' },
      { label: '!', range: shared, mark: '!', note: `${plural(bytes, 'byte')} shared` },
    ],
  };
}

/** A realloc that moved where the contract says that it never moves. */
export function notInPlace(evidence: EvidenceOf<'notInPlace'>, scene: Scene): Contradiction {
  const { before, after } = evidence;
  const name = scene.name(before.allocation);
  return {
    then: `${name} keeps its address ${scene.address(before.range.start)}: a realloc never moves here.`,
    however: `step ${scene.finding.step} moved ${name} to ${scene.address(after.range.start)}.`,
    picture: [
      { label: 'before', range: before.range, mark: '=' },
      { label: 'after', range: after.range, mark: '!' },
    ],
  };
}
