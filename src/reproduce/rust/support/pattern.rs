/// Every byte depends on the block, its generation and its place, so that no copy goes unseen.
pub fn pattern_byte(number: u32, generation: u32, offset: usize) -> u8 {
    let mut h = number.wrapping_add(1).wrapping_mul(0x85eb_ca6b)
        ^ generation.wrapping_add(1).wrapping_mul(0xc2b2_ae35);
    h = (h ^ (h >> 16)).wrapping_mul(0x85eb_ca6b);
    h = (h ^ (h >> 13)).wrapping_mul(0xc2b2_ae35);
    let word = (h ^ (h >> 16)).wrapping_add(((offset / 4) as u32).wrapping_mul(0x9e37_79b1));
    (word >> (offset % 4 * 8)) as u8
}
