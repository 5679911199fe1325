import type { NativeCallShape } from '../../core/call-shape.js';
import { roleReset } from '../native-call.js';
import { regionKind } from '../region-kind.js';
import type { Reproduction } from '../reproduction.js';

/** How long the program may take before it counts as hanging, in seconds. */
const HANG_SECONDS = 10;

/** The end of a Rust program: what happens when the subject dies, and `main`. */
export function rustMain({ world }: Reproduction, shape: NativeCallShape): string {
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

${gives ? initText(shape) : ''}unsafe fn reset(heap: &mut Heap) {
    heap.intact();
    ${resetCall(shape, gives)}
    heap.blocks.iter_mut().for_each(|block| block.live = false);
}

fn main() {
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

function initText({ functions, convention, initRefuses }: NativeCallShape): string {
  const refusal =
    initRefuses === 'zero' || convention === 'handle'
      ? `if answer.is_null() {\n        wrong("init refuses its region");\n    }`
      : initRefuses === 'minusOne'
        ? `if answer as isize as i32 == -1 {\n        wrong("init refuses its region");\n    }`
        : '';
  return `unsafe fn init(heap: &mut Heap) {
    let answer = (heap.subject.${functions['init'] ?? ''})(heap.region.pool as *mut u8, REGION_BYTES);
    ${refusal}
    heap.subject.handle = answer;
}
`;
}

function resetCall(shape: NativeCallShape, gives: boolean): string {
  const own = roleReset(shape);
  if (own !== undefined) return `(heap.subject.${own})();`;
  return gives ? 'init(heap);' : '';
}
