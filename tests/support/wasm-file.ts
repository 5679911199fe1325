import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** The path of a file with these bytes; it is removed when the tests of the calling file have run. */
export function wasmFile(module: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'allocert-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'module.wasm');
  writeFileSync(file, module);
  return file;
}
