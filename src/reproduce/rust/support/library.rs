use crate::settings::LIBRARY;
use crate::system::leave;
use std::ffi::c_char;
use std::ffi::c_int;
use std::ffi::c_void;
use std::ffi::CString;

extern "C" {
    fn dlopen(path: *const c_char, flags: c_int) -> *mut c_void;
    fn dlsym(library: *mut c_void, name: *const c_char) -> *mut c_void;
}

fn cannot(what: &str) -> ! {
    eprintln!("cannot be tried: {what}");
    leave(2)
}

/// The library under test, or the one named by the first argument.
pub unsafe fn open_library() -> *mut c_void {
    let path = std::env::args().nth(1).unwrap_or(LIBRARY.to_string());
    // RTLD_NOW and RTLD_DEEPBIND: the library calls its own malloc, and Rust goes on with its own.
    let library = dlopen(CString::new(path.clone()).unwrap().as_ptr(), 2 | 8);
    if library.is_null() {
        cannot(&format!("{path} cannot be opened"));
    }
    library
}

/// A function of the type of the field that takes it.
pub unsafe fn find<F>(library: *mut c_void, name: &str) -> F {
    let function = dlsym(library, CString::new(name).unwrap().as_ptr());
    if function.is_null() {
        cannot(&format!("the library has no function {name}"));
    }
    std::mem::transmute_copy(&function)
}
