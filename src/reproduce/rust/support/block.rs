/// What was granted under one name, with the number from which its bytes are made.
#[derive(Clone, Copy)]
pub struct Block {
    pub name: &'static str,
    pub number: u32,
    pub generation: u32,
    pub start: *mut u8,
    pub size: usize,
    /// As `size`; more once its usable size was asked for, where that may be written.
    pub held: usize,
    pub live: bool,
    pub filled: bool,
}
pub const fn block(name: &'static str, number: u32) -> Block {
    let start = std::ptr::null_mut();
    Block { name, number, generation: 0, start, size: 0, held: 0, live: false, filled: false }
}
