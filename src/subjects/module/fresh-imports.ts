import { SubjectError } from '../../core/errors.js';
import type { LoadedTarget } from '../loaded-target.js';
import type { Allocator } from '../module-port.js';
import { describeAllocator } from './describe-allocator.js';
import { importError, importModule } from './import-module.js';

/** Evaluations after which a thread is worn: some 100 MiB for a module of a few kilobytes. */
const WORN_AFTER = 2_000;

export interface FreshImports extends Required<Pick<LoadedTarget, 'prepare' | 'isWorn'>> {
  /** The allocator for the next program. @throws what the evaluation threw */
  next(): Allocator;
}

/**
 * Allocators of a module that can be made fresh only by another evaluation of its file. Imports are
 * asynchronous and programs are not, so `prepare` makes ahead what `next` then hands out one by one.
 *
 * What an evaluation throws is thrown by `next`: it is the fault of the program that it was for.
 */
export function freshImports(path: string, locator: string): FreshImports {
  let turn = 0;
  let ready: (() => Allocator)[] = [];
  return {
    next() {
      const take = ready.pop();
      if (take === undefined) throw new SubjectError(`${locator}: no evaluation was prepared`);
      return take();
    },
    isWorn: () => turn >= WORN_AFTER,
    async prepare(programs, moved) {
      ready = [];
      for (let made = 0; made < programs; made++) {
        turn++;
        ready.push(await evaluate(path, turn, locator));
        moved();
      }
      ready.reverse();
    },
  };
}

async function evaluate(path: string, turn: number, locator: string): Promise<() => Allocator> {
  try {
    const exported = (await importModule(path, turn)).default;
    describeAllocator(exported, `${locator}: the default export`);
    return () => exported as Allocator;
  } catch (thrown) {
    const error = importError(path, locator, thrown);
    return () => {
      throw error;
    };
  }
}
