//! Whether to use colour: `--color`, then `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, then whether it is a terminal.

use std::io::IsTerminal;

use clap::ValueEnum;

/// The values of `--color` and `--snippets`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// When standard output is a terminal.
    #[default]
    Auto,
    /// Whatever standard output is.
    Always,
    /// Not at all.
    Never,
}

/// Decides whether standard output gets colour.
pub fn stdout(when: When) -> bool {
    decide(when, &|name| std::env::var(name).ok(), std::io::stdout().is_terminal())
}

fn decide(when: When, variable: &dyn Fn(&str) -> Option<String>, terminal: bool) -> bool {
    let set = |name| variable(name).is_some_and(|value| !value.is_empty());
    let forced = || variable("CLICOLOR_FORCE").is_some_and(|value| !value.is_empty() && value != "0");
    let dumb = || variable("TERM").is_some_and(|value| value == "dumb");
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto if set("NO_COLOR") => false,
        When::Auto => forced() || (terminal && !dumb()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn auto(variables: &[(&str, &str)], terminal: bool) -> bool {
        let find = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        decide(When::Auto, &find, terminal)
    }

    #[test]
    fn a_pipe_has_no_colour_unless_forced() {
        assert!(!auto(&[], false));
        assert!(auto(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!auto(&[("CLICOLOR_FORCE", "0")], false));
    }

    #[test]
    fn a_terminal_has_colour_unless_refused() {
        assert!(auto(&[], true));
        assert!(!auto(&[("NO_COLOR", "1")], true));
        assert!(auto(&[("NO_COLOR", "")], true));
        assert!(!auto(&[("TERM", "dumb")], true));
    }

    #[test]
    fn the_flag_wins() {
        assert!(decide(When::Always, &|_| Some("1".to_owned()), false));
        assert!(!decide(When::Never, &|_| Some("1".to_owned()), true));
    }
}
