import type { AddressRange } from '../../../core/address.js';
import type { Contradiction } from '../contradiction.js';
import type { DrawnRange } from '../draw-ranges.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { plural } from '../number-text.js';
import type { Scene } from '../scene.js';
import { bytes, proseText, say, type Prose } from './say.js';

/** A grant at an address that is no multiple of the alignment. */
export function misaligned(evidence: EvidenceOf<'misaligned'>, scene: Scene): Contradiction {
  const { grant, align, remainder } = evidence;
  const name = scene.token.name(grant.allocation);
  return {
    then: say`the address of ${name} is a multiple of ${align.toString()}.`,
    however: [
      ...say`${name} was put at ${scene.token.address(grant.range.start)}, `,
      `absolute 0x${grant.range.start.toString(16)}, `,
      ...say`which leaves ${remainder.toString()} when divided by ${align.toString()}.`,
    ],
    // Alignment is a matter of one number; a bar of it shows nothing.
    picture: [],
  };
}

/** A grant that reaches outside the region. */
export function outOfRegion(evidence: EvidenceOf<'outOfRegion'>, scene: Scene): Contradiction {
  const { grant, region, withheld } = evidence;
  const name = scene.token.name(grant.allocation);
  const outside = [
    ...outsideOf(grant.range, region),
    ...(withheld === undefined ? [] : [withheldPart(withheld, scene)]),
  ];
  return {
    then: say`${name} lies inside the region ${scene.token.range(region)}.`,
    however: say`${name} is ${scene.token.range(grant.range)}: ${joined(outside)}.`,
    picture: [
      { label: 'region', range: region, mark: '-', backdrop: true },
      { label: name.text, range: grant.range, mark: '=' },
      ...outside.map((part): DrawnRange => ({
        label: '!',
        range: part.range,
        mark: '!',
        note: proseText(part.text),
      })),
    ],
  };
}

const joined = (parts: readonly { readonly text: Prose }[]): Prose =>
  parts.flatMap(({ text }, index) => (index === 0 ? text : [' and ', ...text]));

const withheldPart = (
  range: AddressRange,
  scene: Scene,
): { readonly range: AddressRange; readonly text: Prose } => ({
  range,
  text: say`it reaches into ${scene.token.range(range)}, which is not there to be granted`,
});

function outsideOf(
  range: AddressRange,
  region: AddressRange,
): { readonly range: AddressRange; readonly text: Prose }[] {
  const parts: { readonly range: AddressRange; readonly text: Prose }[] = [];
  if (range.start < region.start) {
    const end = range.end < region.start ? range.end : region.start;
    parts.push({
      range: { start: range.start, end },
      text: say`${bytes(end - range.start)} before the region`,
    });
  }
  if (range.end > region.end) {
    const start = range.start > region.end ? range.start : region.end;
    parts.push({
      range: { start, end: range.end },
      text: say`${bytes(range.end - start)} behind the region`,
    });
  }
  return parts;
}

/** An answer that is neither an address nor a refusal. */
export function notAnAddress(scene: Scene): Contradiction {
  return {
    then: say`the answer is an address, or the refusal that the contract names.`,
    however: say`step ${scene.finding.step} answered neither: no whole number, or a negative one, or no number at all.`,
    picture: [],
  };
}

/** A grant that shares bytes with a live allocation. */
export function overlap(evidence: EvidenceOf<'overlap'>, scene: Scene): Contradiction {
  const { grant, live, shared } = evidence;
  const [name, other] = [scene.token.name(grant.allocation), scene.token.name(live.allocation)];
  const bytes = shared.end - shared.start;
  return {
    then: say`${name} owns ${scene.token.range(grant.range)} alone.`,
    however: [
      ...say`${other} is live, granted at step ${live.allocation} and not freed since, and owns `,
      ...say`${scene.token.range(live.range)}. Both own ${scene.token.range(shared)}.`,
    ],
    picture: [
      { label: other.text, range: live.range, mark: '=' },
      { label: name.text, range: grant.range, mark: '=' },
      { label: '!', range: shared, mark: '!', note: `${plural(bytes, 'byte')} shared` },
    ],
  };
}

/** A realloc that moved where the contract says that it never moves. */
export function notInPlace(evidence: EvidenceOf<'notInPlace'>, scene: Scene): Contradiction {
  const { before, after } = evidence;
  const name = scene.token.name(before.allocation);
  return {
    then: say`${name} keeps its address ${scene.token.address(before.range.start)}: a realloc never moves here.`,
    however: say`step ${scene.finding.step} moved ${name} to ${scene.token.address(after.range.start)}.`,
    picture: [
      { label: 'before', range: before.range, mark: '=' },
      { label: 'after', range: after.range, mark: '!' },
    ],
  };
}
