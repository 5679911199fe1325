use crate::block::Block;
use crate::region::Region;
use crate::subject::Subject;

pub struct Heap {
    pub subject: Subject,
    pub region: Region,
    pub blocks: Vec<Block>,
}
