//! The verbs that every plugin has, each the same in all of them.

pub mod complete;
pub mod completion;
pub mod explain;
pub mod rules;

use super::completion::{Typed, Values};
use crate::check::rule::Rule;

/// What these verbs need to know of a plugin.
#[derive(Clone, Copy)]
pub struct Plugin {
    /// The name that follows `kubectl`.
    pub name: &'static str,
    /// The name of the program.
    pub program: &'static str,
    /// Its rules, in the order of the documentation.
    pub rules: &'static [&'static Rule],
    /// Its command line.
    pub command: fn() -> clap::Command,
    /// What it knows of the values of an argument, by its name in the usage.
    pub values: fn(&str, &Typed) -> Option<Values>,
}
