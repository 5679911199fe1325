//! Frames of allocert-wire/1: numbers as they are read and written, and what is told of each call.

use crate::numbers::*;
use crate::wire::{FarSide, Link, Subject};

impl<L: Link, S: Subject> FarSide<L, S> {
    pub fn get(&mut self, bytes: usize) -> u64 {
        let mut raw = [0; 8];
        self.link.read(&mut raw[..bytes]);
        self.left -= bytes as u32;
        u64::from_le_bytes(raw)
    }
    /// LEB128.
    pub fn number(&mut self) -> u64 {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.get(1);
            value |= (byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                return value;
            }
        }
    }
    pub fn put(&mut self, value: u64, bytes: usize) {
        self.link.write(&value.to_le_bytes()[..bytes]);
    }
    pub fn frame(&mut self, kind: u8, length: usize) {
        self.put(length as u64, 4);
        self.put(u64::from(kind), 1);
    }

    /// Written ahead: what kills this program now is found at this call.
    pub fn call(&mut self) {
        self.frame(FRAME_CALL, 0);
        self.link.flush();
        self.steps += 1;
    }
    pub fn answer(&mut self, outcome: u8, untouched: u8, value: u64) {
        self.frame(FRAME_ANSWER, 10);
        self.put(u64::from(outcome), 1);
        self.put(u64::from(untouched), 1);
        self.put(value, 8);
        self.refused |= outcome == OUTCOME_REFUSED;
        self.stopped |= untouched == UNTOUCHED_OUT_OF_EXTENTS || untouched == UNTOUCHED_OVERLAPS_LIVE;
    }
}
