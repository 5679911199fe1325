import type { ProgramBatch } from '../../core/execution-batch.js';
import { QuantityBase } from '../../core/quantity.js';
import { RequestKind } from '../../core/request-kind.js';
import { WORDS_PER_REQUEST, kindOf, secondBaseOf } from '../../core/request.js';
import { WORDS_PER_WORLD } from '../../core/world.js';

/** Init, and what a macro leaves for the requests behind it. */
const SPARE_STEPS = 68;
const WORLD_RESETS = 6;

/** How many steps macros may become. */
export interface MacroBounds {
  /** Steps of one macro. */
  readonly each: number;
  /** Steps of all macros of a batch; beyond it every program gets the same part of what it asks. */
  readonly all: number;
}

/**
 * `count + 1` numbers: program i may record steps [slices[i], slices[i + 1]). A slice is as long as
 * the program can ever become, so that what it answers does not depend on the others of its batch.
 * Slices are address space, of which only what is written costs memory.
 */
export function stepSlices(programs: ProgramBatch, bounds: MacroBounds): Int32Array {
  const { count, starts, worlds } = programs;
  const slices = new Int32Array(count + 1);
  const macros = new Float64Array(count);
  let asked = 0;
  for (let program = 0; program < count; program++) {
    macros[program] = macroSteps(programs, program, bounds.each);
    asked += macros[program];
  }
  const part = Math.min(1, bounds.all / Math.max(1, asked));
  for (let program = 0; program < count; program++) {
    const resets = worlds[program * WORDS_PER_WORLD + WORLD_RESETS];
    const requests = starts[program + 1] - starts[program];
    slices[program + 1] =
      slices[program] + SPARE_STEPS + resets + requests + Math.floor(macros[program] * part);
  }
  return slices;
}

/** Most steps of a program's macros: a fill says how many it wants, a drain frees what was granted. */
function macroSteps({ starts, words }: ProgramBatch, program: number, each: number): number {
  let filled = 0;
  let drains = false;
  for (let request = starts[program]; request < starts[program + 1]; request++) {
    const at = request * WORDS_PER_REQUEST;
    const kind = kindOf(words[at]);
    if (kind === RequestKind.drain) drains = true;
    if (kind !== RequestKind.fill) continue;
    const isLiteral = secondBaseOf(words[at]) === QuantityBase.zero;
    filled += isLiteral ? Math.min(each, Math.max(0, words[at + 3])) : each;
  }
  return drains ? 2 * filled + starts[program + 1] - starts[program] : filled;
}
