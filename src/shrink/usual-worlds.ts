import type { Program } from '../core/program.js';
import { defaultWorld, type World } from '../core/world.js';

/** Powers of two, and a little more than one: a list or an alignment that ends just behind. */
const REGIONS = [1_024, 1_040, 96, 64];
/** Room for what a shorter program may need, where the witness's region was shrunk to its own needs. */
const ROOMY_BYTES = 1_024;

/**
 * Worlds in which a shorter program may fail, the witness's own first: that in which the fault was
 * found, and the usual ones. Shrinking fits the region to one program, and another that is shorter may
 * need a little more room, or a base that the found one did not have.
 */
export function usualWorlds(
  witness: World,
  found: World,
  mayAsk: (program: Program) => boolean,
): World[] {
  const fills = [witness.fill, defaultWorld.fill];
  const usual: World[] =
    witness.regionBytes === 0
      ? [witness.limitBytes, found.limitBytes, 0].map((limitBytes) => ({
          ...defaultWorld,
          hostRefusesFrom: witness.hostRefusesFrom,
          hostRefusesCalls: witness.hostRefusesCalls,
          limitBytes,
        }))
      : REGIONS.flatMap((regionBytes) =>
          fills.map((fill) => ({ ...defaultWorld, regionBytes, fill })),
        );
  const worlds = [
    witness,
    roomyWorld(witness, found, mayAsk),
    { ...found, observe: witness.observe },
    ...usual,
  ];
  const seen = new Set<string>();
  return worlds.filter((world) => {
    const key = JSON.stringify(world);
    if (seen.has(key)) return false;
    seen.add(key);
    return mayAsk({ world, words: new Int32Array(0) });
  });
}

/** The witness's world with a region in which a few small blocks have room, where it may have one. */
export function roomyWorld(
  witness: World,
  found: World,
  mayAsk: (program: Program) => boolean,
): World {
  if (witness.regionBytes === 0) return { ...witness, limitBytes: found.limitBytes };
  if (witness.regionBytes >= ROOMY_BYTES) return witness;
  const roomy = { ...witness, regionBytes: ROOMY_BYTES };
  const isLawful = mayAsk({ world: roomy, words: new Int32Array(0) });
  return isLawful ? roomy : { ...witness, regionBytes: found.regionBytes };
}

/** Bytes from an alignment boundary that most allocators notice. */
const SHIFTS = [16, 8, 1];

/**
 * The witness's world with its base elsewhere: where it was found, or a little behind a boundary;
 * undefined where the base has but one place. What two aligned blocks show from one base needs a
 * third one from another.
 */
export function shiftedWorld(
  witness: World,
  found: World,
  mayAsk: (program: Program) => boolean,
): World | undefined {
  return [found.baseOffset, ...SHIFTS]
    .filter((baseOffset) => baseOffset !== witness.baseOffset)
    .map((baseOffset) => ({ ...witness, baseOffset }))
    .find((world) => mayAsk({ world, words: new Int32Array(0) }));
}
