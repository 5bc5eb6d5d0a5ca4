//! Control planes that tests share.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::OnceLock;

use super::ControlPlane;

/// A control plane that is started once. If that fails, it failed for all: each test says why, but none tries again, which
/// would take a minute each time.
pub(crate) struct Once(OnceLock<Result<ControlPlane, String>>);

impl Once {
    /// Nothing yet.
    pub(crate) const fn new() -> Once {
        Once(OnceLock::new())
    }

    /// Returns the control plane; the first call starts it.
    pub(crate) fn get(&self, start: impl FnOnce() -> ControlPlane) -> &ControlPlane {
        let started = self.0.get_or_init(|| {
            catch_unwind(AssertUnwindSafe(start)).map_err(|why| match why.downcast::<String>() {
                Ok(why) => *why,
                Err(_) => "the control plane did not start; what was printed first says why".to_owned(),
            })
        });
        started.as_ref().unwrap_or_else(|why| panic!("{why}"))
    }
}
