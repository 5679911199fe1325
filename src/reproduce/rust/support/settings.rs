//! A sample of what is written anew for each program, with which these files compile by themselves;
//! so are blocks.rs, requests.rs, subject.rs and region.rs.
pub const LIBRARY: &str = "libsample.so";
pub const REFUSED: *mut u8 = std::ptr::null_mut();
pub const UNIQUE_ZERO_SIZE: bool = true;
pub const REALLOC_IN_PLACE: bool = true;
pub const REALLOC_TO_ZERO_FREES: bool = true;
pub const USABLE_WRITABLE: bool = true;
pub const WHOLE_BYTES: usize = 65536;
pub const EDGE_BYTES: usize = 32768;
pub const PLACE: usize = 0;
pub const REGION_BYTES: usize = 4096;
pub const RESERVE_BYTES: usize = 512;
pub const WATCHED_BYTES: usize = 128;
pub const BASE_OFFSET: usize = 16;
pub const FRESH_IS_NOISE: bool = true;
pub const FRESH_BYTE: u8 = 0;
pub const FRESH_SEED: u32 = 1;
pub const HANG_SECONDS: u32 = 10;
