//! What was typed before the word to complete.

use clap::{Arg, FromArgMatches, Parser};

use crate::kube::ConnectionArgs;

/// The flags before the word to complete, with their values.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    flags: Vec<(String, Option<String>)>,
    /// Whether somebody waits at the word, so that a cluster may be asked; a script that is written has no cluster.
    is_now: bool,
}

/// The flags that lead to a cluster, alone.
#[derive(Parser)]
struct Flags {
    #[command(flatten)]
    connection: ConnectionArgs,
}

impl Typed {
    /// Begins a command line.
    pub(super) fn now() -> Typed {
        Typed { is_now: true, ..Typed::default() }
    }

    /// Takes a flag; what has no long name leads nowhere.
    pub(super) fn flag(&mut self, arg: &Arg, value: Option<&str>) {
        let name = arg.get_long().unwrap_or_default().to_owned();
        self.flags.push((name, value.map(str::to_owned)));
    }

    /// Gives the last flag its value.
    pub(super) fn value(&mut self, value: &str) {
        if let Some((_, last)) = self.flags.last_mut() {
            *last = Some(value.to_owned());
        }
    }

    /// Tells whether a cluster may be asked.
    pub fn is_now(&self) -> bool {
        self.is_now
    }

    /// Tells whether a flag was typed.
    pub fn has(&self, long: &str) -> bool {
        self.flags.iter().any(|(name, _)| name == long)
    }

    /// Returns the values of a flag, lists taken apart.
    pub fn values(&self, long: &str) -> Vec<String> {
        let values =
            self.flags.iter().filter(|(name, _)| name == long).filter_map(|(_, value)| value.as_deref());
        values.flat_map(|value| value.split(',')).map(str::to_owned).collect()
    }

    /// Returns which cluster the flags lead to; none if one of them makes no sense.
    pub fn connection(&self) -> Option<ConnectionArgs> {
        let command = <Flags as clap::CommandFactory>::command();
        // A flag whose value is what is being typed says nothing yet.
        let known = |(name, value): &&(String, Option<String>)| {
            let arg = command.get_arguments().find(|arg| arg.get_long() == Some(name));
            arg.is_some_and(|arg| value.is_some() || !arg.get_action().takes_values())
        };
        let words = self.flags.iter().filter(known).map(|(name, value)| match value {
            Some(value) => format!("--{name}={value}"),
            None => format!("--{name}"),
        });
        let words: Vec<String> = std::iter::once(String::new()).chain(words).collect();
        // The last of several is meant, as with kubectl.
        let matches = command.args_override_self(true).try_get_matches_from(words).ok()?;
        Flags::from_arg_matches(&matches).ok().map(|flags| flags.connection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_lead_to_a_cluster() {
        let mut typed = Typed::now();
        let arg = |name: &'static str| Arg::new(name).long(name);
        typed.flag(&arg("context"), Some("a"));
        typed.flag(&arg("output"), Some("json"));
        typed.flag(&arg("context"), None);
        typed.value("b");
        typed.flag(&arg("insecure-skip-tls-verify"), None);
        typed.flag(&arg("cluster"), None);
        let connection = typed.connection().unwrap();
        assert_eq!(connection.context.as_deref(), Some("b"));
        assert!(connection.insecure_skip_tls_verify);
        assert_eq!(typed.values("context"), ["a", "b"]);
        typed.flag(&arg("request-timeout"), Some("soon"));
        assert!(typed.connection().is_none());
    }
}
