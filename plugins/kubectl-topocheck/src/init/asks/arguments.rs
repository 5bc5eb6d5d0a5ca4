//! The arguments of a program: flags with their values, and what is no flag.

/// Arguments, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Arguments<'a> {
    /// The flags, without dashes, each with its value if it takes one.
    pub(super) flags: Vec<(&'a str, &'a str)>,
    /// What is no flag.
    pub(super) plain: Vec<&'a str>,
}

impl<'a> Arguments<'a> {
    /// Takes arguments apart. `valued` are the flags that take a value, by one letter or by a word, with a space between.
    pub(super) fn read(words: &'a [String], valued: &str) -> Arguments<'a> {
        let takes = |name: &str| valued.split(' ').any(|flag| flag == name);
        let mut read = Arguments::default();
        let mut rest = words.iter().map(String::as_str);
        while let Some(word) = rest.next() {
            match word {
                "--" => {
                    read.plain.extend(rest.by_ref());
                }
                word if word.starts_with("--") && word.len() > 2 => {
                    let name = &word[2..];
                    match name.split_once('=') {
                        Some((name, value)) => read.flags.push((name, value)),
                        None if takes(name) => read.flags.push((name, rest.next().unwrap_or_default())),
                        None => read.flags.push((name, "")),
                    }
                }
                word if word.starts_with('-') && word.len() > 1 => {
                    read.letters(&word[1..], &takes, &mut rest);
                }
                word => read.plain.push(word),
            }
        }
        read
    }

    /// Takes letters behind one dash: `-zv`, `-w30`, `-h db`; or a word behind one, as Go's programs have it.
    fn letters(
        &mut self,
        word: &'a str,
        takes: &impl Fn(&str) -> bool,
        rest: &mut impl Iterator<Item = &'a str>,
    ) {
        let first = word.chars().next().map_or(0, char::len_utf8);
        let is_word = |name: &str| name.len() > 1 && (takes(name) || !takes(&word[..first]));
        if let Some((name, value)) = word.split_once('=').filter(|(name, _)| is_word(name)) {
            return self.flags.push((name, value));
        }
        if word.chars().count() > 1 && takes(word) {
            return self.flags.push((word, rest.next().unwrap_or_default()));
        }
        for (at, letter) in word.char_indices() {
            let end = at + letter.len_utf8();
            let name = &word[at..end];
            if takes(name) {
                let own = &word[end..];
                let value = if own.is_empty() {
                    rest.next().unwrap_or_default()
                } else {
                    own.trim_start_matches('=')
                };
                return self.flags.push((name, value));
            }
            self.flags.push((name, ""));
        }
    }

    /// Returns the value of the first of some flags that is there.
    pub(super) fn value(&self, names: &[&str]) -> Option<&'a str> {
        self.flags
            .iter()
            .find(|(name, value)| names.contains(name) && !value.is_empty())
            .map(|(_, value)| *value)
    }

    /// Returns all values of some flags.
    pub(super) fn values<'n>(&'n self, names: &'n [&str]) -> impl Iterator<Item = &'a str> + 'n {
        self.flags
            .iter()
            .filter(|(name, value)| names.contains(name) && !value.is_empty())
            .map(|(_, value)| *value)
    }
}
