use crate::settings::{EDGE_BYTES, WHOLE_BYTES};

/// Of a long block only its ends are written, as when the violation was found.
pub fn written(length: usize) -> impl Iterator<Item = usize> {
    let (head, tail) = if length <= WHOLE_BYTES {
        (length, length)
    } else {
        (EDGE_BYTES, (length - EDGE_BYTES) & !3)
    };
    (0..head).chain(tail..length)
}
