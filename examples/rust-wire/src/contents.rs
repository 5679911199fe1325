//! Contents of blocks: written where they are granted, read back and compared with what was written.

use crate::numbers::*;
use crate::wire::{FarSide, Link, SLOTS, Slot, Subject};

fn pattern(allocation: u32, generation: u32) -> u32 {
    let h = allocation.wrapping_add(1).wrapping_mul(PATTERN_ALLOCATION)
        ^ generation.wrapping_add(1).wrapping_mul(PATTERN_GENERATION);
    let h = (h ^ h >> 16).wrapping_mul(PATTERN_ALLOCATION);
    let h = (h ^ h >> 13).wrapping_mul(PATTERN_GENERATION);
    h ^ h >> 16
}

pub fn expected(aspect: u8, pattern: u32, offset: usize) -> u8 {
    if aspect == ASPECT_ZEROED {
        return 0;
    }
    let word = pattern.wrapping_add(((offset >> 2) as u32).wrapping_mul(PATTERN_STEP));
    (word >> ((offset & 3) * 8)) as u8
}

/// Of a long block only [0, head) and [tail, length) are written.
fn edges(observe: u8, length: usize) -> (usize, usize) {
    let edge = if observe == OBSERVE_EDGES { EDGE_BYTES } else { FULL_EDGE_BYTES };
    if length <= 2 * edge + 4 { (length, length) } else { (edge, (length - edge) & !3) }
}

fn byte(at: usize) -> u8 {
    // Only of the pool, which is there and which allocert's side owns while no call is under way.
    unsafe { core::ptr::read_volatile(at as *const u8) }
}
pub fn set_byte(at: usize, value: u8) {
    unsafe { core::ptr::write_volatile(at as *mut u8, value) }
}

impl<L: Link, S: Subject> FarSide<L, S> {
    pub fn fill(&mut self, slot: usize) {
        let Slot { at, size, allocation, generation, .. } = self.slots[slot];
        let (head, tail) = edges(self.observe, size);
        for offset in (0..head).chain(tail..size) {
            set_byte(at + offset, expected(ASPECT_CONTENT, pattern(allocation, generation), offset));
        }
        self.slots[slot].written = size;
    }
    pub fn check(&mut self, s: Slot, at: usize, length: usize, aspect: u8) {
        if s.written > 0 {
            let first = pattern(s.allocation, s.generation);
            self.compare(at, length, s.written, aspect, first, s.allocation, 0);
        }
    }
    pub fn check_outside(&mut self) {
        for (at, shift) in [
            (self.region.start - WATCHED_BYTES, 0u64.wrapping_sub(WATCHED_BYTES as u64)),
            (self.region.end, self.region.len() as u64),
        ] {
            if !self.stopped {
                self.compare(at, WATCHED_BYTES, 0, ASPECT_OUTSIDE, 0, u32::MAX, shift);
            }
        }
    }
    pub fn read_back(&mut self) {
        for slot in 0..SLOTS {
            let s = self.slots[slot];
            if s.live && !self.stopped {
                self.check(s, s.at, s.written, ASPECT_CONTENT);
            }
        }
        self.check_outside();
        self.refused = false;
    }

    /// Reads `length` bytes of what was written as `written` bytes, and tells what is wrong.
    #[allow(clippy::too_many_arguments)]
    pub fn compare(&mut self, at: usize, length: usize, written: usize, aspect: u8, pattern: u32,
               allocation: u32, shift: u64) {
        let (head, tail) = edges(self.observe, written);
        let wrong = |offset: &usize| byte(at + offset) != expected(aspect, pattern, *offset);
        let read = || (0..head.min(length)).chain(tail..length);
        self.checks[usize::from(aspect)] += 1;
        let Some(first) = read().find(wrong) else { return };
        let last = read().filter(wrong).last().unwrap_or(first);
        let count = read().filter(wrong).count();
        self.stopped = true;
        self.frame(FRAME_DAMAGE, 61);
        self.put(u64::from(aspect), 1);
        self.put(u64::from(allocation), 4);
        self.put((first as u64).wrapping_add(shift), 8);
        self.put((last as u64).wrapping_add(shift), 8);
        self.put(count as u64, 8);
        let shown = first..(first + 16).min(length);
        for seen in [false, true] {
            for offset in first..first + 16 {
                let value = if seen && shown.contains(&offset) { byte(at + offset) }
                    else if shown.contains(&offset) { expected(aspect, pattern, offset) } else { 0 };
                self.put(u64::from(value), 1);
            }
        }
    }
}
