import { resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { ExitCode } from '../core/exit-code.js';

/**
 * The default export of a JavaScript or TypeScript file; TypeScript is compiled on the fly, because
 * Node 20 runs none. Only for files that the user wrote for allocert: contracts and configurations.
 *
 * They run in this process. One that ends it, or waits for what never comes, would end allocert with
 * 0, which says that all holds: the exit code is then that of a wrong configuration.
 *
 * @throws UsageError naming the file.
 */
export async function importModule(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const endedEarly = (): void => {
    process.exitCode = ExitCode.usage;
    process.stderr.write(
      `allocert: cannot load ${path}: it ends the process, or awaits what never comes, while it is loaded\n`,
    );
  };
  process.once('exit', endedEarly);
  try {
    return await createJiti(import.meta.url).import(resolve(path), { default: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`cannot load ${path}: ${reason}`, { cause: error });
  } finally {
    process.off('exit', endedEarly);
  }
}
