//! The contexts that a command is to look at, by names and patterns, and asking all their clusters at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::args::ConnectionArgs;
use super::fault::{Fault, FaultKind};
use super::files::contexts;

/// How many clusters are asked at once.
const AT_ONCE: usize = 32;

/// Returns the contexts that names and patterns choose, each once, in the order they are named; what one pattern chooses
/// stands as in the kubeconfig.
///
/// # Errors
/// A kubeconfig that cannot be read, and names or patterns that choose nothing.
pub fn choose(named: &[String], args: &ConnectionArgs) -> Result<Vec<String>, Fault> {
    let there = contexts(args)?.names;
    let mut chosen: Vec<String> = Vec::new();
    for pattern in named.iter().map(|pattern| pattern.trim()).filter(|pattern| !pattern.is_empty()) {
        let is_name = there.iter().any(|name| name == pattern);
        let fits = |name: &&String| if is_name { *name == pattern } else { matches(pattern, name) };
        let found: Vec<&String> = there.iter().filter(fits).collect();
        if found.is_empty() {
            return Err(nothing(pattern, &there));
        }
        for name in found {
            if !chosen.contains(name) {
                chosen.push(name.clone());
            }
        }
    }
    if chosen.is_empty() { Err(nothing("", &there)) } else { Ok(chosen) }
}

fn nothing(pattern: &str, there: &[String]) -> Fault {
    let message = match pattern {
        "" => "no context is named".to_owned(),
        _ if pattern.contains(['*', '?']) => format!("no context of the kubeconfig is like {pattern:?}"),
        _ => format!("no context named {pattern:?} in the kubeconfig"),
    };
    let hint = match there {
        [] => "it has no contexts".to_owned(),
        _ => format!("contexts there: {}", there.join(", ")),
    };
    Fault::new(FaultKind::Configuration, message).hint(hint)
}

/// Tells whether a name is like a pattern, in which `*` stands for any characters, a slash among them (names of managed
/// clusters have some), and `?` for one.
fn matches(pattern: &str, name: &str) -> bool {
    let (pattern, name): (Vec<char>, Vec<char>) = (pattern.chars().collect(), name.chars().collect());
    let (mut at, mut of, mut star) = (0, 0, None);
    while of < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, of));
                at += 1;
            }
            Some(c) if *c == '?' || *c == name[of] => (at, of) = (at + 1, of + 1),
            // What the last star stands for is longer.
            _ => match star {
                Some((back, from)) => {
                    star = Some((back, from + 1));
                    (at, of) = (back + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == '*')
}

/// Asks the clusters of several contexts at once, and returns the answers in the order of the contexts.
pub fn ask_each<T: Send>(
    contexts: &[String],
    args: &ConnectionArgs,
    ask: impl Fn(&str, &ConnectionArgs) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let answers: Mutex<Vec<(usize, T)>> = Mutex::default();
    thread::scope(|scope| {
        for _ in 0..contexts.len().min(AT_ONCE) {
            scope.spawn(|| {
                while let Some((at, context)) = take(contexts, &next) {
                    let args = ConnectionArgs { context: Some(context.clone()), ..args.clone() };
                    let answer = ask(context, &args);
                    answers.lock().unwrap_or_else(PoisonError::into_inner).push((at, answer));
                }
            });
        }
    });
    let mut answers = answers.into_inner().unwrap_or_else(PoisonError::into_inner);
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

fn take<'c>(contexts: &'c [String], next: &AtomicUsize) -> Option<(usize, &'c String)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, contexts.get(at)?))
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn patterns_are_those_of_a_shell_but_cross_slashes() {
        for (pattern, name, expected) in [
            ("prod-*", "prod-1", true),
            ("prod-*", "preprod-1", false),
            ("*prod*", "arn:aws:eks:eu:1:cluster/prod-1", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b", "xaxbxb", true),
            ("*a*b", "xaxbx", false),
            ("", "", true),
            ("é*", "e", false),
            ("é*é", "été", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }

    fn chosen(named: &[&str]) -> Result<Vec<String>, Fault> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let contexts =
            ["b", "a-1", "a-2", "x*"].map(|name| format!("{{name: {name:?}, context: {{cluster: c}}}}"));
        write!(file, "contexts: [{}]", contexts.join(", ")).unwrap();
        let args = ConnectionArgs { kubeconfig: Some(file.path().to_owned()), ..ConnectionArgs::default() };
        choose(&named.iter().map(|&name| name.to_owned()).collect::<Vec<_>>(), &args)
    }

    #[test]
    fn each_context_is_chosen_once_in_the_order_of_the_names() {
        assert_eq!(chosen(&["a-2", "a-*", " b ", ""]).unwrap(), ["a-2", "a-1", "b"]);
        assert_eq!(chosen(&["x*"]).unwrap(), ["x*"]);
    }

    #[test]
    fn what_chooses_nothing_is_told_what_there_is() {
        for (named, message) in [
            ("c", "no context named \"c\" in the kubeconfig"),
            ("c*", "no context of the kubeconfig is like \"c*\""),
            ("", "no context is named"),
        ] {
            let fault = chosen(&[named]).unwrap_err();
            assert_eq!(fault.message, message);
            assert_eq!(fault.hint.as_deref(), Some("contexts there: b, a-1, a-2, x*"));
        }
    }
}
