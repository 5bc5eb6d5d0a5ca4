//! What this plugin knows of the values of its arguments, for completion.

use kubecheck_core::cli::completion::{Typed, Values, live};

/// Returns what this plugin knows of the values of an argument, by its name in the usage.
pub fn values(name: &str, typed: &Typed) -> Option<Values> {
    live::values(name, typed)
}
