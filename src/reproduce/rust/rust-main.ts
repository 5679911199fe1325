import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd, roleReset, takesHandle } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import { usedParts, type PartByFunction } from '../used-parts.js';
import type { RustCallee } from './rust-callee.js';
import { rustRuns } from './rust-runs.js';

/** The support files of src/reproduce/rust/support by what the requests call of theirs. */
const parts: PartByFunction = {
  'Subject::open': 'subject',
  begin: 'request',
  watch_for_death: 'watch_for_death',
  may_die: 'watch_for_death',
  init: 'init',
  intact: 'intact',
  grant: 'grant',
  regrant: 'regrant',
  released: 'released',
  usable: 'usable',
  granted: 'granted',
  refused: 'refused',
  granted_at: 'granted_at',
  tells_error: 'tells_error',
  must_be_rejected: 'must_be_rejected',
  forget: 'forget',
  new_blocks: 'blocks',
  leave: 'system',
};

/** The requests of a crate's program, which go to its static. */
const crateParts: PartByFunction = {
  ...{ alloc: 'global_alloc', alloc_zeroed: 'global_alloc' },
  ...{ realloc: 'global_alloc', dealloc: 'global_alloc' },
};

/** The requests and `main`, with the support files that they need. */
export function rustMain(
  reproduction: Reproduction,
  shape: NativeCallShape,
  callee: RustCallee,
): string {
  const { world, runs } = reproduction;
  const acts = runs.flatMap((run) => run.acts);
  const isReset = world.resets > 0 || acts.some(({ kind }) => kind === 'reset');
  const lines = [
    'let subject = Subject::open();',
    'let mut heap = Heap { subject, region: Region::new(), blocks: new_blocks() };',
    'let heap = &mut heap;',
    'watch_for_death();',
    ...(regionKind(shape) === 'pool' ? ['init(heap);'] : []),
    'intact(heap);',
    ...Array.from({ length: world.resets }, () => 'reset(heap);'),
    'run(heap);',
    'eprintln!("the violation does not show");',
    'leave(0)',
  ];
  const text = [
    ...(isReset ? [resetText(shape, callee, acts.some(movesEnd))] : []),
    rustRuns(reproduction, shape, callee),
    'fn main() {',
    '    unsafe {',
    ...lines.map((line) => `        ${line}`),
    '    }',
    '}',
  ].join('\n');
  const needed = usedParts(callee.inCrate ? { ...parts, ...crateParts } : parts, text);
  return [...needed.map((part) => `use crate::${part}::*;`), text].join('\n');
}

export const rustBlocks = ({ blocks }: Reproduction): string =>
  [
    'use crate::block::{block, Block};',
    '/// Blocks by the names of their allocations.',
    ...blocks.map(({ name }, index) => `const ${name}: usize = ${index};`),
    'fn new_blocks() -> Vec<Block> {',
    `    vec![${blocks.map(({ name, number }) => `block("${name}", ${number})`).join(', ')}]`,
    '}',
  ].join('\n');

/** What is asked, by step. */
export function rustRequests({ runs }: Reproduction): string {
  const texts = new Map(runs.flatMap((run) => run.acts).map(({ step, text }) => [step, text]));
  const last = Math.max(0, ...texts.keys());
  return [
    '/// By step, which is their index.',
    'const REQUESTS: &[&str] = &[',
    '    "init",',
    ...Array.from(
      { length: last },
      (_, index) => `    ${JSON.stringify(texts.get(index + 1) ?? '')},`,
    ),
    '];',
  ].join('\n');
}

const resetText = (shape: NativeCallShape, callee: RustCallee, grows: boolean): string =>
  [
    'unsafe fn reset(heap: &mut Heap) {',
    '    intact(heap);',
    ...resetCall(shape, callee, grows).map((line) => `    ${line}`),
    '    forget(heap);',
    '}\n',
  ].join('\n');

/** Without a reset of its own a subject is given its pool anew. */
function resetCall(shape: NativeCallShape, callee: RustCallee, grows: boolean): string[] {
  const own = roleReset(shape);
  if (own !== undefined) {
    const self = takesHandle(shape, 'reset') ? 'heap.subject.handle' : '';
    return [`${callee.of(own, 'heap.subject')}(${self});`];
  }
  if (regionKind(shape) === 'own') return [];
  return [...(grows ? ['heap.region.first_piece();'] : []), 'init(heap);'];
}
