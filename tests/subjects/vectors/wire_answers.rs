// Put behind contents.rs, whose functions are its own.

pub struct FarSideAnswers;
impl crate::answers::Answers for FarSideAnswers {
    fn pattern(&self, allocation: u32, generation: u32, offset: usize) -> u8 {
        expected(ASPECT_CONTENT, pattern(allocation, generation), offset)
    }
    fn noise(&self, _seed: u32, _address: usize) -> Option<u8> {
        None
    }
    fn ends(&self, full: bool, length: usize) -> Option<(usize, usize)> {
        Some(edges(if full { OBSERVE_FULL } else { OBSERVE_EDGES }, length))
    }
}
