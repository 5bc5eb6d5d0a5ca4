//! Makes text of bytes: UTF-16 becomes UTF-8, and what YAML does not allow is found.

use std::io::{self, Read};

use crate::model::tree::Position;

use super::fault::Fault;

/// How a stream is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    /// UTF-8 behind a byte order mark.
    Marked,
    Utf16Le,
    Utf16Be,
}

/// A stream as UTF-8 without its byte order mark, as kubectl reads files and standard input.
pub(super) struct Decoded<R> {
    reader: R,
    encoding: Encoding,
    /// What has been read and decoded, and how much of it was handed on.
    ready: Vec<u8>,
    given: usize,
    /// What has been read of a character that is not complete.
    rest: Vec<u8>,
}

/// How much UTF-16 is decoded at once.
const BLOCK: u64 = 8192;

impl<R: Read> Decoded<R> {
    /// Looks for a byte order mark.
    pub(super) fn new(mut reader: R) -> io::Result<Decoded<R>> {
        let mut head = Vec::with_capacity(3);
        reader.by_ref().take(3).read_to_end(&mut head)?;
        let (encoding, mark) = match head[..] {
            [0xEF, 0xBB, 0xBF] => (Encoding::Marked, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            _ => (Encoding::Utf8, 0),
        };
        let head = head.split_off(mark);
        let wide = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        let (ready, rest) = if wide { (Vec::new(), head) } else { (head, Vec::new()) };
        Ok(Decoded { reader, encoding, ready, given: 0, rest })
    }

    /// Returns how the stream is encoded.
    pub(super) fn encoding(&self) -> Encoding {
        self.encoding
    }

    /// Reads and decodes some UTF-16; false at the end. What is no character is replaced.
    fn decode(&mut self) -> io::Result<bool> {
        self.ready.clear();
        self.given = 0;
        let mut raw = std::mem::take(&mut self.rest);
        let got = self.reader.by_ref().take(BLOCK).read_to_end(&mut raw)?;
        let little = self.encoding == Encoding::Utf16Le;
        let unit = |pair: &[u8]| {
            if little {
                u16::from_le_bytes([pair[0], pair[1]])
            } else {
                u16::from_be_bytes([pair[0], pair[1]])
            }
        };
        let mut units: Vec<u16> = raw.chunks_exact(2).map(unit).collect();
        // The second half of a pair comes with the next block, if there is one.
        if got > 0 && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.pop();
        }
        self.rest = raw.split_off(2 * units.len());
        let characters = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER));
        let mut text: String = characters.collect();
        if got == 0 && !std::mem::take(&mut self.rest).is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        self.ready = text.into_bytes();
        Ok(got > 0)
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wide = matches!(self.encoding, Encoding::Utf16Le | Encoding::Utf16Be);
        if !wide && self.given == self.ready.len() {
            return self.reader.read(buffer);
        }
        while self.given == self.ready.len() && self.decode()? {}
        let count = (&self.ready[self.given..]).read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

/// Returns bytes as text, or a fault at the first that is not UTF-8.
pub(super) fn utf8(bytes: &[u8], begin: Position) -> Result<&str, Fault> {
    std::str::from_utf8(bytes).map_err(|error| {
        let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let byte = bytes[error.valid_up_to()];
        Fault::new(begin.behind(&valid), format!("the byte 0x{byte:02X} is not UTF-8 text"))
            .help("save the file as UTF-8; binary data belongs into base64")
    })
}

/// Refuses the control characters that YAML does not allow, even in comments.
pub(super) fn check_characters(text: &str, begin: Position) -> Result<(), Fault> {
    let Some(at) = forbidden(text) else { return Ok(()) };
    let character = text[at..].chars().next().unwrap_or_default();
    let code = u32::from(character);
    let fault = Fault::new(
        begin.behind(&text[..at]),
        format!("YAML does not allow the control character U+{code:04X}"),
    );
    Err(match character {
        '\0' => fault.help("this does not look like a text file; if it is one, save it as UTF-8"),
        _ => {
            fault.help(format!("take it away, or write it as an escape in double quotes: \"\\u{code:04X}\""))
        }
    })
}

/// Returns the byte of the first character that YAML 1.1 does not allow (`go.yaml.in/yaml/v2/readerc.go`).
fn forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let suspect = |byte: &u8| (*byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || *byte == 0x7F;
    let mut begin = 0;
    let mut found = None;
    for block in bytes.chunks(256) {
        // Looking at each byte without stopping is what the compiler can do many at a time.
        if block.iter().fold(false, |any, byte| any | suspect(byte)) {
            found = block.iter().position(suspect).map(|at| begin + at);
            break;
        }
        begin += block.len();
    }
    let rare = memchr::memchr2_iter(0xC2, 0xEF, bytes).take_while(|at| found.is_none_or(|found| *at < found));
    let mut rare = rare.filter(|at| match bytes[*at..] {
        [0xC2, next, ..] => (0x80..0xA0).contains(&next) && next != 0x85,
        [0xEF, 0xBF, last, ..] => last >= 0xBE,
        _ => false,
    });
    if text.is_ascii() { found } else { rare.next().or(found) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: Position = Position { line: 1, column: 1 };

    fn decoded(bytes: &[u8]) -> (Encoding, String) {
        let mut decoded = Decoded::new(bytes).unwrap();
        let mut text = String::new();
        decoded.read_to_string(&mut text).unwrap();
        (decoded.encoding(), text)
    }

    #[test]
    fn a_mark_tells_the_encoding() {
        assert_eq!(decoded(b"ab"), (Encoding::Utf8, "ab".into()));
        assert_eq!(decoded(b"\xEF\xBB\xBFab"), (Encoding::Marked, "ab".into()));
        assert_eq!(decoded(b"\xFF\xFEa\0\x3D\xD8\x00\xDE"), (Encoding::Utf16Le, "a😀".into()));
        assert_eq!(decoded(b"\xFE\xFF\0a\0\n"), (Encoding::Utf16Be, "a\n".into()));
    }

    #[test]
    fn pairs_are_decoded_across_blocks() {
        let text = "x".to_owned() + &"😀".repeat(5000);
        let bytes: Vec<u8> =
            "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&bytes).1, text);
    }

    #[test]
    fn halves_are_replaced() {
        assert_eq!(decoded(b"\xFF\xFE\x3D\xD8").1, "\u{FFFD}");
        assert_eq!(decoded(b"\xFF\xFEa\0b").1, "a\u{FFFD}");
    }

    #[test]
    fn control_characters_have_a_place() {
        let at = |text: &str| check_characters(text, BEGIN).unwrap_err().span.start;
        assert_eq!(at("a: é\u{1}"), Position { line: 1, column: 5 });
        assert_eq!(at("é\nb\u{80}\u{0}"), Position { line: 2, column: 2 });
        assert_eq!(at("\u{FFFF}"), BEGIN);
        assert!(check_characters("\u{85}\u{A0}\u{FFFD}\t\r\n", BEGIN).is_ok());
    }

    #[test]
    fn what_is_not_utf_8_has_a_place() {
        let fault = utf8(b"a\n\xC3\xA9\xFF", BEGIN).unwrap_err();
        assert_eq!(fault.span.start, Position { line: 2, column: 2 });
    }
}
