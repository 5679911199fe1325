import type { NativeCallShape } from '../core/call-shape.js';
import { nativeCall, roleReset, usesCall } from './native-call.js';
import type { Reproduction } from './reproduction.js';

/** A function of a native subject that a program calls. */
export interface UsedFunction {
  readonly role: string;
  readonly symbol: string;
}

/** The functions that a reproduction calls, init and region first. */
export function usedFunctions(shape: NativeCallShape, { runs }: Reproduction): UsedFunction[] {
  const used = new Map<string, UsedFunction>();
  const add = (role: string, symbol: string | undefined): void => {
    if (symbol !== undefined) used.set(role, { role, symbol });
  };
  for (const role of ['init', 'region']) add(role, shape.functions[role]);
  for (const act of runs.flatMap((run) => run.acts)) {
    if (usesCall(act)) {
      const call = nativeCall(shape, act);
      add(call.role, call.symbol);
    } else if (act.kind === 'reset') add('reset', roleReset(shape));
  }
  return [...used.values()];
}
