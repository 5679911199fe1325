//! The far side of allocert-wire/1 (docs/protocol.md) for allocators with the shape of `GlobalAlloc`.
//! Needs only `core`, and the files beside it: give it a `Link` that moves bytes, a pool and a `Subject`, and call `serve`.

use crate::contents::{expected, set_byte};
use crate::numbers::*;
use core::alloc::Layout;
use core::ops::Range;

/// Moves bytes. `read` fills the whole slice and does not return when the input has ended.
pub trait Link {
    fn read(&mut self, to: &mut [u8]);
    fn write(&mut self, from: &[u8]);
    fn flush(&mut self);
}

/// The allocator. Null is its refusal.
pub trait Subject {
    const NAME: &'static str;
    /// Makes everything fresh over a region; false refuses.
    fn begin(&mut self, base: *mut u8, bytes: usize) -> bool;
    fn alloc(&mut self, layout: Layout) -> *mut u8;
    fn alloc_zeroed(&mut self, layout: Layout) -> *mut u8;
    fn realloc(&mut self, at: *mut u8, old: Layout, size: usize) -> *mut u8;
    fn dealloc(&mut self, at: *mut u8, layout: Layout);
}

pub(crate) const SLOTS: usize = 4096;
const MODULUS: usize = 4096;

#[derive(Clone, Copy)]
pub(crate) struct Slot {
    pub at: usize,
    pub size: usize,
    pub align: usize,
    /// Bytes that hold the pattern; 0 where nothing was written.
    pub written: usize,
    pub allocation: u32,
    pub generation: u32,
    pub live: bool,
}
const EMPTY: Slot = Slot { at: 0, size: 0, align: 1, written: 0, allocation: 0, generation: 0, live: false };

pub(crate) struct FarSide<L, S> {
    pub link: L,
    pub subject: S,
    pub pool: Range<usize>,
    pub region: Range<usize>,
    pub slots: [Slot; SLOTS],
    pub left: u32,
    pub steps: u32,
    pub checks: [u32; 5],
    pub fill_cap: u64,
    pub observe: u8,
    pub stopped: bool,
    pub refused: bool,
}

/// Says hello and answers for ever. The region lies within `pool`, which nobody else may use.
pub fn serve<L: Link, S: Subject>(link: L, subject: S, pool: *mut u8, pool_bytes: usize) -> ! {
    let pool = pool as usize..pool as usize + pool_bytes;
    let mut side = FarSide {
        link, subject, pool, region: 0..0, slots: [EMPTY; SLOTS], left: 0, steps: 0, checks: [0; 5],
        fill_cap: 0, observe: 0, stopped: false, refused: false,
    };
    side.hello();
    loop {
        side.link.flush();
        side.left = 5;
        let length = side.get(4) as u32;
        side.left = length + 1;
        match side.get(1) as u8 {
            FRAME_BEGIN => side.begin(),
            FRAME_OPERATIONS => side.operations(),
            _ => {
                side.frame(FRAME_DONE, 16);
                for check in [ASPECT_CONTENT, ASPECT_ZEROED, ASPECT_REALLOC_KEPT, ASPECT_OUTSIDE] {
                    side.put(u64::from(side.checks[usize::from(check)]), 4);
                }
            }
        }
    }
}

impl<L: Link, S: Subject> FarSide<L, S> {
    fn hello(&mut self) {
        self.frame(FRAME_HELLO, 48 + S::NAME.len());
        self.link.write(b"allocert\x01\0");
        self.put(u64::from(usize::BITS), 1);
        let abilities =
            ABILITY_CONTENTS | ABILITY_GIVEN_REGION | ABILITY_STARTS_AGAIN | ABILITY_LAYOUTS;
        self.put(u64::from(abilities), 1);
        let kinds = [KIND_ALLOC, KIND_ALLOC_ZEROED, KIND_REALLOC, KIND_DEALLOC, KIND_RESET];
        self.put(kinds.iter().fold(0, |bits, kind| bits | 1 << kind), 4);
        self.put(0, 4);
        self.put(SLOTS as u64, 4);
        self.put(0xffff_ffff, 4);
        self.put(self.pool.start as u64, 8);
        self.put((self.pool.start + self.most_bytes()) as u64, 8);
        self.put(MODULUS as u64, 4);
        self.link.write(S::NAME.as_bytes());
    }
    fn most_bytes(&self) -> usize {
        self.pool.len() - 2 * (WATCHED_BYTES + MODULUS)
    }

