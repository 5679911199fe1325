import type { World } from '../core/world.js';

/** What of a world says which calls its host refuses, by their number and by a limit. */
type RefusedCalls = Partial<Pick<World, 'limitBytes' | 'hostRefusesFrom' | 'hostRefusesCalls'>>;

/**
 * Simpler ways in which the host refuses memory: none, an earlier call, all that follow, fewer calls. In
 * place of a limit the first calls: that the first is refused says more than how much is given in all.
 */
export function* fewerRefusedCalls(world: World): Generator<RefusedCalls> {
  const { limitBytes, hostRefusesFrom, hostRefusesCalls } = world;
  if (limitBytes > 0) {
    for (const from of [0, 1, 2])
      yield { limitBytes: 0, hostRefusesFrom: from, hostRefusesCalls: 0 };
  }
  if (hostRefusesFrom === 0) return;
  yield { hostRefusesFrom: 0, hostRefusesCalls: 0 };
  yield { hostRefusesCalls: 0 };
  for (let from = 1; from < Math.min(hostRefusesFrom, MOST_TRIED); from++)
    yield { hostRefusesFrom: from };
  for (let calls = 1; calls < Math.min(hostRefusesCalls, MOST_TRIED); calls++)
    yield { hostRefusesCalls: calls };
}

/** Calls whose numbers are tried one by one; worlds have hardly later ones. */
const MOST_TRIED = 32;
