//! What is started once and shared by all tests of a process.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

/// Something that is started once. If that fails, it failed for all: each test says why, but none tries again, which would
/// take a minute each time.
pub struct Once<T>(OnceLock<Result<T, String>>);

impl<T> Default for Once<T> {
    fn default() -> Once<T> {
        Once::new()
    }
}

impl<T> Once<T> {
    /// Nothing yet.
    pub const fn new() -> Once<T> {
        Once(OnceLock::new())
    }

    /// Returns what was started; the first call starts it.
    ///
    /// # Panics
    /// If it did not start.
    pub fn get(&self, start: impl FnOnce() -> T) -> &T {
        let started = self.0.get_or_init(|| {
            catch_unwind(AssertUnwindSafe(start)).map_err(|why| match why.downcast::<String>() {
                Ok(why) => *why,
                Err(_) => "it did not start; what was printed first says why".to_owned(),
            })
        });
        started.as_ref().unwrap_or_else(|why| panic!("{why}"))
    }
}
