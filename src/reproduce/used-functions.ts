import type { NativeCallShape } from '../core/call-shape.js';
import { nativeCall, roleReset } from './native-call.js';
import type { Reproduction } from './reproduction.js';

/** A function of a native subject that a program calls. */
export interface UsedFunction {
  readonly role: string;
  readonly symbol: string;
}

/** The functions that a reproduction calls, init and region first. */
export function usedFunctions(
  shape: NativeCallShape,
  { runs, world }: Reproduction,
): UsedFunction[] {
  const used = new Map<string, UsedFunction>();
  const add = (role: string, symbol: string | undefined): void => {
    if (symbol !== undefined) used.set(role, { role, symbol });
  };
  for (const role of ['init', 'region']) add(role, shape.functions[role]);
  if (world.resets > 0) add('reset', roleReset(shape));
  for (const act of runs.flatMap((run) => run.acts)) {
    if (act.kind === 'reset') {
      add('reset', roleReset(shape));
    } else {
      const call = nativeCall(shape, act);
      add(call.role, call.symbol);
    }
  }
  return [...used.values()];
}
