use crate::settings::REFUSED;
use crate::wrong::wrong;

pub fn refused(answer: *mut u8, because: &str) {
    if answer != REFUSED {
        wrong(&format!("granted at {answer:p}, but must be refused: {because}"));
    }
}
