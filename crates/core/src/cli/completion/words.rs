//! The answer at one word: which words may stand there, in the protocol of kubectl, which is cobra's.

use std::fmt;

use clap::{Arg, ArgAction, Command, Id};

use super::typed::Typed;
use super::values::{self, Candidate, Files, Known, Values};

/// What may stand at a word, and what the shell shall do with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// The words.
    pub candidates: Vec<Candidate>,
    /// Whether files may stand there too.
    pub files: Files,
    /// Whether the order of the words means something.
    pub ordered: bool,
}

impl Reply {
    /// Returns cobra's directive: 2 no space after the word, 4 no files, 16 folders only, 32 keep the order.
    pub fn directive(&self) -> u8 {
        let files = match self.files {
            Files::No => 4,
            // With words beside it, the shell would take the first of them as the folder to look in.
            Files::Folders if self.candidates.is_empty() => 16,
            Files::Any | Files::Folders => 0,
        };
        let open_ended = self.candidates.iter().all(|candidate| candidate.value.ends_with('='));
        let space = if open_ended && !self.candidates.is_empty() { 2 } else { 0 };
        let order = if self.ordered { 32 } else { 0 };
        files | space | order
    }
}

impl fmt::Display for Reply {
    /// Prints a line for each word, its help behind a tab, and the directive on the last line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Candidate { value, help } in &self.candidates {
            match help.as_str() {
                "" => writeln!(f, "{value}")?,
                help => writeln!(f, "{value}\t{help}")?,
            }
        }
        writeln!(f, ":{}", self.directive())
    }
}

/// Answers at the last of some words, those after the program's name; it is empty where a new word begins.
pub fn complete(mut command: Command, known: Known<'_>, words: &[String]) -> Reply {
    command.build();
    let Some((word, before)) = words.split_last() else { return Reply::default() };
    let mut place = Place::start(&command);
    before.iter().for_each(|word| place.pass(word));
    place.answer(word, known)
}

/// Where in the command line a word stands.
struct Place<'c> {
    command: &'c Command,
    /// The flags that were given.
    given: Vec<&'c Id>,
    /// How many arguments that are no flags were given.
    positional: usize,
    /// The flag whose value comes next.
    pending: Option<&'c Arg>,
    /// Whether `--` was given.
    escaped: bool,
    /// The flags with their values.
    typed: Typed,
}

impl<'c> Place<'c> {
    fn start(command: &'c Command) -> Self {
        Place {
            command,
            given: Vec::new(),
            positional: 0,
            pending: None,
            escaped: false,
            typed: Typed::now(),
        }
    }

    /// Moves past a word.
    fn pass(&mut self, word: &str) {
        if self.pending.take().is_some() {
            return self.typed.value(word);
        }
        if self.escaped || !is_flag(word) {
            match self.subcommand(word) {
                Some(command) => *self = Place::start(command),
                None => self.positional += 1,
            }
        } else if word == "--" {
            self.escaped = true;
        } else if let Some(long) = word.strip_prefix("--") {
            let (name, value) = split_value(long);
            let arg = self.long(name);
            self.give(arg, value);
        } else {
            let (flags, value) = self.short(word);
            let (last, others) =
                flags.split_last().map_or((None, &[][..]), |(last, rest)| (Some(*last), rest));
            others.iter().for_each(|arg| self.switch(arg));
            self.give(last, value);
        }
    }

    fn switch(&mut self, arg: &'c Arg) {
        self.given.push(arg.get_id());
        self.typed.flag(arg, None);
    }

    fn give(&mut self, arg: Option<&'c Arg>, value: Option<&str>) {
        let Some(arg) = arg else { return };
        self.given.push(arg.get_id());
        self.typed.flag(arg, value);
        // A value that may be missing stands behind an equals sign, if anywhere.
        let needed = |arg: &&Arg| arg.get_num_args().is_some_and(|number| number.min_values() > 0);
        self.pending = Some(arg).filter(needed).filter(|_| value.is_none());
    }

    /// Returns what may stand here, given the part of the word that was typed.
    fn answer(&self, word: &str, known: Known<'_>) -> Reply {
        if let Some(arg) = self.pending {
            return self.values(arg, known, "", word);
        }
        if self.escaped || !word.starts_with('-') {
            return self.answer_positional(word, known);
        }
        if let Some((name, Some(value))) = word.strip_prefix("--").map(split_value) {
            // The shell completes what stands behind the equals sign.
            return self.long(name).map_or_else(Reply::default, |arg| self.values(arg, known, "", value));
        }
        match self.short(word) {
            (flags, Some(value)) => {
                let before = &word[..word.len() - value.len()];
                flags.last().map_or_else(Reply::default, |arg| self.values(arg, known, before, value))
            }
            (_, None) => self.answer_flags(word),
        }
    }

