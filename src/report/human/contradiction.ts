import type { Evidence } from '../../core/evidence.js';
import { differs, misplaced } from './prose/comparison-prose.js';
import { damage } from './prose/damage-prose.js';
import type { DrawnRange } from './draw-ranges.js';
import { fault, impossibleFault, notUsableMemory } from './prose/fault-prose.js';
import { misaligned, notAnAddress, notInPlace, outOfRegion, overlap } from './prose/grant-prose.js';
import { blowUp, leak } from './prose/growth-prose.js';
import {
  fewerGrants,
  notReclaimed,
  notReused,
  refusalChangedCapacity,
  refusalError,
  spuriousRefusal,
} from './prose/refusal-prose.js';
import {
  impossibleGrant,
  invalidFreeAnswer,
  usableOverlap,
  usableTooSmall,
  zeroSizeAnswer,
} from './prose/answer-prose.js';
import type { Prose } from './prose/say.js';
import type { Scene } from './scene.js';

/**
 * One contradiction in words: what must be so, what was seen instead, and the addresses concerned.
 */
export interface Contradiction {
  /** What follows from the requests and the contract. */
  readonly then: Prose;
  /** What was seen, which cannot be if `then` is. */
  readonly however: Prose;
  /** Rows of the picture; empty where addresses say nothing. */
  readonly picture: readonly DrawnRange[];
  /** The request that did the damage, where another than the one that breaks the property. */
  readonly blamedStep?: number | undefined;
}

/** Evidence as a contradiction. Says only what the evidence holds: nothing is judged again. */
export function contradictionOf(evidence: Evidence, scene: Scene): Contradiction {
  switch (evidence.kind) {
    case 'misaligned':
      return misaligned(evidence, scene);
    case 'outOfRegion':
      return outOfRegion(evidence, scene);
    case 'notUsableMemory':
      return notUsableMemory(evidence, scene);
    case 'notAnAddress':
      return notAnAddress(scene);
    case 'overlap':
      return overlap(evidence, scene);
    case 'damage':
      return damage(evidence, scene);
    case 'zeroSizeAnswer':
      return zeroSizeAnswer(evidence, scene);
    case 'impossibleGrant':
      return impossibleGrant(evidence, scene);
    case 'impossibleFault':
      return impossibleFault(evidence, scene);
    case 'spuriousRefusal':
      return spuriousRefusal(evidence, scene);
    case 'notReused':
      return notReused(evidence, scene);
    case 'notReclaimed':
      return notReclaimed(evidence, scene);
    case 'fewerGrants':
      return fewerGrants(evidence, scene);
    case 'refusalChangedCapacity':
      return refusalChangedCapacity(evidence);
    case 'refusalError':
      return refusalError(evidence, scene);
    case 'blowUp':
      return blowUp(evidence);
    case 'leak':
      return leak(evidence);
    case 'differs':
      return differs(evidence, scene);
    case 'misplaced':
      return misplaced(evidence, scene);
    case 'usableTooSmall':
      return usableTooSmall(evidence, scene);
    case 'usableOverlap':
      return usableOverlap(evidence, scene);
    case 'invalidFreeAnswer':
      return invalidFreeAnswer(evidence, scene);
    case 'notInPlace':
      return notInPlace(evidence, scene);
    case 'fault':
      return fault(evidence, scene);
  }
}
