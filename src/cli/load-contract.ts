import { isPresetName } from '../contract/presets/index.js';
import { parseJson } from '../core/parse-json.js';
import { importModule } from './import-module.js';
import { isContractFile } from './is-contract-file.js';
import { readTextFile } from './read-text-file.js';

/** A contract that the user asked for, and how the user knows it. */
export interface AskedContract {
  readonly input: unknown;
  readonly where: string;
}

/**
 * The contract behind --contract: a preset by its name, a document in a file, or a document of the
 * configuration. It is checked here, so that a mistake is told before anything is loaded.
 *
 * @throws UsageError
 */
export async function loadContract(contract: unknown): Promise<AskedContract | undefined> {
  if (contract === undefined) return undefined;
  const asked = await read(contract);
  if (typeof asked.input === 'string' && isPresetName(asked.input)) return asked;
  const { parseContract } = await import('../contract/document/parse-contract.js');
  parseContract(asked.input, asked.where);
  return asked;
}

async function read(contract: unknown): Promise<AskedContract> {
  if (typeof contract !== 'string') return { input: contract, where: 'the configuration' };
  if (isPresetName(contract) || !isContractFile(contract)) {
    return { input: contract, where: '--contract' };
  }
  const isJson = contract.endsWith('.json');
  const input = isJson
    ? parseJson(readTextFile(contract, 'the contract'), contract)
    : await importModule(contract);
  return { input, where: contract };
}
