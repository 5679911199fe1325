use crate::request::request;
use crate::settings::HANG_SECONDS;
use crate::system::leave;
use crate::wrong::wrong;
use std::ffi::c_int;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

extern "C" {
    fn signal(number: c_int, handler: usize) -> usize;
    fn atexit(function: extern "C" fn()) -> c_int;
    fn alarm(seconds: u32) -> u32;
}

static MAY_DIE: AtomicBool = AtomicBool::new(false);

/// A subject that dies or does not come back breaks its promise at this very step.
extern "C" fn died(number: c_int) {
    let may = MAY_DIE.load(Ordering::SeqCst);
    if !may && number == 14 {
        eprintln!("{}: does not come back", request());
    } else if !may {
        eprintln!("{}: signal {number}", request());
    }
    leave(!may as c_int)
}
extern "C" fn ended() {
    let may = MAY_DIE.load(Ordering::SeqCst);
    if !may {
        eprintln!("{}: the process was ended", request());
    }
    leave(!may as c_int)
}
pub fn watch_for_death() {
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGALRM.
    for number in [4, 5, 6, 7, 8, 11, 14] {
        unsafe { signal(number, died as *const () as usize) };
    }
    unsafe {
        atexit(ended);
        alarm(HANG_SECONDS);
    }
}
/// From here on the subject may give up, and must.
pub fn may_die() {
    MAY_DIE.store(true, Ordering::SeqCst);
}
pub fn must_have_died() -> ! {
    wrong("must end the process and does not")
}
