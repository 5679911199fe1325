import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { anew, wasmBindgen } from 'allocert/glue';

const wasm = readFileSync(
  createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm'),
);

export default wasmBindgen(async () => {
  const { initWasm } = await anew('@resvg/resvg-wasm', import.meta.url);
  await initWasm(wasm);
});
