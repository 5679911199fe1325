pub use crate::growing_pool::Region;
