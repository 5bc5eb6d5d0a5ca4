//! What may stand in the place of a value.

use clap::builder::PossibleValue;
use clap::{Arg, ValueHint};

use super::typed::Typed;
use crate::report::render::Format;

/// One word that may stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The word.
    pub value: String,
    /// What it means, on one line; may be empty.
    pub help: String,
}

impl Candidate {
    /// Makes a candidate; of its help, the first line is kept.
    pub fn new(value: impl Into<String>, help: impl AsRef<str>) -> Self {
        let help = help.as_ref().lines().next().unwrap_or_default();
        Candidate { value: value.into(), help: help.to_owned() }
    }
}

/// Which files may stand there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Files {
    /// None.
    #[default]
    No,
    /// Any.
    Any,
    /// Only folders.
    Folders,
}

/// All that may stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values {
    /// The words.
    pub candidates: Vec<Candidate>,
    /// The files.
    pub files: Files,
    /// Whether the order of the words means something, so that the shell shall not sort them.
    pub ordered: bool,
}

/// What a plugin knows of the values of an argument, by its name in the usage, such as `RULE`, and by what was typed before.
pub type Known<'k> = &'k dyn Fn(&str, &Typed) -> Option<Values>;

/// Returns what may be the value of an argument: what the plugin knows, else the values it is limited to, else files.
pub(super) fn of(arg: &Arg, known: Known<'_>, typed: &Typed) -> Values {
    let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    if let Some(values) = known(name, typed).or_else(|| of_core(name)) {
        return values;
    }
    let possible = arg.get_value_parser().possible_values().filter(|_| arg.get_action().takes_values());
    let files = match arg.get_value_hint() {
        ValueHint::AnyPath | ValueHint::FilePath | ValueHint::ExecutablePath => Files::Any,
        ValueHint::DirPath => Files::Folders,
        _ => Files::No,
    };
    let candidates = possible.into_iter().flatten().filter_map(|value| of_possible(&value)).collect();
    Values { candidates, files, ordered: false }
}

fn of_possible(value: &PossibleValue) -> Option<Candidate> {
    let help = value.get_help().map(ToString::to_string).unwrap_or_default();
    (!value.is_hide_set()).then(|| Candidate::new(value.get_name(), help))
}

/// Returns the values of the arguments that this crate itself defines.
fn of_core(name: &str) -> Option<Values> {
    // The ellipsis stands for what the user types; the word ends before it.
    let format = |name: &str| Candidate::new(name.trim_end_matches('…'), "");
    let formats = || Format::NAMES.into_iter().map(format).collect();
    (name == "FORMAT|FILE").then(|| Values { candidates: formats(), files: Files::Any, ordered: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plugin_knows_best() {
        let arg = Arg::new("a").value_name("THING").value_parser(["x"]);
        let known = |name: &str, _: &Typed| (name == "THING").then(Values::default);
        assert_eq!(of(&arg, &known, &Typed::default()), Values::default());
        assert_eq!(of(&arg, &|_, _| None, &Typed::default()).candidates, [Candidate::new("x", "")]);
    }

    #[test]
    fn formats_end_where_the_user_goes_on() {
        let arg = Arg::new("output").value_name("FORMAT|FILE");
        let formats = of(&arg, &|_, _| None, &Typed::default());
        assert!(formats.candidates.contains(&Candidate::new("jsonpath=", "")));
        assert!(formats.candidates.contains(&Candidate::new("json", "")));
        assert_eq!(formats.files, Files::Any);
    }

    #[test]
    fn a_switch_has_no_values() {
        let switch = Arg::new("switch").action(clap::ArgAction::SetTrue);
        assert_eq!(of(&switch, &|_, _| None, &Typed::default()), Values::default());
    }
}
