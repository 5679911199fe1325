import { anew, wasmBindgen } from 'allocert/glue';

export default wasmBindgen(() => anew('brotli-wasm', import.meta.url));
