import { dirname, resolve } from 'node:path';
import { lilconfig } from 'lilconfig';
import { UsageError } from '../core/errors.js';
import { parseJson } from '../core/parse-json.js';
import type { Config } from './config-schema.js';
import { importModule } from './import-module.js';
import { isContractFile } from './is-contract-file.js';

/** A configuration and where it came from. */
export interface FoundConfig {
  readonly config: Config;
  /** Path of the file; undefined where there is none. */
  readonly path: string | undefined;
}

const extensions = ['ts', 'mts', 'mjs', 'js', 'json'];

/**
 * The configuration in `file`, or in the nearest allocert.config.* from the working directory
 * upwards. TypeScript is compiled on the fly.
 *
 * @throws UsageError naming the file, every mistake and the nearest key.
 */
export async function findConfig(file: string | undefined): Promise<FoundConfig> {
  const explorer = lilconfig('allocert', {
    searchPlaces: extensions.map((extension) => `allocert.config.${extension}`),
    loaders: Object.fromEntries(
      extensions.map((extension) => [
        `.${extension}`,
        (path: string, text: string) =>
          extension === 'json' ? parseJson(text, path) : importModule(path),
      ]),
    ),
  });
  let found;
  try {
    found = file === undefined ? await explorer.search() : await explorer.load(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const place = file ?? 'allocert.config';
    throw new UsageError(`cannot read the configuration ${place}: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (found === null) return { config: {}, path: undefined };
  // Loaded only here: most runs have no configuration file.
  const { parseConfig } = await import('./config-schema.js');
  const config = parseConfig(found.config ?? {}, found.filepath);
  return { config: resolveContract(config, found.filepath), path: found.filepath };
}

/** A contract file is named from where the configuration stands, not from where allocert is called. */
function resolveContract(config: Config, path: string): Config {
  const { contract } = config;
  return typeof contract === 'string' && isContractFile(contract)
    ? { ...config, contract: resolve(dirname(path), contract) }
    : config;
}
