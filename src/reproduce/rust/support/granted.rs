use crate::settings::REFUSED;
use crate::wrong::wrong;

pub fn granted(answer: *mut u8, because: &str) {
    if answer == REFUSED {
        wrong(&format!("refused, but must be granted: {because}"));
    }
}
