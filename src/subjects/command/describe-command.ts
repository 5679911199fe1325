import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { EntryPointName } from '../../core/entry-point.js';
import type { SubjectDescription } from '../../core/subject-description.js';
import { UNBOUNDED_WINDOW, type Hello } from './hello.js';
import { Ability } from './wire.js';

/** What a command subject says of itself, by the hello of its far side. */
export function describeCommand(
  command: string,
  locator: string,
  hello: Hello,
): SubjectDescription {
  const can = (ability: number): boolean => (hello.abilities & ability) !== 0;
  const layouts = can(Ability.layouts);
  const regionBytes = Number(hello.regionEnd - hello.regionBase);
  return {
    name: hello.name === '' ? 'command' : hello.name,
    kind: 'command',
    locator,
    digest: digestOf(command),
    symbols: [],
    abi: 'allocert-wire/1',
    sizeBits: hello.sizeBits,
    kinds: hello.kinds,
    entryPoints: hello.entryPoints,
    takesAlignment: layouts || hello.entryPoints.some((entry) => takesAlignment.has(entry)),
    hasMemory: can(Ability.contents),
    regionIsGiven: can(Ability.givenRegion),
    growable: can(Ability.grows),
    footprintMeasured: can(Ability.footprint),
    contentsComparedBy: 'farSide',
    ...(can(Ability.grows) && !can(Ability.givenRegion) ? { cannotLimit: CANNOT_LIMIT } : {}),
    wire: {
      slots: hello.slots,
      windowBytes: hello.windowBytes === UNBOUNDED_WINDOW ? undefined : hello.windowBytes,
    },
    ...(regionBytes > 0 ? { regionBytes } : {}),
    ...(can(Ability.givenRegion) ? { baseModulus: hello.baseModulus } : {}),
    suggestedContract: layouts
      ? { preset: 'rust-global-alloc', because: 'its hello says that it takes layouts' }
      : hello.entryPoints.includes('posix_memalign')
        ? { preset: 'posix', because: 'its hello has posix_memalign' }
        : { preset: 'c17', because: 'its hello has the requests of malloc and free' },
  };
}

const CANNOT_LIMIT = 'the region may grow and nothing here can limit it';

const takesAlignment: ReadonlySet<EntryPointName> = new Set([
  'aligned_alloc',
  'posix_memalign',
  'memalign',
]);

const MOST_DIGESTED_BYTES = 256 * 2 ** 20;

/**
 * SHA-256 over the command line and every file that it names: the firmware is in one of them. What
 * the system's own programs are is left out; they are found by their names.
 */
function digestOf(command: string): string {
  const hash = createHash('sha256').update(command);
  for (const word of command.split(/[\s"'=,]+/)) {
    if (word === '') continue;
    const found = statSync(word, { throwIfNoEntry: false });
    if (found?.isFile() === true && found.size <= MOST_DIGESTED_BYTES) {
      hash.update('\0').update(readFileSync(word));
    }
  }
  return hash.digest('hex');
}
