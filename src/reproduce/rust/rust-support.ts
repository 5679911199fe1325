import { movesEnd } from '../native-call.js';
import type { Reproduction } from '../reproduction.js';
import { writtenEnds } from '../written-ends.js';

/** The part of a Rust program that is the same for every violation: blocks, contents, checks. */
export function rustSupport(reproduction: Reproduction): string {
  const { whole, edge } = writtenEnds(reproduction.world);
  const { blocks, refusal, uniqueZeroSize, reallocInPlace, reallocToZeroFrees } = reproduction;
  return `/// What the subject answers where it grants nothing.
const REFUSED: *mut u8 = ${refusal === 'minusOne' ? 'usize::MAX as *mut u8' : 'std::ptr::null_mut()'};
const ZEROED: u32 = 1;
const UNFILLED: u32 = 2;

static STEP: AtomicUsize = AtomicUsize::new(0);
const REQUESTS: &[&str] = &[
    "init",
${requestTexts(reproduction)}
];
fn begin(step: usize) {
    STEP.store(step, Ordering::SeqCst);
}
fn request() -> String {
    let step = STEP.load(Ordering::SeqCst);
    format!("step {step}, {}", REQUESTS[step])
}
/// A wrong answer ends the program: no step after it would say anything.
fn wrong(what: &str) -> ! {
    eprintln!("{}: {what}", request());
    unsafe { _exit(1) }
}

#[derive(Clone, Copy)]
struct Block {
    name: &'static str,
    number: u32,
    generation: u32,
    start: *mut u8,
    size: usize,
    live: bool,
    filled: bool,
}
const fn block(name: &'static str, number: u32) -> Block {
    Block { name, number, generation: 0, start: std::ptr::null_mut(), size: 0, live: false, filled: false }
}
/// Blocks by the names of their allocations.
${blocks.map(({ name }, index) => `const ${name}: usize = ${index};`).join('\n')}

struct Heap {
    subject: Subject,
    region: Region,
    blocks: Vec<Block>,
}

/// Every byte depends on the block, its generation and its place, so that no copy goes unseen.
fn byte_at(block: &Block, offset: usize) -> u8 {
    let mut h = (block.number + 1).wrapping_mul(0x85ebca6b) ^ (block.generation + 1).wrapping_mul(0xc2b2ae35);
    h = (h ^ h >> 16).wrapping_mul(0x85ebca6b);
    h = (h ^ h >> 13).wrapping_mul(0xc2b2ae35);
    let word = (h ^ h >> 16).wrapping_add((offset as u32 / 4).wrapping_mul(0x9e3779b1));
    (word >> (offset % 4 * 8)) as u8
}
/// Of a long block only its ends are written, as when the violation was found.
fn written(length: usize) -> impl Iterator<Item = usize> {
    let edge = if length <= ${whole} { 0 } else { ${edge} };
    let (head, tail) = if edge == 0 { (length, length) } else { (edge, (length - edge) & !3) };
    (0..head).chain(tail..length)
}

impl Heap {
    fn holds_its_bytes(&self, block: &Block, was: usize, length: usize, promise: &str) {
        for i in written(was).filter(|i| block.filled && *i < length) {
            let (seen, must) = (unsafe { *block.start.add(i) }, byte_at(block, i));
            if seen != must {
                wrong(&format!("byte {i} of {} is {seen:#04x} and must be {must:#04x}: {promise}", block.name));
            }
        }
    }
    /// No byte of a live block changes but by its owner, and none around the region.
    fn intact(&self) {
        for block in self.blocks.iter().filter(|block| block.live) {
            self.holds_its_bytes(block, block.size, block.size, "nobody wrote to it");
        }
        self.region.outside_untouched();
    }
    fn lies_right(&self, block: &Block, align: usize) {
        let (start, end) = (block.start as usize, (block.start as usize).wrapping_add(block.size));
        let shown = format!("{} is [{start:#x}, +{})", block.name, block.size);
        if start % align != 0 {
            wrong(&format!("{} is at {start:#x}, no multiple of {align}", block.name));
        }
        let (low, high) = self.region.bounds(&self.subject);
        if block.size > 0 && (start < low || end > high || end < start) {
            wrong(&format!("{shown}, outside of the region [{low:#x}, {high:#x})"));
        }${
          reproduction.runs.some((run) => run.acts.some(movesEnd))
            ? `
        if block.size > 0 && self.region.gaps.iter().any(|gap| start < gap.end && end > gap.start) {
            wrong(&format!("{shown}, partly between two pieces of the region"));
        }`
            : ''
        }
        for other in self.blocks.iter().filter(|other| other.live && other.name != block.name) {
            let from = other.start as usize;
            ${
              uniqueZeroSize
                ? `// A block of size 0 has an address of its own.
            let touches = block.size == 0 || other.size == 0;
            let size = block.size + (touches && block.size == 0) as usize;
            let length = other.size + (touches && other.size == 0) as usize;`
                : 'let (size, length) = (block.size, other.size);'
            }
            if size > 0 && length > 0 && start < from + length && from < start + size {
                wrong(&format!("{shown} and overlaps {}, [{from:#x}, +{})", other.name, other.size));
            }
        }
    }
    /// The block takes what was answered, and is written; a refusal changes nothing.
    fn take(&mut self, index: usize, block: Block, align: usize, flags: u32) {
        self.lies_right(&block, align);
        let filled = block.size > 0 && flags & UNFILLED == 0;
        for i in (0..block.size).filter(|_| filled && flags & ZEROED != 0) {
            let seen = unsafe { *block.start.add(i) };
            if seen != 0 {
                wrong(&format!("byte {i} of {} is {seen:#04x} and not zero", block.name));
            }
        }
        let old = self.blocks[index];
        if old.live {
            let moved = Block { filled: old.filled, generation: old.generation, ..block };
            self.holds_its_bytes(&moved, old.size, old.size.min(block.size), "realloc keeps it");
        }
        for i in written(block.size).filter(|_| filled) {
            unsafe { *block.start.add(i) = byte_at(&block, i) };
        }
        self.blocks[index] = Block { live: true, filled, ..block };
    }
    fn grant(&mut self, index: usize, answer: *mut u8, size: usize, align: usize, flags: u32) {
        if answer != REFUSED {
            let block = Block { start: answer, size, generation: 0, ..self.blocks[index] };
            self.take(index, block, align, flags);
        }
        self.intact();
    }
    /// The same for a realloc, which keeps the shorter of both lengths.
    fn regrant(&mut self, index: usize, answer: *mut u8, size: usize, align: usize, flags: u32) {
        let old = self.blocks[index];
        if answer != REFUSED {${
          reallocInPlace
            ? `
            if answer != old.start {
                wrong(&format!("{} has moved from {:p} to {answer:p}", old.name, old.start));
            }`
            : ''
        }
            let block = Block { start: answer, size, generation: old.generation + 1, ..old };
            self.take(index, block, align, flags);
        }${reallocToZeroFrees ? ' else if size == 0 {\n            self.blocks[index].live = false;\n        }' : ''}
        self.intact();
    }
    /// The block that is about to be freed.
    fn released(&mut self, index: usize) -> Block {
        self.blocks[index].live = false;
        self.blocks[index]
    }
    fn usable(&self, index: usize, length: usize) {
        let block = &self.blocks[index];
        if length < block.size {
            wrong(&format!("{length} bytes of {} are usable, fewer than the {} asked for", block.name, block.size));
        }${
          reproduction.usableWritable
            ? `
        // All of it may be written.
        if block.size > 0 {
            self.lies_right(&Block { size: length, ..*block }, 1);
        }`
            : ''
        }
    }
    fn granted_at(&self, answer: *mut u8, offset: usize) -> *mut u8 {
        let at = (answer as usize).wrapping_sub(self.region.bounds(&self.subject).0);
        if answer != REFUSED && at != offset {
            wrong(&format!("granted at offset {at}, but must be at {offset}"));
        }
        answer
    }
}
fn granted(answer: *mut u8, because: &str) -> *mut u8 {
    if answer == REFUSED {
        wrong(&format!("refused, but must be granted: {because}"));
    }
    answer
}
fn refused(answer: *mut u8, because: &str) {
    if answer != REFUSED {
        wrong(&format!("granted at {answer:p}, but must be refused: {because}"));
    }
}
/// A refusal says why: by this error, or by any where there is no name.
fn tells_error(answer: *mut u8, error: c_int, name: &str, must: c_int) {
    if answer == REFUSED && (error == 0 || must != 0 && error != must) {
        let must = if name.is_empty() { "an error" } else { name };
        wrong(&format!("refused with the error {error}, but it must be {must}"));
    }
}

fn new_blocks() -> Vec<Block> {
    vec![${blocks.map(({ name, number }) => `block("${name}", ${number})`).join(', ')}]
}
`;
}

/** By step, which is their index. */
function requestTexts({ runs }: Reproduction): string {
  const texts = new Map(runs.flatMap((run) => run.acts).map(({ step, text }) => [step, text]));
  const last = Math.max(0, ...texts.keys());
  return Array.from(
    { length: last },
    (_, index) => `    ${JSON.stringify(texts.get(index + 1) ?? '')},`,
  ).join('\n');
}
