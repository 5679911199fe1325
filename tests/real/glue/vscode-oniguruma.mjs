import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { anew, mallocExports } from 'allocert/glue';

const wasm = readFileSync(
  createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'),
);

export default mallocExports(async () => {
  const { loadWASM } = await anew('vscode-oniguruma', import.meta.url);
  await loadWASM(wasm);
});
