import type { NativeCallShape } from '../../core/call-shape.js';
import { movesEnd, roleReset, takesHandle } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';
import type { RustCallee } from './rust-callee.js';

/** How long the program may take before it counts as hanging, in seconds. */
const HANG_SECONDS = 10;

/** The end of a Rust program: what happens when the subject dies, and `main`. */
export function rustMain(
  { world, runs }: Reproduction,
  shape: NativeCallShape,
  callee: RustCallee,
): string {
  const acts = runs.flatMap((run) => run.acts);
  const isReset = world.resets > 0 || acts.some(({ kind }) => kind === 'reset');
  const gives = regionKind(shape) === 'pool';
  const resets = '        reset(&mut heap);\n'.repeat(world.resets);
  return `static MAY_DIE: AtomicUsize = AtomicUsize::new(0);

/// A subject that dies or does not come back breaks its promise at this very step.
extern "C" fn died(number: c_int) {
    if MAY_DIE.load(Ordering::SeqCst) == 0 {
        let how = if number == 14 { "does not come back".to_string() } else { format!("signal {number}") };
        eprintln!("{}: {how}", request());
    }
    unsafe { _exit((MAY_DIE.load(Ordering::SeqCst) == 0) as c_int) }
}
extern "C" fn ended() {
    eprintln!("{}: the process was ended", request());
    unsafe { _exit(1) }
}
fn watch_for_death() {
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGALRM.
    for number in [4, 5, 6, 7, 8, 11, 14] {
        unsafe { signal(number, died as *const () as usize) };
    }
    unsafe { atexit(ended) };
    unsafe { alarm(${HANG_SECONDS}) };
}

${gives ? initText(shape, callee) : ''}${isReset ? resetText(shape, callee, acts.some(movesEnd)) : ''}fn main() {
    unsafe {
        let mut heap = Heap { subject: Subject::open(), region: Region::new(), blocks: new_blocks() };
        watch_for_death();
${gives ? '        init(&mut heap);\n' : ''}        heap.intact();
${resets}        run(&mut heap);
        eprintln!("the violation does not show");
        _exit(0)
    }
}
`;
}

function initText(
  { functions, convention, initRefuses }: NativeCallShape,
  callee: RustCallee,
): string {
  const call = `${callee.of(functions['init'] ?? '', 'heap.subject')}(heap.region.pool as *mut u8, heap.region.bytes)`;
  if (convention === 'handle') {
    return `unsafe fn init(heap: &mut Heap) {
    let answer = ${call};
    if answer.is_null() {
        wrong("init refuses its region");
    }
    heap.subject.handle = answer;
}
`;
  }
  const refuses = initRefuses === 'zero' ? '== 0' : '== -1';
  const checked = `if ${call} ${refuses} {\n        wrong("init refuses its region");\n    }`;
  return `unsafe fn init(heap: &mut Heap) {
    ${initRefuses === 'never' ? `${call};` : checked}
}
`;
}

const resetText = (shape: NativeCallShape, callee: RustCallee, grows: boolean): string =>
  `unsafe fn reset(heap: &mut Heap) {
    heap.intact();
    ${resetCall(shape, callee, grows)}
    heap.blocks.iter_mut().for_each(|block| block.live = false);
}

`;

function resetCall(shape: NativeCallShape, callee: RustCallee, grows: boolean): string {
  const own = roleReset(shape);
  if (own !== undefined) {
    const self = takesHandle(shape, 'reset') ? 'heap.subject.handle' : '';
    return `${callee.of(own, 'heap.subject')}(${self});`;
  }
  if (regionKind(shape) === 'own') return '';
  // Without a reset of its own a subject is given its pool anew, up to the first gap.
  const first = `if let Some(gap) = heap.region.gaps.first().cloned() {
        heap.region.bytes = gap.start - heap.region.pool;
        heap.region.gaps.clear();
        heap.region.watch(gap.start..gap.start + WATCHED_BYTES);
    }
    `;
  return `${grows ? first : ''}init(heap);`;
}
