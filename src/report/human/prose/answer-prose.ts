import { rangeOverlaps } from '../../../core/address.js';
import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { bytesText } from '../number-text.js';
import { answerPhrase } from '../outcome-text.js';
import type { Scene } from '../scene.js';

const zeroSizeTexts: Readonly<Record<string, string>> = {
  null: 'null',
  unique: 'an address that nothing else live has',
  nullOrUnique: 'null, or an address that nothing else live has',
  dangling: 'an aligned address that is not null',
};

/** A request of size 0, or one on top of such a grant, that was answered wrongly. */
export function zeroSizeAnswer(
  evidence: EvidenceOf<'zeroSizeAnswer'>,
  scene: Scene,
): Contradiction {
  const { expected, outcome, shared } = evidence;
  const owner = shared === undefined ? '' : scene.name(shared.allocation);
  const together =
    shared === undefined
      ? ''
      : `, where ${owner} is live: ${scene.range(shared.range)}, granted at step ${shared.allocation}`;
  return {
    then: `a request of size 0 gets ${zeroSizeTexts[expected] ?? expected}.`,
    however: `step ${scene.finding.step} ${answerPhrase(outcome, scene)}${together}.`,
    picture: [],
  };
}

/** A grant of what nobody can hold. */
export function impossibleGrant(
  evidence: EvidenceOf<'impossibleGrant'>,
  scene: Scene,
): Contradiction {
  const { grant, requestedBytes, boundBytes } = evidence;
  return {
    then: `a request of ${bytesText(requestedBytes)} is refused: ${whyImpossible(evidence.reason, boundBytes)}.`,
    however: `step ${scene.finding.step} granted it at ${scene.address(grant.range.start)}.`,
    picture: [],
  };
}

function whyImpossible(
  reason: EvidenceOf<'impossibleGrant'>['reason'],
  boundBytes: bigint,
): string {
  const bound = bytesText(boundBytes);
  switch (reason) {
    case 'capacity':
      return `only ${bound} of the region are not taken by live requests`;
    case 'limit':
      return `the subject may have ${bound} in all`;
    case 'ptrdiffMax':
      return `no object is larger than ${bound} (PTRDIFF_MAX)`;
    case 'productWraps':
      return `the product of count and size is above ${bound}, the largest size`;
    case 'sumWraps':
      return `size and alignment together are above ${bound}, the largest size`;
    case 'contract':
      return 'the contract refuses this size';
    case 'model':
      return 'the declared placement policy has no room for it';
  }
}

/** A usable size below the requested size. */
export function usableTooSmall(
  evidence: EvidenceOf<'usableTooSmall'>,
  scene: Scene,
): Contradiction {
  const name = scene.name(evidence.holder.allocation);
  return {
    then: `at least the ${bytesText(evidence.requestedBytes)} requested for ${name} are usable.`,
    however: `step ${scene.finding.step} reports ${bytesText(evidence.usableBytes)}.`,
    picture: [],
  };
}

/** Usable bytes that are outside the region or belong to another live allocation. */
export function usableOverlap(evidence: EvidenceOf<'usableOverlap'>, scene: Scene): Contradiction {
  const { holder, other } = evidence;
  const name = scene.name(holder.allocation);
  const owner = other === undefined ? undefined : scene.name(other.allocation);
  const clash =
    other !== undefined && rangeOverlaps(holder.range, other.range)
      ? [{ label: owner ?? '', range: other.range, mark: '!' }]
      : [];
  return {
    then: `${name} may use ${scene.range(holder.range)}, by what step ${scene.finding.step} reports.`,
    however:
      other === undefined
        ? `this reaches outside the region ${scene.range(scene.region)}.`
        : `${owner ?? ''} is live and owns ${scene.range(other.range)}.`,
    picture: [
      ...(other === undefined
        ? [{ label: 'region', range: scene.region, mark: '-', backdrop: true }]
        : []),
      { label: `${name} usable`, range: holder.range, mark: '=' },
      ...clash,
    ],
  };
}

const expectedTexts: Readonly<Record<string, string>> = {
  ignored: 'ignored',
  rejected: 'rejected',
  abort: 'answered by an abort',
};

const invalidTexts: Readonly<Record<EvidenceOf<'invalidFreeAnswer'>['invalid'], string>> = {
  foreign: 'a free of an address that was never granted',
  interior: 'a free of an address inside a live block',
  twice: 'a second free of the same block',
  wrongSize: 'a free with another size than was granted',
  null: 'a free of null',
  badAlign: 'a request whose alignment nobody may grant',
};

/** An invalid use that was not answered as the contract says. */
export function invalidFreeAnswer(
  evidence: EvidenceOf<'invalidFreeAnswer'>,
  scene: Scene,
): Contradiction {
  return {
    then: `${invalidTexts[evidence.invalid]} is ${expectedTexts[evidence.expected] ?? evidence.expected}.`,
    however: `step ${scene.finding.step} ${answerPhrase(evidence.outcome, scene)}.`,
    picture: [],
  };
}
