//! What `etcdctl get` printed, in any of its formats: `-w json`, `-w fields`, `-w protobuf`, and as it prints one key without
//! any.
//!
//! The formats are those of go.etcd.io/etcd, etcdctl/ctlv3/command/printer.go, printer_fields.go and printer_simple.go.

mod fields;
mod json;
mod protobuf;
mod simple;

use std::path::Path;

pub(in crate::source::etcd) use json::Answer;

use super::{Entry, unusable};
use crate::kube::Fault;

/// What etcdctl printed, in memory.
#[derive(Debug)]
pub struct Output {
    name: String,
    read: Read,
}

/// What was read: the entries in ascending order of their keys, and what is known of them all.
#[derive(Debug, Default)]
struct Read {
    entries: Vec<Entry>,
    revision: Option<i64>,
    /// Whether the entries are all there are between the first and the last.
    is_whole: bool,
}

impl Output {
    /// Reads what etcdctl printed; `-` is standard input.
    ///
    /// # Errors
    /// What cannot be read, or is in none of the formats.
    pub fn open(path: &str) -> Result<Output, Fault> {
        let name = if path == "-" { "standard input".to_owned() } else { path.to_owned() };
        let read = match path {
            "-" => {
                let mut bytes = Vec::new();
                std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
            }
            _ => std::fs::read(Path::new(path)),
        };
        let bytes = read.map_err(|error| unusable(format!("cannot open {name}: {error}")))?;
        Output::of_bytes(&name, &bytes)
    }

    /// Reads what etcdctl printed from memory.
    ///
    /// # Errors
    /// What is in none of the formats.
    pub fn of_bytes(name: &str, bytes: &[u8]) -> Result<Output, Fault> {
        let mut read = parse(bytes).map_err(|why| {
            unusable(format!("{name}: {why}"))
                .hint("save what `etcdctl get /registry --prefix -w json` prints; -w fields is read as well")
        })?;
        let in_order = read.entries.is_sorted_by(|a, b| a.key < b.key);
        read.is_whole &= in_order;
        read.entries.sort_by(|a, b| a.key.cmp(&b.key));
        read.entries.dedup_by(|a, b| a.key == b.key);
        Ok(Output { name: name.to_owned(), read })
    }

