//! `${NAME%%PATTERN}` and its like: the value of a variable without its beginning or end.

/// What is cut off a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    /// The pattern; `*` stands for any text, `?` for any character.
    pattern: Vec<char>,
    /// Whether it is cut off the end, with `%`; else off the beginning, with `#`.
    is_end: bool,
    /// Whether as much as possible is cut off.
    is_longest: bool,
}

impl Cut {
    /// Reads what follows the name of a variable; none if it is something else, or a pattern that is not read here.
    pub(super) fn read(text: &str) -> Option<Cut> {
        let mark = text.chars().next().filter(|mark| "%#".contains(*mark))?;
        let rest = &text[1..];
        let longest = rest.strip_prefix(mark);
        let pattern = longest.unwrap_or(rest);
        let is_read = !pattern.contains(['$', '`', '[', '\\']);
        let pattern = pattern.chars().filter(|c| !matches!(c, '"' | '\'')).collect();
        is_read.then(|| Cut { pattern, is_end: mark == '%', is_longest: longest.is_some() })
    }

    /// Returns what is left of a value.
    pub(super) fn of(&self, value: &str) -> String {
        let value: Vec<char> = value.chars().collect();
        let mut ends: Vec<usize> = (0..=value.len()).collect();
        // The shortest part at the end begins last, the longest part at the beginning ends last.
        if self.is_end != self.is_longest {
            ends.reverse();
        }
        let part = |at: usize| if self.is_end { &value[at..] } else { &value[..at] };
        let left = |at: usize| if self.is_end { &value[..at] } else { &value[at..] };
        let found = ends.into_iter().find(|at| matches(&self.pattern, part(*at)));
        found.map_or(value.as_slice(), left).iter().collect()
    }
}

/// Tells whether a text is as a pattern has it.
fn matches(pattern: &[char], text: &[char]) -> bool {
    let (mut at, mut of, mut star) = (0, 0, None);
    while at < text.len() {
        match pattern.get(of) {
            Some('*') => {
                star = Some((of, at));
                of += 1;
            }
            Some(c) if *c == '?' || *c == text[at] => (at, of) = (at + 1, of + 1),
            _ => match star {
                // The last star takes one character more.
                Some((begin, from)) => {
                    star = Some((begin, from + 1));
                    (at, of) = (from + 1, begin + 1);
                }
                None => return false,
            },
        }
    }
    pattern[of..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shortest_or_the_longest_part_is_cut_off() {
        for (cut, value, expected) in [
            ("%%:*", "db:5432", "db"),
            ("##*:", "db:5432", "5432"),
            ("%:*", "a:b:c", "a:b"),
            ("%%:*", "a:b:c", "a"),
            ("#*:", "a:b:c", "b:c"),
            ("##*:", "a:b:c", "c"),
            ("#*://", "http://web:80", "web:80"),
            ("%/", "web/", "web"),
            ("%??", "web", "w"),
            ("%%:*", "db", "db"),
            ("%%\":\"*", "db:1", "db"),
        ] {
            let read = Cut::read(cut).expect("it is read");
            assert_eq!(read.of(value), expected, "{cut} of {value}");
        }
        assert_eq!(Cut::read("/a/b"), None);
        assert_eq!(Cut::read("%$X"), None);
        assert_eq!(Cut::read(""), None);
    }
}
