use crate::wrong::wrong;

pub fn must_be_rejected(answer: i32) {
    if answer != 0 {
        wrong("accepted, but must be rejected");
    }
}
