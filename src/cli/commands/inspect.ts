import { ExitCode, type ExitCodeValue } from '../../core/exit-code.js';
import { inspect } from '../../engine/inspect.js';
import { inspectText } from '../../report/explain/inspect-text.js';
import { loadContract } from '../load-contract.js';

export interface InspectFlags {
  readonly contract?: string;
  readonly maxAlign?: number;
  readonly export?: Readonly<Record<string, string>>;
}

/** `allocert inspect`: what was found, without judging anything. */
export async function inspectCommand(locator: string, flags: InspectFlags): Promise<ExitCodeValue> {
  const contract = await loadContract(flags.contract);
  const result = await inspect({
    locator,
    ...(contract === undefined ? {} : { contract }),
    ...(flags.maxAlign === undefined ? {} : { maxAlign: flags.maxAlign }),
    ...(flags.export === undefined ? {} : { functions: flags.export }),
  });
  process.stdout.write(inspectText(result));
  return ExitCode.holds;
}
