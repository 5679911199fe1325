import { rangeOverlaps } from '../../../core/address.js';
import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { answerPhrase } from '../outcome-text.js';
import type { Scene } from '../scene.js';
import { bytes, say, type Prose } from './say.js';

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
  const owner = shared === undefined ? '' : scene.token.name(shared.allocation);
  const together =
    shared === undefined
      ? ''
      : say`, where ${owner} is live: ${scene.token.range(shared.range)}, granted at step ${shared.allocation}`;
  return {
    then: say`a request of size 0 gets ${zeroSizeTexts[expected] ?? expected}.`,
    however: say`step ${scene.finding.step} ${answerPhrase(outcome, scene)}${together}.`,
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
    then: say`a request of ${bytes(requestedBytes)} is refused: ${whyImpossible(evidence.reason, boundBytes)}.`,
    however: say`step ${scene.finding.step} granted it at ${scene.token.address(grant.range.start)}.`,
    picture: [],
  };
}

function whyImpossible(reason: EvidenceOf<'impossibleGrant'>['reason'], boundBytes: bigint): Prose {
  const bound = bytes(boundBytes);
  switch (reason) {
    case 'capacity':
      return say`only ${bound} of the region are not taken by live requests`;
    case 'limit':
      return say`the subject may have ${bound} in all`;
    case 'ptrdiffMax':
      return say`no object is larger than ${bound} (PTRDIFF_MAX)`;
    case 'productWraps':
      return say`the product of count and size is above ${bound}, the largest size`;
    case 'sumWraps':
      return say`size and alignment together are above ${bound}, the largest size`;
    case 'contract':
      return say`the contract refuses this size`;
    case 'model':
      return say`the declared placement policy has no room for it`;
  }
}

/** A usable size below the requested size. */
export function usableTooSmall(
  evidence: EvidenceOf<'usableTooSmall'>,
  scene: Scene,
): Contradiction {
  const name = scene.token.name(evidence.holder.allocation);
  return {
    then: say`at least the ${bytes(evidence.requestedBytes)} requested for ${name} are usable.`,
    however: say`step ${scene.finding.step} reports ${bytes(evidence.usableBytes)}.`,
    picture: [],
  };
}

/** Usable bytes that are outside the region or belong to another live allocation. */
export function usableOverlap(evidence: EvidenceOf<'usableOverlap'>, scene: Scene): Contradiction {
  const { holder, other } = evidence;
  const name = scene.token.name(holder.allocation);
  const owner = other === undefined ? undefined : scene.token.name(other.allocation);
  const clash =
    other !== undefined && rangeOverlaps(holder.range, other.range)
      ? [{ label: owner?.text ?? '', range: other.range, mark: '!' }]
      : [];
  return {
    then: say`${name} may use ${scene.token.range(holder.range)}, by what step ${scene.finding.step} reports.`,
    however:
      other === undefined
        ? say`this reaches outside the region ${scene.token.range(scene.region)}.`
        : say`${owner ?? 'nothing'} is live and owns ${scene.token.range(other.range)}.`,
    picture: [
      ...(other === undefined
        ? [{ label: 'region', range: scene.region, mark: '-', backdrop: true }]
        : []),
      { label: `${name.text} usable`, range: holder.range, mark: '=' },
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
    then: say`${invalidTexts[evidence.invalid]} is ${expectedTexts[evidence.expected] ?? evidence.expected}.`,
    however: say`step ${scene.finding.step} ${answerPhrase(evidence.outcome, scene)}.`,
    picture: [],
  };
}
