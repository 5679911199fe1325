import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { sizeText } from '../number-text.js';
import type { Scene } from '../scene.js';
import { bytes, say, type Prose } from './say.js';

const asked = (size: bigint, align: bigint): Prose =>
  align > 1n ? say`${bytes(size)} at alignment ${sizeText(align)}` : [bytes(size)];

/** A refusal of what must fit. */
export function spuriousRefusal(
  evidence: EvidenceOf<'spuriousRefusal'>,
  scene: Scene,
): Contradiction {
  const { gap, level } = evidence;
  if (scene.finding.step === 0) {
    const length = bytes(evidence.capacityBytes);
    return {
      then: say`init takes every region that the contract makes lawful; this one has ${length}.`,
      however: say`step 0 refused it, and region.mayRefuseInit is false.`,
      picture: [],
    };
  }
  const live = say`${bytes(evidence.liveBytes)} of ${bytes(evidence.capacityBytes)} are live`;
  const reason =
    level === 'exact'
      ? 'the declared placement policy grants it'
      : gap === undefined
        ? 'any allocator of this capacity has room for it'
        : say`the gap ${scene.token.range(gap)} between the live blocks serves it`;
  return {
    then: say`a request of ${asked(evidence.requestedBytes, evidence.align)} is granted: ${live}, and ${reason}.`,
    however: say`step ${scene.finding.step} refused it.`,
    picture:
      gap === undefined
        ? []
        : [
            { label: 'region', range: scene.region, mark: '-', backdrop: true },
            {
              label: 'gap',
              range: gap,
              mark: '!',
              note: `${bytes(gap.end - gap.start).text} free`,
            },
          ],
  };
}

/** A freed block that could not be had again. */
export function notReused(evidence: EvidenceOf<'notReused'>, scene: Scene): Contradiction {
  const { freed, freedStep, requestedBytes } = evidence;
  const name = scene.token.name(freed.allocation);
  return {
    then: [
      ...say`${name}, freed at step ${freedStep}, leaves room for a block of the same layout: `,
      ...say`${bytes(requestedBytes)} can be had again at once.`,
    ],
    however: say`step ${scene.finding.step} asked for just that and was refused.`,
    picture: [{ label: `${name.text} (freed)`, range: freed.range, mark: '=' }],
  };
}

/** A region that is not whole again after all was freed. */
export function notReclaimed(evidence: EvidenceOf<'notReclaimed'>, scene: Scene): Contradiction {
  const { largestBytes, align } = evidence;
  const isCounted = scene.execution.program.world.hostRefusesFrom > 0;
  const who = isCounted ? 'this program was granted' : 'a fresh region grants';
  return {
    then: [
      ...say`${who} ${asked(largestBytes, align)}; once every block is freed, they can be `,
      'had again.',
    ],
    however: [
      ...say`after step ${scene.finding.step} all that was live was freed, and the request for `,
      ...say`${bytes(largestBytes)} was refused: the region is not whole again.`,
    ],
    picture: [],
  };
}

/** A region that holds fewer blocks than a fresh one once all was freed. */
export function fewerGrants(evidence: EvidenceOf<'fewerGrants'>, scene: Scene): Contradiction {
  const { unitBytes, freshGrants, grants } = evidence;
  return {
    then: [
      ...say`a fresh region grants ${bytes(unitBytes)} ${times(freshGrants)} until it refuses; once every `,
      'block is freed, it does so again.',
    ],
    however: [
      ...say`after step ${scene.finding.step} all that was live was freed, and the same request was granted `,
      ...say`${times(grants)}: ${freshGrants - grants} fewer.`,
    ],
    picture: [],
  };
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);

/** A refused request after which less can be had than before. */
export function refusalChangedCapacity(
  evidence: EvidenceOf<'refusalChangedCapacity'>,
): Contradiction {
  const { refusedStep, largestBytes, align } = evidence;
  return {
    then: [
      ...say`without step ${refusedStep}, a request of ${asked(largestBytes, align)} is granted; `,
      ...say`step ${refusedStep} was refused, so it must change nothing.`,
    ],
    however: say`after the refusal at step ${refusedStep} the same request is refused.`,
    picture: [],
    blamedStep: refusedStep,
  };
}

/** A refusal that names no error, or not the one that it must. */
export function refusalError(evidence: EvidenceOf<'refusalError'>, scene: Scene): Contradiction {
  const { channel, expected, seen } = evidence;
  const { step } = scene.finding;
  const seenText = seen === 'none' ? '0' : seen === 'other' ? 'another error' : seen;
  if (channel === 'errno') {
    return {
      then: say`a refusal sets errno, which was 0 before the call.`,
      however: say`step ${step} was refused, and errno stayed ${seenText}.`,
      picture: [],
    };
  }
  const error =
    expected === 'any'
      ? 'an error'
      : expected === 'EINVAL'
        ? 'EINVAL, since the alignment is bad'
        : 'ENOMEM, since the alignment is sound';
  return {
    then: say`posix_memalign answers a refusal with ${error}.`,
    however: say`step ${step} granted nothing, and the answer was ${seenText}.`,
    picture: [],
  };
}
