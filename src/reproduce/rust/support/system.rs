use std::ffi::c_int;

extern "C" {
    fn _exit(code: c_int) -> !;
}

/// Ends the process without a word to the subject.
pub fn leave(code: c_int) -> ! {
    unsafe { _exit(code) }
}
