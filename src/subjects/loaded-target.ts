import type { SubjectDescription } from '../core/subject-description.js';
import type { RunSettings } from './subject.js';
import type { Target } from './target.js';

/** A subject that was loaded into this thread. */
export interface LoadedTarget {
  readonly description: SubjectDescription;
  readonly target: Target;
  /** What the subject exports as its contract: a preset's name or a document; undefined for nothing. */
  readonly contract?: unknown;
  /**
   * Awaited before programs run; for subjects that can be made fresh only asynchronously. Calls
   * `moved` as it gets on, or it would be taken for a hang.
   */
  prepare?(
    programs: number,
    moved: () => void,
    settings: Pick<RunSettings, 'evaluateEach'>,
  ): Promise<void>;
  /**
   * Whether this thread has taken up so much that cannot be given back that another should go on:
   * evaluated modules, address space of WebAssembly memories (S35).
   */
  isWorn?(): boolean;
}
