import type { Allocator } from '../module-port.js';
import type { Target } from '../target.js';
import type { GivenRegion } from './given-region.js';
import { describeAllocator } from './describe-allocator.js';
import { ModuleInstance, refusingNumber } from './module-instance.js';
import type { PreparedAllocators } from './prepared-allocators.js';

/** How a module makes a fresh allocator for each program. */
export type AllocatorSource =
  /** One object whose `reset` makes its region fresh; `next` where each program gets its own. */
  | { readonly kind: 'reset'; readonly allocator: Allocator; readonly next: () => Allocator }
  /** A function that is given a region. */
  | {
      readonly kind: 'pool';
      readonly make: (...pool: readonly unknown[]) => unknown;
      readonly region: GivenRegion;
      /** Whether its allocators bring a memory of their own, of that length, or none; absent: no. */
      readonly lengthOnly?: boolean;
    }
  /** A function without parameters: the allocator brings its own region. */
  | { readonly kind: 'made'; readonly make: () => unknown }
  /** Allocators that were made ahead, one for each program. */
  | {
      readonly kind: 'prepared';
      readonly allocators: Pick<PreparedAllocators, 'isReady' | 'next' | 'discard'>;
    };

/** A module as something that runs in this thread. What its functions throw is left to the caller. */
export function moduleTarget(source: AllocatorSource): Target {
  return {
    ...(source.kind === 'prepared' ? preparedBy(source.allocators) : {}),
    open(world, settings) {
      const refusing = refusingNumber[settings.refusal];
      switch (source.kind) {
        case 'reset': {
          const allocator = settings.evaluateEach === true ? source.next() : source.allocator;
          allocator.reset?.();
          return new ModuleInstance(allocator, undefined, refusing);
        }
        case 'prepared':
          return new ModuleInstance(source.allocators.next(), undefined, refusing);
        case 'made':
          return wrap(source.make(), undefined, refusing);
        case 'pool': {
          const { region } = source;
          if (source.lengthOnly === true) {
            const { regionBytes: bytes } = world;
            const made = source.make({ memory: region.memory.buffer, base: region.base, bytes });
            return wrap(made, undefined, refusing, bytes);
          }
          region.open(world, settings.reserveBytes ?? 0);
          const pool = {
            memory: region.memory.buffer,
            base: region.base,
            bytes: world.regionBytes,
          };
          return wrap(source.make(pool), region, refusing);
        }
      }
    },
  };
}

/** What threw is left in a state that nobody can vouch for. */
function preparedBy(
  allocators: Pick<PreparedAllocators, 'isReady' | 'discard'>,
): Pick<Target, 'isReady' | 'classify'> {
  return {
    isReady: () => allocators.isReady(),
    classify() {
      allocators.discard();
      return undefined;
    },
  };
}

function wrap(
  made: unknown,
  region: GivenRegion | undefined,
  refusing: number,
  bytes?: number,
): ModuleInstance | 'refused' {
  if (made === null || made === undefined) return 'refused';
  if (typeof (made as Partial<Allocator>).alloc !== 'function')
    describeAllocator(made, 'what the factory made');
  return new ModuleInstance(made as Allocator, region, refusing, bytes);
}
