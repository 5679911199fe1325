use crate::guarded_memory::guarded_memory;
use crate::noise::Noise;
use crate::settings::{
    FRESH_BYTE, FRESH_IS_NOISE, FRESH_SEED, REGION_BYTES, RESERVE_BYTES, WATCHED_BYTES,
};
use crate::subject::Subject;
use crate::wrong::wrong;
use std::ops::Range;

/// The memory that the subject is given, between bytes that nobody may touch.
pub struct Pool {
    pub start: usize,
    pub bytes: usize,
    noise: Noise,
}
impl Pool {
    pub unsafe fn new() -> Pool {
        let start = guarded_memory(REGION_BYTES + RESERVE_BYTES + WATCHED_BYTES + 8);
        let pool = Pool { start, bytes: REGION_BYTES, noise: Noise::new() };
        pool.freshen(start..pool.end());
        pool.watch(start - WATCHED_BYTES..start);
        pool.watch(pool.end()..pool.end() + WATCHED_BYTES);
        pool
    }
    pub fn end(&self) -> usize {
        self.start + self.bytes
    }
    pub unsafe fn freshen(&self, range: Range<usize>) {
        for at in range {
            let noise = if FRESH_IS_NOISE { self.noise.byte(at, FRESH_SEED) } else { FRESH_BYTE };
            *(at as *mut u8) = noise;
        }
    }
    pub unsafe fn watch(&self, range: Range<usize>) {
        for at in range {
            *(at as *mut u8) = self.noise.byte(at, 0);
        }
    }
    pub unsafe fn untouched(&self, range: Range<usize>) {
        for at in range {
            if *(at as *const u8) != self.noise.byte(at, 0) {
                let offset = at as isize - self.start as isize;
                wrong(&format!(
                    "the byte at offset {offset} from the region's base has changed, outside of it"
                ));
            }
        }
    }
    pub unsafe fn sides_untouched(&self) {
        self.untouched(self.start - WATCHED_BYTES..self.start);
        self.untouched(self.end()..self.end() + WATCHED_BYTES);
    }
    /// A subject may count less as its own than it was given, and never more.
    pub unsafe fn bounds(&self, subject: &Subject) -> (usize, usize) {
        let (mut low, mut high) = (self.start, self.end());
        subject.tell_region(&mut low, &mut high);
        (low.max(self.start), high.min(self.end()))
    }
}
