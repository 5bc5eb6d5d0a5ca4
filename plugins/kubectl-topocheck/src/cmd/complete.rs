//! What this plugin knows of the values of its arguments, for completion.

use kubecheck_core::cli::completion::{Typed, Values, live};
use kubecheck_core::cli::verbs::complete::rules;

use super::PLUGIN;

/// Returns what this plugin knows of the values of an argument, by its name in the usage.
pub fn values(name: &str, typed: &Typed) -> Option<Values> {
    let candidates = match name {
        "RULE" => rules(&PLUGIN),
        _ => return live::values(name, typed),
    };
    Some(Values { candidates, ..Values::default() })
}
