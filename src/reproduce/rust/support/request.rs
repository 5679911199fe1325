use crate::requests::REQUESTS;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

static STEP: AtomicUsize = AtomicUsize::new(0);

pub fn begin(step: usize) {
    STEP.store(step, Ordering::SeqCst);
}
pub fn request() -> String {
    let step = STEP.load(Ordering::SeqCst);
    format!("step {step}, {}", REQUESTS[step])
}
