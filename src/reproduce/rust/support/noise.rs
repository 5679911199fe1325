/// The same bytes that allocert puts there, so that what depends on them shows again.
pub struct Noise(Vec<u8>);
impl Noise {
    pub fn new() -> Noise {
        let mut state: u32 = 0x2545_f491;
        let words = (0..16384).map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state
        });
        Noise(words.flat_map(u32::to_le_bytes).collect())
    }
    pub fn byte(&self, address: usize, seed: u32) -> u8 {
        let shift = ((seed.wrapping_mul(0x9e37_79b1) >> 13) & 65528) as usize;
        self.0[address.wrapping_add(shift) % 65536]
    }
}
