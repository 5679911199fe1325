use crate::request::request;
use crate::system::leave;

/// A wrong answer ends the program: no step after it would say anything.
pub fn wrong(what: &str) -> ! {
    eprintln!("{}: {what}", request());
    leave(1)
}