    fn answer_positional(&self, word: &str, known: Known<'_>) -> Reply {
        let mut reply = self.argument().map_or_else(Reply::default, |arg| self.values(arg, known, "", word));
        if self.takes_subcommand() {
            let visible = self.command.get_subcommands().filter(|command| !command.is_hide_set());
            let candidate = |command: &Command| Candidate::new(command.get_name(), text(command.get_about()));
            let commands = visible.map(candidate).filter(|candidate| candidate.value.starts_with(word));
            reply.candidates = commands.chain(reply.candidates).collect();
        }
        reply
    }

    fn values(&self, arg: &Arg, known: Known<'_>, before: &str, typed: &str) -> Reply {
        from_values(arg, known, &self.typed, before, typed)
    }

    fn answer_flags(&self, word: &str) -> Reply {
        let free = self.command.get_arguments().filter(|arg| !arg.is_hide_set() && !self.is_spent(arg));
        let candidate =
            |arg: &Arg| Some(Candidate::new(format!("--{}", arg.get_long()?), text(arg.get_help())));
        let candidates = free.filter_map(candidate).filter(|candidate| candidate.value.starts_with(word));
        Reply { candidates: candidates.collect(), ..Reply::default() }
    }

    /// Tells whether a flag was given that can be given only once.
    fn is_spent(&self, arg: &Arg) -> bool {
        !matches!(arg.get_action(), ArgAction::Append | ArgAction::Count)
            && self.given.contains(&arg.get_id())
    }

    /// Returns the argument that a word which is no flag would be; the last one may take many.
    fn argument(&self) -> Option<&'c Arg> {
        let all: Vec<&Arg> = self.command.get_positionals().collect();
        let many = |arg: &&Arg| arg.get_num_args().is_some_and(|number| number.max_values() > 1);
        all.get(self.positional).copied().or_else(|| all.last().copied().filter(many))
    }

    fn takes_subcommand(&self) -> bool {
        let alone = self.command.is_args_conflicts_with_subcommands_set();
        !self.escaped && self.positional == 0 && (self.given.is_empty() || !alone)
    }

    fn subcommand(&self, word: &str) -> Option<&'c Command> {
        if self.takes_subcommand() { self.command.find_subcommand(word) } else { None }
    }

    fn long(&self, name: &str) -> Option<&'c Arg> {
        let named = |arg: &&Arg| {
            arg.get_long() == Some(name) || arg.get_all_aliases().is_some_and(|all| all.contains(&name))
        };
        self.command.get_arguments().find(named)
    }

    /// Returns the flags of a word such as `-Rojson`, and the value of the last if the word has one.
    fn short<'w>(&self, word: &'w str) -> (Vec<&'c Arg>, Option<&'w str>) {
        let mut flags = Vec::new();
        for (at, letter) in word.char_indices().skip(1) {
            let Some(arg) = self.command.get_arguments().find(|arg| arg.get_short() == Some(letter)) else {
                break;
            };
            flags.push(arg);
            if arg.get_action().takes_values() {
                let value = &word[at + letter.len_utf8()..];
                let value = value.strip_prefix('=').unwrap_or(value);
                return (flags, (!value.is_empty()).then_some(value));
            }
        }
        (flags, None)
    }
}

fn is_flag(word: &str) -> bool {
    word.len() > 1 && word.starts_with('-')
}

fn split_value(word: &str) -> (&str, Option<&str>) {
    word.split_once('=').map_or((word, None), |(name, value)| (name, Some(value)))
}

fn text(help: Option<&clap::builder::StyledStr>) -> String {
    help.map(ToString::to_string).unwrap_or_default()
}

