import type { Contradiction } from '../contradiction.js';
import type { EvidenceOf } from '../../../core/evidence.js';
import { hostRefusedIn } from '../../../core/host-refused.js';
import { endText } from '../fault-text.js';
import type { Scene } from '../scene.js';
import { bytes, say } from './say.js';

/** A grant that killed its owner when it was written to or read. */
export function notUsableMemory(
  { grant, death }: EvidenceOf<'notUsableMemory'>,
  scene: Scene,
): Contradiction {
  const name = scene.token.name(grant.allocation);
  const doing = death.phase === 'verify' ? 'read back' : 'written to';
  return {
    then: say`${name} is granted, so all of ${scene.token.range(grant.range)} can be written and read.`,
    however: say`${name} is no usable memory: being ${doing} by its owner, it ${endText(death)}.`,
    picture: [{ label: name.text, range: grant.range, mark: '!' }],
  };
}

/** A death where a refusal was due. */
export function impossibleFault(
  { death, requestedBytes }: EvidenceOf<'impossibleFault'>,
  scene: Scene,
): Contradiction {
  return {
    then: say`a request of ${bytes(requestedBytes)}, which cannot fit, is refused.`,
    however: say`step ${scene.finding.step} ${endText(death)}.`,
    picture: [],
  };
}

/** A death on a lawful request. */
export function fault({ death }: EvidenceOf<'fault'>, scene: Scene): Contradiction {
  const where = scene.finding.step === 0 ? 'init' : say`step ${death.step}`;
  const refused = hostRefusedIn(scene.execution, death.step);
  const inVain = refused > 0n ? say`, when the host refused ${bytes(refused)}` : '';
  return {
    then: say`${where} is lawful under the contract, so it returns.`,
    however: say`${where} ${endText(death)}${inVain}.`,
    picture: [],
  };
}
