//! `-w fields`: one field a line, texts quoted as Go quotes them.

use super::Read;
use crate::source::etcd::Entry;

/// Reads the fields: each entry begins with its key.
pub(super) fn read(bytes: &[u8]) -> Result<Read, String> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| "no UTF-8, which -w fields always prints".to_owned())?;
    let mut read = Read { is_whole: true, ..Read::default() };
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |what: &str| format!("line {}: {what}", index + 1);
        let (name, value) =
            line.split_once(" : ").ok_or_else(|| wrong("no field of etcdctl get -w fields"))?;
        let number = || value.trim().parse::<i64>().map_err(|_| wrong("this is no number"));
        let quoted = || unquote(value.trim()).ok_or_else(|| wrong("this is no text as Go quotes it"));
        let name = name.trim().trim_matches('"');
        if name == "Key" {
            let key = String::from_utf8_lossy(&quoted()?).into_owned();
            read.entries.push(Entry { key, ..Entry::default() });
        }
        let last = read.entries.last_mut();
        match (name, last) {
            ("Revision", _) => {
                read.is_whole &= read.revision.is_none();
                read.revision = Some(number()?).max(read.revision);
            }
            ("CreateRevision", Some(entry)) => entry.create_revision = Some(number()?),
            ("ModRevision", Some(entry)) => entry.mod_revision = Some(number()?),
            ("Version", Some(entry)) => entry.version = Some(number()?),
            ("Value", Some(entry)) => entry.value = quoted()?,
            _ => {}
        }
    }
    match read.entries.is_empty() && read.revision.is_none() {
        true => Err("there is neither a revision nor a key".to_owned()),
        false => Ok(read),
    }
}

/// Reads a text as Go's `%q` writes it (Go, strconv/quote.go): any byte may be there.
fn unquote(text: &str) -> Option<Vec<u8>> {
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut bytes = Vec::with_capacity(rest.len());
    while let Some(at) = rest.find(['\\', '"']) {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let escape = rest[at..].strip_prefix('\\')?;
        let kind = escape.chars().next()?;
        rest = &escape[kind.len_utf8()..];
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let (hex, behind) = rest.split_at_checked(digits)?;
        rest = behind;
        let number = || u32::from_str_radix(hex, 16).ok();
        match kind {
            'x' => bytes.push(u8::try_from(number()?).ok()?),
            'u' | 'U' => {
                bytes.extend_from_slice(char::from_u32(number()?)?.encode_utf8(&mut [0; 4]).as_bytes())
            }
            _ => bytes.push(plain(kind)?),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}

/// Returns the byte of an escape of one letter.
fn plain(kind: char) -> Option<u8> {
    Some(match kind {
        'a' => 0x07,
        'b' => 0x08,
        't' => b'\t',
        'n' => b'\n',
        'v' => 0x0b,
        'f' => 0x0c,
        'r' => b'\r',
        '\\' | '"' => kind as u8,
        _ => return None,
    })
}
