import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import { usedParts, type PartByFunction } from '../used-parts.js';
import { cRuns } from './c-runs.js';

/** The support files of src/reproduce/c/support by what the requests call of theirs. */
const parts: PartByFunction = {
  open_library: 'library',
  limit_memory: 'limit-memory',
  watch_for_death: 'watch-for-death',
  make_region: 'region',
  init: 'init',
  intact: 'intact',
  begin: 'begin',
  begin_with: 'begin',
  grant: 'grant',
  regrant: 'regrant',
  released: 'released',
  usable: 'usable',
  granted: 'granted',
  refused: 'refused',
  granted_at: 'granted-at',
  sets_errno: 'tells-error',
  answers_error: 'tells-error',
  must_die: 'must-die',
  must_be_rejected: 'must-be-rejected',
  region_base: 'region-base',
  share_the_kept: 'kept',
  in_a_process: 'in-a-process',
  reset: 'reset',
};

/** The requests and `main`, with the support files that they need. */
export function cMain(reproduction: Reproduction, shape: NativeCallShape): string {
  const kind = regionKind(shape);
  const text = [
    beginRun(reproduction, shape),
    cRuns(reproduction, shape),
    `int main(void) {\n${mainLines(reproduction).join('\n')}\n}`,
  ].join('\n');
  const footprint: PartByFunction = {
    footprint_within: `${kind === 'own' ? 'own' : 'pool'}-footprint`,
  };
  const needed = ['subject', 'wrong', ...usedParts({ ...parts, ...footprint }, text)];
  return [...needed.map((part) => `#include "${part}.h"`), text].join('\n');
}

/** What a region is made of. */
export function cRegion({ runs }: Reproduction, shape: NativeCallShape): string {
  const grows = runs.some((run) => run.acts.some(movesEnd));
  const names = {
    own: 'own-memory',
    lab: 'lab-heap',
    pool: grows ? 'growing-pool' : 'given-pool',
  };
  return `#include "${names[regionKind(shape)]}.h"\n`;
}

export function cBlocks({ blocks }: Reproduction): string {
  const names = ['NULL', ...blocks.map(({ name }) => `&${name}`)].join(', ');
  return [
    '#include "block.h"',
    '/* Blocks by the names of their allocations. */',
    ...blocks.map(
      ({ name, number }) =>
        `static struct block ${name} = { .name = "${name}", .number = ${number} };`,
    ),
    `static struct block *const blocks[] = { ${names} };`,
    'enum { BLOCKS = sizeof blocks / sizeof blocks[0] };',
  ].join('\n');
}

function beginRun({ limitBytes, world }: Reproduction, shape: NativeCallShape): string {
  const isOwn = regionKind(shape) === 'own';
  const lines = [
    'open_library();',
    ...(isOwn && limitBytes > 0 ? ['limit_memory();'] : []),
    'watch_for_death();',
    ...(isOwn ? [] : ['make_region(place);', 'init();', 'intact();']),
    ...Array.from({ length: world.resets }, () => 'reset();'),
  ];
  const head = isOwn
    ? 'static void begin_run(void) {'
    : '/* `place` is where the region lay when the violation was found; any other may do. */\n' +
      'static void begin_run(uintptr_t place) {';
  return [head, ...lines.map((line) => `  ${line}`), '}\n'].join('\n');
}

function mainLines({ runs }: Reproduction): string[] {
  const end = ['  fprintf(stderr, "the violation does not show\\n");', '  _exit(0);'];
  if (runs.length === 1) return ['  run_1();', ...end];
  const compares = runs.some(({ acts }) => acts.some(({ expected }) => expected.kind === 'kept'));
  const calls = runs.map(
    ({ isPremise }, index) =>
      `  if (!in_a_process(run_${index + 1}, ${isPremise ? 1 : 0})) _exit(0);`,
  );
  return [...(compares ? ['  share_the_kept();'] : []), ...calls, ...end];
}