    fn begin(&mut self) {
        let (bytes, offset, fill) = (self.get(4) as usize, self.get(4) as usize, self.get(1));
        let mut noise = (self.get(4) as u32).wrapping_mul(2) + 1;
        self.get(8);
        self.fill_cap = self.get(8);
        self.observe = self.get(1) as u8;
        self.get(1);
        self.steps = 0;
        self.checks = [0; 5];
        (self.stopped, self.refused) = (false, false);
        let base = (self.pool.start + WATCHED_BYTES).next_multiple_of(MODULUS) + offset % MODULUS;
        self.region = base..base + bytes.min(self.most_bytes());
        for at in self.region.clone() {
            noise ^= noise << 13;
            noise ^= noise >> 17;
            noise ^= noise << 5;
            set_byte(at, [0, noise as u8, 0xff][fill as usize % 3]);
        }
        for offset in 0..WATCHED_BYTES {
            set_byte(base - WATCHED_BYTES + offset, expected(ASPECT_OUTSIDE, 0, offset));
            set_byte(self.region.end + offset, expected(ASPECT_OUTSIDE, 0, offset));
        }
        self.call();
        let accepted = self.start_over();
        self.frame(FRAME_REGION, 32);
        for value in [base as u64, self.region.end as u64, u64::MAX, 0] {
            self.put(value, 8);
        }
        self.answer(if accepted { OUTCOME_DONE } else { OUTCOME_REFUSED }, 0, 0);
        self.stopped = !accepted;
        self.check_outside();
    }
    fn start_over(&mut self) -> bool {
        let accepted = self.subject.begin(self.region.start as *mut u8, self.region.len());
        if accepted {
            self.slots = [EMPTY; SLOTS];
        }
        accepted
    }

    fn operations(&mut self) {
        while self.left > 0 {
            let (kind, flags, log2) = (self.get(1) as u8, self.get(1), self.get(1) as u32);
            let (slot, size, second) =
                (self.number() as usize, self.number() as usize, self.number() as usize);
            if self.stopped {
                continue;
            }
            let of_null = flags >> 4 != 0;
            if (kind == KIND_DEALLOC || kind == KIND_REALLOC && !of_null) && !self.slots[slot].live {
                self.frame(FRAME_SKIPPED, 0);
            } else if kind == KIND_READ_BACK {
                if size == 0 || self.refused {
                    self.read_back();
                }
            } else {
                let mut made = 0;
                while self.operate(kind, slot + made, size, 1 << log2) && kind == KIND_FILL {
                    made += 1;
                    if made >= second {
                        break;
                    }
                }
            }
            if self.observe == OBSERVE_EACH && !self.stopped {
                self.read_back();
            }
        }
    }

    /// One call, with what is read before and written behind it; whether it granted.
    fn operate(&mut self, kind: u8, slot: usize, size: usize, align: usize) -> bool {
        let old = self.slots[slot];
        let moves = kind == KIND_REALLOC;
        let align = if moves { old.align } else { align };
        if moves || kind == KIND_DEALLOC {
            self.check(old, old.at, old.written, ASPECT_CONTENT);
        }
        if self.stopped {
            return false;
        }
        let held = unsafe { Layout::from_size_align_unchecked(old.size, old.align) };
        self.call();
        let at = match (kind, Layout::from_size_align(size, align)) {
            (KIND_DEALLOC, _) => {
                self.subject.dealloc(old.at as *mut u8, held);
                self.slots[slot].live = false;
                self.answer(OUTCOME_DONE, 0, 0);
                return false;
            }
            (KIND_RESET, _) => {
                let accepted = self.start_over();
                self.answer(if accepted { OUTCOME_DONE } else { OUTCOME_REFUSED }, 0, 0);
                return false;
            }
            (KIND_REALLOC, _) => self.subject.realloc(old.at as *mut u8, held, size) as usize,
            (KIND_ALLOC_ZEROED, Ok(layout)) => self.subject.alloc_zeroed(layout) as usize,
            (_, Ok(layout)) => self.subject.alloc(layout) as usize,
            // What no Layout can hold is refused before any allocator hears of it.
            _ => 0,
        };
        if at == 0 {
            self.answer(OUTCOME_REFUSED, 0, 0);
            if moves {
                self.check(old, old.at, old.written, ASPECT_CONTENT);
            }
            return false;
        }
        let (allocation, generation) =
            if moves { (old.allocation, old.generation + 1) } else { (self.steps - 1, 0) };
        self.slots[slot].live = false;
        let new = Slot { at, size, align, written: 0, allocation, generation, live: true };
        let untouched = self.distrust(new);
        self.slots[slot] = new;
        self.answer(OUTCOME_GRANTED, untouched, at as u64);
        if untouched == 0 && moves {
            self.check(old, at, old.written.min(size), ASPECT_REALLOC_KEPT);
        }
        if untouched == 0 && kind == KIND_ALLOC_ZEROED {
            self.compare(at, size, 0, ASPECT_ZEROED, 0, allocation, 0);
        }
        if untouched == 0 && !self.stopped {
            self.fill(slot);
        }
        !self.stopped
    }

    /// Why nothing may be written to a grant; 0 where it may.
    fn distrust(&self, new: Slot) -> u8 {
        let Some(end) = new.at.checked_add(new.size) else { return UNTOUCHED_OUT_OF_EXTENTS };
        if new.size == 0 {
            return UNTOUCHED_NO;
        }
        if new.at < self.region.start || end > self.region.end {
            return UNTOUCHED_OUT_OF_EXTENTS;
        }
        let overlaps = |s: &Slot| s.live && s.size > 0 && new.at < s.at + s.size && s.at < end;
        if self.slots.iter().any(overlaps) {
            return UNTOUCHED_OVERLAPS_LIVE;
        }
        if new.size as u64 > self.fill_cap { UNTOUCHED_ABOVE_FILL_CAP } else { UNTOUCHED_NO }
    }
}
