import { join } from 'node:path';
import { inProcessSubject } from '../../dist/src/subjects/in-process-subject.js';
import { loadModule } from '../../dist/src/subjects/module/load-module.js';
import type { Subject } from '../../dist/src/subjects/subject.js';
import { root } from './certify-subject.js';

/** The module at a path relative to the checkout, in this very thread: for allocators that return. */
export async function openInProcess(file: string): Promise<Subject> {
  const names = { kind: 'module' as const, locator: file, name: file };
  return inProcessSubject(await loadModule(join(root, file), names));
}
