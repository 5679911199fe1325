import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { loadModule, type ModuleNames } from '../../../dist/src/subjects/module/load-module.js';
import type { LoadedTarget } from '../../../dist/src/subjects/loaded-target.js';
import type { RunSettings } from '../../../dist/src/subjects/subject.js';

/** A folder for modules that a test file writes; it is removed when the file's tests have run. */
export function moduleFolder(): {
  readonly path: string;
  readonly write: (name: string, source: string) => string;
} {
  const path = mkdtempSync(join(tmpdir(), 'allocert-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, source) {
      const file = join(path, name);
      writeFileSync(file, source);
      return file;
    },
  };
}

export const names: ModuleNames = { kind: 'module', locator: 'mine.js', name: 'mine' };

export const loadFile = (path: string): Promise<LoadedTarget> => loadModule(path, names);

export const settings: RunSettings = {
  refusal: 'null',
  fillLimitBytes: 4_194_304,
  usableWritable: false,
  reallocToZeroEnds: false,
  naturalAlign: 1,
  hangLimitMs: 300,
  macroLimit: 1_000,
};
