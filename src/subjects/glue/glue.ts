import type { Allocator } from '../module-port.js';
import { captureInstance, type CapturedInstance } from './capture-instance.js';

/** Loads the glue and answers what it makes, or the promise of it. Called anew for each program. */
export type LoadGlue = () => unknown;

/** An allocator with the contract that its convention speaks of. */
export interface GlueAllocator extends Allocator {
  /** Name of a preset. A module's own `export const contract` stands above it. */
  readonly contract: string;
}

/** A default export: makes a fresh allocator for each program. */
export interface GlueFactory {
  (): Promise<Allocator>;
  readonly contract: string;
}

/** What was found behind some glue. */
export interface Glue {
  /** What the loader answered: the Module of emscripten, the exports of wasm-bindgen. */
  readonly made: unknown;
  /** The instance that was made meanwhile; undefined where somebody else had made it before. */
  readonly instance: CapturedInstance | undefined;
}

/** How an allocator is made of glue. @throws TypeError saying what is missing */
export type BindGlue = (glue: Glue) => Allocator;

/**
 * What a module exports by default for a loader, or for what a loader has answered already. Such an
 * object is made fresh by another evaluation of the module's own file.
 */
export function glueExport(
  source: LoadGlue | object,
  contract: string,
  bind: BindGlue,
): GlueFactory | GlueAllocator {
  if (typeof source !== 'function') {
    // Getters must stay getters: a memory that grows has another buffer.
    const allocator = bind({ made: source, instance: undefined });
    return Object.defineProperty(allocator, 'contract', { value: contract }) as GlueAllocator;
  }
  const load = source as LoadGlue;
  let known: unknown;
  return Object.assign(
    async () => {
      const glue = await captureInstance(load);
      const isOld = typeof glue.made === 'object' && glue.made !== null && glue.made === known;
      if (isOld && glue.instance === undefined) throw new TypeError(KEPT);
      known = glue.made;
      return bind(glue);
    },
    { contract },
  );
}

const KEPT =
  'the glue keeps the instance that it made first, so that no program starts on a fresh one. Have it ' +
  'evaluated anew each time: `const glue = await anew("its-package", import.meta.url)` in the loader';
