import { SubjectError } from '../../core/errors.js';

/** The error for a library that the dynamic linker refuses, by its words, and what to do where they do not say. */
export function loadingFailure(locator: string, reason: string): SubjectError {
  const hint = reason.includes('cannot be dlopen()ed')
    ? '. It was linked with -z nodlopen, so that nobody may load it at run time; link it again without ' +
      'that flag (-Wl,-z,nodlopen) to have it certified'
    : '';
  return new SubjectError(`${locator}: cannot be loaded: ${reason}${hint}`);
}
