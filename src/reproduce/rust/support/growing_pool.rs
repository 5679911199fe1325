use crate::pool::Pool;
use crate::settings::{REGION_BYTES, RESERVE_BYTES, WATCHED_BYTES};
use crate::subject::Subject;
use std::ops::Range;

pub struct Region {
    pub pool: Pool,
    /// What lies between appended pieces belongs to nobody.
    gaps: Vec<Range<usize>>,
}
impl Region {
    pub unsafe fn new() -> Region {
        Region { pool: Pool::new(), gaps: vec![] }
    }
    pub unsafe fn bounds(&self, subject: &Subject) -> (usize, usize) {
        self.pool.bounds(subject)
    }
    pub unsafe fn outside_untouched(&self) {
        self.pool.sides_untouched();
        self.gaps.iter().for_each(|gap| self.pool.untouched(gap.clone()));
    }
    pub fn touches_a_gap(&self, range: Range<usize>) -> bool {
        self.gaps.iter().any(|gap| range.start < gap.end && range.end > gap.start)
    }
    /// Offers the pool with another length, of which so much behind the old end stays nobody's.
    pub unsafe fn offer(&self, bytes: usize, gap: usize) -> bool {
        let (old, end) = (self.pool.end(), self.pool.start + bytes);
        if bytes > REGION_BYTES + RESERVE_BYTES {
            return false;
        }
        self.pool.watch(old..old + gap);
        self.pool.freshen(old + gap..end);
        true
    }
    /// What the subject takes is its own from now on, what it gives back is watched.
    pub unsafe fn moved(&mut self, taken: bool, bytes: usize, gap: usize) {
        let (old, end) = (self.pool.end(), self.pool.start + bytes);
        self.pool.watch(if taken { end } else { old }..old.max(end) + WATCHED_BYTES);
        if taken {
            self.pool.bytes = bytes;
            if gap > 0 {
                self.gaps.push(old..old + gap);
            }
            self.gaps.retain(|gap| gap.end <= end);
        }
    }
    /// A subject without a reset of its own is given its pool anew, up to the first gap.
    pub unsafe fn first_piece(&mut self) {
        if let Some(gap) = self.gaps.first().cloned() {
            self.pool.bytes = gap.start - self.pool.start;
            self.gaps.clear();
            self.pool.watch(gap.start..gap.start + WATCHED_BYTES);
        }
    }
}
