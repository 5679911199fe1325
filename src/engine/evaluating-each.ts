import type { Session } from './session.js';

/**
 * The session with an evaluation of the module for each program, where programs otherwise follow each
 * other in one instance and its own `reset` is trusted to part them.
 */
export const evaluatingEach = (session: Session): Session => ({
  ...session,
  settings: { ...session.settings, evaluateEach: true },
});
