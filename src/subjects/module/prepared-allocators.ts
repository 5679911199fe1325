import { SubjectError } from '../../core/errors.js';
import type { LoadedTarget } from '../loaded-target.js';
import type { Allocator } from '../module-port.js';
import { thrownText } from '../thrown-text.js';
import { describeAllocator } from './describe-allocator.js';
import { importError, importModule } from './import-module.js';

/** Evaluations after which a thread is worn: some 100 MiB for a module of a few kilobytes. */
const WORN_EVALUATIONS = 2_000;
/** The same for what loads by itself: each memory of WebAssembly reserves 10 GiB of addresses. */
const WORN_LOADS = 1_000;

export interface PreparedAllocators extends Required<Pick<LoadedTarget, 'prepare' | 'isWorn'>> {
  /** Whether the next program has an allocator; else `prepare` makes one. */
  isReady(): boolean;
  /** The allocator for the next program. @throws what making it threw */
  next(): Allocator;
  /** Says that the latest one threw, so that it is not used again. */
  discard(): void;
}

/**
 * Allocators of a module that can be made fresh only by another evaluation of its file.
 *
 * What an evaluation throws is thrown by `next`: it is the fault of the program that it was for.
 */
export function importedAllocators(path: string, locator: string): PreparedAllocators {
  const evaluate = async (turn: number): Promise<unknown> => {
    try {
      return (await importModule(path, turn)).default;
    } catch (thrown) {
      throw importError(path, locator, thrown);
    }
  };
  return preparedAllocators(evaluate, WORN_EVALUATIONS, `${locator}: the default export`);
}

/** Allocators that a factory promises; `first` is what it has promised already. */
export function awaitedAllocators(
  make: () => unknown,
  first: Promise<unknown>,
  locator: string,
): PreparedAllocators {
  // Who is late to await it must not end the process.
  first.catch(() => undefined);
  const load = async (turn: number): Promise<unknown> => {
    try {
      return await (turn === 1 ? first : make());
    } catch (thrown) {
      throw new SubjectError(
        `${locator}: the default export is a function that should make an allocator, but it throws ` +
          thrownText(thrown),
        { cause: thrown },
      );
    }
  };
  return preparedAllocators(load, WORN_LOADS, `${locator}: what the factory makes`);
}

/** Allocators made ahead where most programs leave one that can be put back. */
const SPARES = 2;

/**
 * Making one is asynchronous and programs are not, so `prepare` makes ahead what `next` then hands out
 * one by one; one that can be put back is handed out again. `make` is told how many were made before
 * it, from 1.
 */
function preparedAllocators(
  make: (turn: number) => Promise<unknown>,
  wornAfter: number,
  what: string,
): PreparedAllocators {
  let turn = 0;
  let renews = true;
  let canRenew = false;
  const ready: (() => Allocator)[] = [];
  let following: (() => Allocator) | undefined;
  let latest: Allocator | undefined;
  const renewed = (): (() => Allocator) | undefined => {
    const used = latest;
    latest = undefined;
    return used !== undefined && renews && used.renew?.() === true ? () => used : undefined;
  };
  const isReady = (): boolean => (following ??= renewed() ?? ready.shift()) !== undefined;
  return {
    isReady,
    next() {
      const take = isReady() ? following : undefined;
      if (take === undefined) throw new SubjectError(`${what}: none was prepared`);
      following = undefined;
      latest = take();
      canRenew = latest.renew !== undefined;
      return latest;
    },
    discard() {
      latest = undefined;
    },
    isWorn: () => turn >= wornAfter,
    async prepare(programs, moved, settings) {
      renews = settings.evaluateEach !== true;
      if (!renews) following = undefined;
      const needed = renews && canRenew ? Math.min(SPARES, programs) : programs;
      while (ready.length < needed) {
        turn++;
        ready.push(await attempt(make, turn, what));
        moved();
      }
    },
  };
}

async function attempt(
  make: (turn: number) => Promise<unknown>,
  turn: number,
  what: string,
): Promise<() => Allocator> {
  try {
    const made = await make(turn);
    describeAllocator(made, what);
    return () => made as Allocator;
  } catch (thrown) {
    return () => {
      throw thrown;
    };
  }
}
