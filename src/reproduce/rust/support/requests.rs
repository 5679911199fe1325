/// By step, which is their index.
pub const REQUESTS: &[&str] = &["init", "A = alloc(1)"];
