//! The verbs that every plugin has, each the same in all of them.

pub mod complete;
pub mod completion;
pub mod explain;
pub mod rules;

use std::ffi::OsString;

use clap::Parser;

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

/// Parses the command line of a plugin. If kubectl asks what may stand at a word, `complete` makes the command for that of the
/// one without arguments.
///
/// # Errors
/// What clap refuses, and its help.
pub fn parse<C: Parser>(
    plugin: &Plugin,
    arguments: Vec<OsString>,
    complete: impl FnOnce(C, Vec<String>) -> C,
) -> Result<C, clap::Error> {
    if let Some(words) = complete::asked(plugin.name, &arguments) {
        return Ok(complete(C::try_parse_from([plugin.program])?, words));
    }
    C::from_arg_matches(&(plugin.command)().try_get_matches_from(arguments)?)
}
