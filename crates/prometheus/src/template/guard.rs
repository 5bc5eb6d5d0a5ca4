//! What is refused before it is parsed: texts that no person writes, on which a parser would lose its footing.

use super::error::TemplateError;

/// The longest expression, in bytes.
const LENGTH: usize = 16 << 10;
/// The most brackets within each other.
const DEPTH: usize = 64;
/// The most operators; a chain of them is as deep as it is long.
const OPERATORS: usize = 512;
/// The longest time that is written as a plain number of seconds: some three hundred years.
const SECONDS: f64 = 1e10;

/// Refuses a text that is too long or too deep, or that has a length of time beyond all calendars.
pub(super) fn check(text: &str) -> Result<(), TemplateError> {
    if text.len() > LENGTH {
        return Err(TemplateError::new(format!("it is longer than {} KiB", LENGTH >> 10)));
    }
    let bare = without_texts(text);
    let (mut depth, mut operators) = (0_usize, 0);
    for byte in bare.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'=' | b'<' | b'>' | b',' => operators += 1,
            _ => {}
        }
        if depth > DEPTH {
            return Err(TemplateError::new(format!("it has more than {DEPTH} brackets within each other")));
        }
    }
    let word =
        |word: &&str| ["and", "or", "unless", "atan2"].iter().any(|set| set.eq_ignore_ascii_case(word));
    operators += bare.split(|c: char| !c.is_alphanumeric() && c != '_').filter(word).count();
    if operators > OPERATORS {
        return Err(TemplateError::new(format!("it has more than {OPERATORS} operators")));
    }
    lengths(&bare)
}

/// Returns the text without what stands in quotes and without comments, so that the rest can be looked at.
fn without_texts(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '"' | '\'' | '`' => {
                while let Some(inner) = characters.next() {
                    match inner {
                        '\\' if character != '`' => drop(characters.next()),
                        _ if inner == character => break,
                        _ => {}
                    }
                }
                bare.push('"');
            }
            '#' => {
                characters.by_ref().find(|inner| *inner == '\n');
                bare.push('\n');
            }
            _ => bare.push(character),
        }
    }
    bare
}

/// Refuses lengths of time that do not fit: plain numbers that are too large, and numbers of a unit that have more digits
/// than the parser reads (which takes them for zero).
fn lengths(bare: &str) -> Result<(), TemplateError> {
    let mut from = 0;
    while let Some(at) = bare[from..].find(is_word).map(|at| from + at) {
        let end = at + word_end(&bare[at..]);
        let word = &bare[at..end];
        let seconds = word.parse::<f64>();
        let is_huge =
            seconds.is_ok_and(|seconds| seconds.is_nan() || seconds > SECONDS) && is_length(&bare[..at]);
        let has_unit = word.starts_with(|c: char| c.is_ascii_digit())
            && word.ends_with(['s', 'm', 'h', 'd', 'w', 'y', 'S', 'M', 'H', 'D', 'W', 'Y']);
        let digits = word.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
        if is_huge || has_unit && digits > 9 {
            return Err(TemplateError::new(format!("{word} is too long a time")));
        }
        from = end;
    }
    Ok(())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '.' || character == '_'
}

/// Returns the length of the word or number at the beginning of a text. The sign of an exponent belongs to its number.
fn word_end(text: &str) -> usize {
    let plain = |text: &str| text.find(|c| !is_word(c)).unwrap_or(text.len());
    let end = plain(text);
    let is_number = text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
    match text[end..].strip_prefix(['+', '-']) {
        Some(more) if is_number && text[..end].ends_with(['e', 'E']) => end + 1 + plain(more),
        _ => end,
    }
}

/// Tells whether a length of time follows a text.
fn is_length(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || c == '+' || c == '-');
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
    before.ends_with(['[', ':']) || word.eq_ignore_ascii_case("offset")
}