    /// Tells whether etcdctl was asked for keys only.
    pub fn has_no_values(&self) -> bool {
        !self.read.entries.is_empty() && self.read.entries.iter().all(|entry| entry.value.is_empty())
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn revision(&self) -> Option<i64> {
        self.read.revision
    }

    pub(super) fn scan(&self, prefix: &str, see: &mut dyn FnMut(Entry)) -> Result<(), Fault> {
        let own = self.read.entries.iter().filter(|entry| entry.key.starts_with(prefix));
        own.for_each(|entry| see(entry.clone()));
        Ok(())
    }

    pub(super) fn get(&self, key: &str) -> Result<Option<Entry>, Fault> {
        let entries = &self.read.entries;
        let found = entries.binary_search_by(|entry| entry.key.as_str().cmp(key));
        Ok(found.ok().map(|at| entries[at].clone()))
    }

    pub(super) fn covers(&self, key: &str) -> bool {
        match self.read.entries.as_slice() {
            // Somebody asked for this key, and etcd had nothing.
            [] => true,
            [one] => one.key == key,
            [first, .., last] => self.read.is_whole && first.key.as_str() <= key && key <= last.key.as_str(),
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.read.entries.iter().map(|entry| entry.key.as_str())
    }
}

/// Finds out which format it is, and reads it.
fn parse(bytes: &[u8]) -> Result<Read, String> {
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        // `etcdctl get` prints nothing for a key that is not there.
        None => Ok(Read { is_whole: true, ..Read::default() }),
        Some(b'{') => json::read(bytes),
        Some(b'"') => fields::read(bytes),
        // The head of the message comes first, and its tag is a line feed.
        Some(_) if bytes.starts_with(b"\n") => protobuf::read(bytes).or_else(|_| simple::read(bytes)),
        Some(_) => simple::read(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &[u8]) -> Output {
        Output::of_bytes("x", text).expect("it can be read")
    }

    fn refused(text: &[u8]) -> String {
        Output::of_bytes("x", text).expect_err("it is refused").message
    }

    #[test]
    fn every_format_tells_the_same() {
        let json = br#"{"header":{"cluster_id":1,"revision":"9"},"kvs":[{"key":"L3IvYQ==","create_revision":3,"mod_revision":5,"version":2,"value":"e30="}],"count":1}"#;
        let fields = b"\"ClusterID\" : 1\n\"MemberID\" : 2\n\"Revision\" : 9\n\"RaftTerm\" : 2\n\"Key\" : \"/r/a\"\n\"CreateRevision\" : 3\n\"ModRevision\" : 5\n\"Version\" : 2\n\"Value\" : \"{}\"\n\"Lease\" : 0\n\"More\" : false\n\"Count\" : 1\n";
        let protobuf =
            b"\x0a\x04\x18\x09\x20\x02\x12\x10\x0a\x04/r/a\x10\x03\x18\x05\x20\x02\x2a\x02{}\x20\x01";
        let expected = Entry {
            key: "/r/a".to_owned(),
            value: b"{}".to_vec(),
            create_revision: Some(3),
            mod_revision: Some(5),
            version: Some(2),
        };
        for text in [&json[..], fields, protobuf] {
            let output = read(text);
            assert_eq!((output.revision(), &output.read.entries[..]), (Some(9), &[expected.clone()][..]));
        }
        let simple = read(b"/r/a\n{}\n");
        let unknown = Entry { create_revision: None, mod_revision: None, version: None, ..expected };
        assert_eq!((simple.revision(), &simple.read.entries[..]), (None, &[unknown][..]));
    }

    #[test]
    fn values_are_bytes() {
        let output = read(b"\"Key\" : \"/r/a\"\n\"Value\" : \"k8s\\x00\\n\\u00fc\\\"\\xff\\t\"\n");
        assert_eq!(output.read.entries[0].value, b"k8s\0\n\xc3\xbc\"\xff\t");
        assert_eq!(read(b"/r/a\nk8s\0\n\xff\n").read.entries[0].value, b"k8s\0\n\xff");
    }

    #[test]
    fn a_part_says_only_what_lies_in_it() {
        let kv = |key: &str| format!("\"Key\" : {key:?}\n\"Value\" : \"x\"\n");
        let part = read(format!("{}{}", kv("/r/b"), kv("/r/d")).as_bytes());
        assert!(part.covers("/r/c") && !part.covers("/r/a") && !part.covers("/r/e"));
        let sorted_otherwise = read(format!("{}{}", kv("/r/d"), kv("/r/b")).as_bytes());
        assert!(!sorted_otherwise.covers("/r/c"));
        assert!(read(b"").covers("/r/a") && read(br#"{"header":{"revision":4}}"#).covers("/r/a"));
        assert!(!read(kv("/r/b").as_bytes()).covers("/r/a"));
    }

    #[test]
    fn what_cannot_be_told_apart_is_refused() {
        assert_eq!(
            refused(b"/r/a\nk8s\0\n/r/b\nk8s\0\n"),
            "x: where one value ends and the next key begins cannot be told in this format"
        );
    }

    #[test]
    fn other_files_are_refused() {
        assert!(refused(b"{\"items\":[]}").contains("nothing that etcdctl prints"));
        assert!(refused(b"{\"kvs\":[{\"key\":\"?\"}]}").contains("base64"));
        assert!(refused(b"\"Key\" : /r/a\n").contains("line 1"));
        assert!(refused(b"\x89PNG\r\n\x1a\n\0\0").contains("does not begin with a key"));
        assert!(refused(b"apiVersion: v1\nkind: Pod\n").contains("does not begin with a key"));
    }
}
