import { resolve } from 'node:path';
import { UsageError } from '../core/errors.js';

/**
 * The default export of a JavaScript or TypeScript file; TypeScript is compiled on the fly, because
 * Node 20 runs none. Only for files that the user wrote for allocert: contracts and configurations.
 *
 * @throws UsageError naming the file.
 */
export async function importModule(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  try {
    return await createJiti(import.meta.url).import(resolve(path), { default: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot load ${path}: ${reason}`, { cause: error });
  }
}
