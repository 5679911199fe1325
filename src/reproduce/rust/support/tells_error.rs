use crate::settings::REFUSED;
use crate::wrong::wrong;
use std::ffi::c_int;

extern "C" {
    pub fn __errno_location() -> *mut c_int;
}

/// A refusal says why: by this error, or by any where there is no name.
pub fn tells_error(answer: *mut u8, error: c_int, name: &str, must: c_int) {
    if answer == REFUSED && (error == 0 || must != 0 && error != must) {
        let must = if name.is_empty() { "an error" } else { name };
        wrong(&format!("refused with the error {error}, but it must be {must}"));
    }
}
