import type { Glue } from './glue.js';

/**
 * The bytes behind a glue's addresses, asked for anew each time: memory that grows has another buffer,
 * and glue replaces its views then.
 *
 * @throws TypeError where nothing shows them
 */
export function linearMemory({ made, instance }: Glue): () => ArrayBufferLike {
  const glue = (made ?? {}) as Readonly<Record<string, unknown>>;
  const holder = (glue['asm'] ?? glue['exports'] ?? {}) as Readonly<Record<string, unknown>>;
  const memory = [instance?.memory, glue['wasmMemory'], glue['memory'], holder['memory']].find(
    (value) => value instanceof WebAssembly.Memory,
  );
  if (memory !== undefined) return () => memory.buffer;
  if (glue['HEAPU8'] instanceof Uint8Array) return () => (glue['HEAPU8'] as Uint8Array).buffer;
  throw new TypeError(
    'the glue shows no memory: neither HEAPU8 nor wasmMemory. Give a function that loads it, ' +
      '`() => createModule()`, so that the memory is seen when it is made',
  );
}
