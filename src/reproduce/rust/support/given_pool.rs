use crate::pool::Pool;
use crate::subject::Subject;
use std::ops::Range;

pub struct Region {
    pub pool: Pool,
}
impl Region {
    pub unsafe fn new() -> Region {
        Region { pool: Pool::new() }
    }
    pub unsafe fn bounds(&self, subject: &Subject) -> (usize, usize) {
        self.pool.bounds(subject)
    }
    pub unsafe fn outside_untouched(&self) {
        self.pool.sides_untouched();
    }
    pub fn touches_a_gap(&self, _range: Range<usize>) -> bool {
        false
    }
}