/// Returns the values of an argument that begin as typed; `before` is what of the word stands before the value.
fn from_values(arg: &Arg, known: Known<'_>, words: &Typed, before: &str, typed: &str) -> Reply {
    let (list, typed) = match arg.get_value_delimiter().and_then(|delimiter| typed.rfind(delimiter)) {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let Values { candidates, files, ordered } = values::of(arg, known, words);
    let fitting = candidates.into_iter().filter(|candidate| candidate.value.starts_with(typed));
    let whole =
        |candidate: Candidate| Candidate { value: format!("{before}{list}{}", candidate.value), ..candidate };
    Reply { candidates: fitting.map(whole).collect(), files, ordered }
}

#[cfg(test)]
mod tests {
    use clap::ValueHint;

    use super::*;

    fn tool() -> Command {
        let paths = Arg::new("paths").num_args(0..).value_hint(ValueHint::AnyPath);
        let many = Arg::new("filename").short('f').long("filename").action(ArgAction::Append);
        let colour = Arg::new("color").long("color").alias("colour").value_parser(["auto", "always"]);
        let kinds = Arg::new("kinds").long("kinds").value_delimiter(',').value_parser(["pods", "nodes"]);
        let dir = Arg::new("dir").short('k').long("dir").value_hint(ValueHint::DirPath);
        Command::new("tool")
            .args_conflicts_with_subcommands(true)
            .disable_help_subcommand(true)
            .arg(paths)
            .arg(many.value_hint(ValueHint::AnyPath).help("Files\nand folders"))
            .arg(Arg::new("recursive").short('R').long("recursive").action(ArgAction::SetTrue))
            .args([colour, kinds, dir])
            .arg(
                Arg::new("only")
                    .long("only")
                    .num_args(0..=1)
                    .require_equals(true)
                    .value_parser(["true", "false"]),
            )
            .subcommand(Command::new("explain").about("Show a page").arg(Arg::new("rule").value_name("RULE")))
            .subcommand(Command::new("secret").hide(true))
    }

    fn rules(name: &str, _: &Typed) -> Option<Values> {
        let rules = || ["wrong-group", "kind-case"].map(|rule| Candidate::new(rule, "")).to_vec();
        (name == "RULE").then(|| Values { candidates: rules(), ..Values::default() })
    }

    /// Returns the words and the directive at the last of some words.
    fn at(words: &[&str]) -> (Vec<String>, u8) {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let reply = complete(tool(), &rules, &words);
        let directive = reply.directive();
        (reply.candidates.into_iter().map(|candidate| candidate.value).collect(), directive)
    }

    fn expect(words: &[&str], candidates: &[&str], directive: u8) {
        assert_eq!(
            at(words),
            (candidates.iter().map(|&word| word.to_owned()).collect(), directive),
            "{words:?}"
        );
    }

    #[test]
    fn the_first_word_is_a_command_or_a_path() {
        expect(&[""], &["explain"], 0);
        expect(&["exp"], &["explain"], 0);
        expect(&["deploy"], &[], 0);
    }

    #[test]
    fn after_an_argument_there_is_no_command() {
        expect(&["a.yaml", ""], &[], 0);
        expect(&["--recursive", ""], &[], 0);
        expect(&["--", "ex"], &[], 0);
    }

    #[test]
    fn flags_begin_with_a_dash() {
        expect(&["--r"], &["--recursive"], 4);
        assert!(at(&["-"]).0.contains(&"--color".to_owned()));
        expect(&["--", "--r"], &[], 0);
    }

    #[test]
    fn a_flag_that_counts_once_is_offered_once() {
        expect(&["-R", "--r"], &[], 4);
        expect(&["-f", "a", "--fi"], &["--filename"], 4);
    }

    #[test]
    fn a_value_follows_its_flag_or_an_equals_sign() {
        expect(&["--color", "a"], &["auto", "always"], 4);
        expect(&["--color=al"], &["always"], 4);
        expect(&["--colour=al"], &["always"], 4);
        expect(&["--color", "auto", ""], &[], 0);
        expect(&["--color=auto", ""], &[], 0);
    }

    #[test]
    fn a_value_that_may_be_missing_does_not_follow() {
        expect(&["--only", "a.yaml", "--dir", ""], &[], 16);
        expect(&["--only", ""], &[], 0);
        expect(&["--only=t"], &["true"], 4);
    }

    #[test]
    fn a_value_may_stand_in_a_cluster_of_flags() {
        expect(&["-Rf", ""], &[], 0);
        expect(&["-Rk", ""], &[], 16);
        expect(&["-fa.yaml", "--co"], &["--color"], 4);
    }

    #[test]
    fn a_value_that_is_called_like_a_command_is_a_value() {
        expect(&["-f", "explain", ""], &[], 0);
        expect(&["--color", "explain", "wr"], &[], 0);
    }

    #[test]
    fn the_last_of_a_list_is_completed() {
        expect(&["--kinds", "pods,no"], &["pods,nodes"], 4);
    }

    #[test]
    fn a_command_has_arguments_of_its_own() {
        expect(&["explain", "wr"], &["wrong-group"], 4);
        expect(&["explain", "--r"], &[], 4);
        expect(&["explain", "wrong-group", ""], &[], 4);
    }

    #[test]
    fn what_does_not_exist_has_no_values() {
        expect(&["--nothing", ""], &["explain"], 0);
        expect(&["--nothing=x"], &[], 4);
        expect(&[], &[], 4);
    }

    #[test]
    fn the_protocol_is_a_line_a_word_and_a_directive() {
        let words = ["--fi".to_owned()];
        assert_eq!(complete(tool(), &rules, &words).to_string(), "--filename\tFiles\n:4\n");
    }

    #[test]
    fn a_word_that_goes_on_gets_no_space() {
        let open = || vec![Candidate::new("jsonpath=", "")];
        assert_eq!(Reply { candidates: open(), ..Reply::default() }.directive(), 6);
        let ordered =
            Reply { candidates: vec![Candidate::new("1.37", "")], ordered: true, ..Reply::default() };
        assert_eq!(ordered.directive(), 36);
    }
}
