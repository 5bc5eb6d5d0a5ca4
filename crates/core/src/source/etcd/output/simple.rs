//! Without `-w`: the key on a line, and the value as it is. Where one value ends and the next key begins is not told, so that
//! only one key can be read.

use super::Read;
use crate::source::etcd::Entry;

/// Reads one key and its value.
pub(super) fn read(bytes: &[u8]) -> Result<Read, String> {
    let no_key = || "it does not begin with a key, and is no other format of etcdctl either".to_owned();
    let end = bytes.iter().position(|byte| *byte == b'\n').ok_or_else(no_key)?;
    let key = std::str::from_utf8(&bytes[..end]).map_err(|_| no_key())?;
    if !key.starts_with('/') || key.chars().any(|c| c.is_control() || c == ' ') {
        return Err(no_key());
    }
    let value = &bytes[end + 1..];
    let value = value.strip_suffix(b"\n").unwrap_or(value);
    let first = key[1..].find('/').map_or(key, |end| &key[..end + 2]);
    let next = [b"\n", first.as_bytes()].concat();
    if memchr::memmem::find(value, &next).is_some() {
        return Err("where one value ends and the next key begins cannot be told in this format".to_owned());
    }
    let entry = Entry { key: key.to_owned(), value: value.to_vec(), ..Entry::default() };
    Ok(Read { entries: vec![entry], revision: None, is_whole: true })
}
