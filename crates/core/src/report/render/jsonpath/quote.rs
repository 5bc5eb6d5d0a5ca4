//! Quoted texts, with the escapes of Go.

use super::ParseError;

/// Undoes the escapes of a text that stood between two marks.
pub(super) fn unquote(text: &str, mark: char) -> Result<String, ParseError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => escape(&mut chars, mark, &mut bytes).ok_or_else(|| {
                ParseError(format!("the text {mark}{text}{mark} has an escape that Go does not know"))
            })?,
            c => push(c, &mut bytes),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn push(c: char, bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Reads what follows a backslash; numbers of one byte are bytes, longer ones are characters.
fn escape(chars: &mut std::str::Chars<'_>, mark: char, bytes: &mut Vec<u8>) -> Option<()> {
    match chars.next()? {
        'a' => bytes.push(7),
        'b' => bytes.push(8),
        'f' => bytes.push(12),
        'n' => bytes.push(b'\n'),
        'r' => bytes.push(b'\r'),
        't' => bytes.push(b'\t'),
        'v' => bytes.push(11),
        '\\' => bytes.push(b'\\'),
        'x' => bytes.push(u8::try_from(number(chars, 2, 16, 0)?).ok()?),
        'u' => push(char::from_u32(number(chars, 4, 16, 0)?)?, bytes),
        'U' => push(char::from_u32(number(chars, 8, 16, 0)?)?, bytes),
        digit @ '0'..='7' => bytes.push(u8::try_from(number(chars, 2, 8, digit.to_digit(8)?)?).ok()?),
        c if c == mark => push(c, bytes),
        _ => return None,
    }
    Some(())
}

fn number(chars: &mut std::str::Chars<'_>, digits: usize, radix: u32, first: u32) -> Option<u32> {
    let mut number = first;
    for _ in 0..digits {
        number = number.checked_mul(radix)?.checked_add(chars.next()?.to_digit(radix)?)?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_escapes_of_go_are_undone() {
        for (text, expected) in [
            (r"\n\t\r\\", "\n\t\r\\"),
            (r"\a\b\f\v", "\u{7}\u{8}\u{c}\u{b}"),
            (r"\x41\101\u00e9\U0001f600", "AAé😀"),
            (r"\xc3\xa9", "é"),
            (r#"say \"x\""#, r#"say "x""#),
            ("größe", "größe"),
        ] {
            assert_eq!(unquote(text, '"').as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_escapes_are_mistakes() {
        for text in [r"\q", r"\'", r"\x4", r"\ud800", r"\9", r"\400", "\\"] {
            unquote(text, '"').expect_err(text);
        }
    }
}
