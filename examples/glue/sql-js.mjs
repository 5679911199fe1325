import { anew, emscripten } from 'allocert/glue';

/**
 * The malloc inside sql.js, through the package's own JavaScript.
 *
 *   npx allocert certify examples/glue/sql-js.mjs
 *
 * The package keeps the instance that it made first, and so it is evaluated anew. Without that it would
 * be `emscripten(() => initSqlJs())`.
 */
export default emscripten(async () => (await anew('sql.js', import.meta.url))());
