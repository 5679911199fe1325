import { ToolBugError } from '../core/errors.js';
import type { ProgramBatch } from '../core/execution-batch.js';
import { WORDS_PER_REQUEST, kindOf } from '../core/request.js';
import { requestKindNames, calledKind } from '../core/request-kind.js';
import type { SubjectDescription } from '../core/subject-description.js';

/**
 * Refuses to run a batch with a request that the subject has no function for: whatever came of that
 * call would be held against the subject, and whoever wrote the request is in the wrong.
 *
 * @throws ToolBugError
 */
export function requireCalls(batch: ProgramBatch, { kinds, name }: SubjectDescription): void {
  const { words, starts, count } = batch;
  const end = starts[count] * WORDS_PER_REQUEST;
  let asked = 0;
  for (let at = starts[0] * WORDS_PER_REQUEST; at < end; at += WORDS_PER_REQUEST) {
    asked |= 1 << kindOf(words[at]);
  }
  for (const [kind, word] of requestKindNames.entries()) {
    if ((asked & (1 << kind)) === 0) continue;
    const needed = calledKind(word);
    if (!kinds.includes(needed)) {
      throw new ToolBugError(`a program asks ${name} for ${needed}, for which it has no function`);
    }
  }
}
