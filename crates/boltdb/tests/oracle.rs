//! Compares what we read with what Go's bbolt and etcd's and Kubernetes' own encodings wrote.

mod reader;

use std::fs::File;

use kubecheck_boltdb::bolt::{Db, Digest, digest};
use kubecheck_boltdb::etcd::Store;
use kubecheck_boltdb::kube::{ObjectMeta, Stored};
use kubecheck_test_support::Oracle;
use reader::hex;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A file that is removed at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Scratch {
        let name = format!("{name}-{}", std::process::id());
        Scratch(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[test]
fn files_are_read_as_bbolt_reads_them() {
    let mut oracle = Oracle::new("bolt");
    let (mut entries, mut overflowing) = (0, 0);
    for seed in 0..24 {
        let scratch = Scratch::new(&format!("bolt-{seed}"));
        let page_size = [1024, 4096, 4096, 16384][seed % 4];
        let steps = [1, 8, 40][seed % 3];
        let asked = json!({"path": scratch.0, "seed": seed, "pageSize": page_size, "steps": steps});
        let expected = oracle.ask(asked.to_string().as_bytes());
        let db = Db::open(File::open(&scratch.0).expect("it was made")).expect("a bbolt file");
        assert_eq!(u64::from(db.meta().page_size), page_size as u64);
        let read = Value::Array(reader::dump(&db, db.root(), 9).expect("it can be read"));
        assert!(read == normal(&expected), "seed {seed}: what is read differs");
        let text = expected.to_string();
        entries += text.matches("\"hash\"").count();
        overflowing += sizes(&expected).iter().filter(|size| **size > page_size as u64).count();
    }
    assert!(
        entries > 5_000 && overflowing > 100,
        "{entries} entries, {overflowing} of them over several pages"
    );
}

/// An empty bucket has no entries in our words.
fn normal(answer: &Value) -> Value {
    match answer {
        Value::Array(items) => items.iter().map(normal).collect(),
        Value::Object(entry) => {
            let kept = entry.iter().filter(|(_, value)| *value != &json!([]));
            Value::Object(kept.map(|(key, value)| (key.clone(), normal(value))).collect())
        }
        other => other.clone(),
    }
}

fn sizes(answer: &Value) -> Vec<u64> {
    match answer {
        Value::Array(items) => items.iter().flat_map(sizes).collect(),
        Value::Object(entry) => {
            let own = entry["size"].as_u64().into_iter();
            own.chain(entry.get("entries").map(sizes).unwrap_or_default()).collect()
        }
        _ => Vec::new(),
    }
}

#[test]
fn keys_are_as_the_last_revision_left_them() {
    let mut oracle = Oracle::new("etcd");
    for seed in 0..6_u64 {
        let scratch = Scratch::new(&format!("etcd-{seed}"));
        let asked = json!({"path": scratch.0, "seed": seed, "pageSize": 4096, "steps": 300});
        let expected = oracle.ask(asked.to_string().as_bytes());
        let store = Store::open(File::open(&scratch.0).expect("it was made")).expect("a file of etcd");
        assert_eq!((store.revision(), store.applied().0), (301, Some(300)));
        let expected = expected.as_array().expect("a list");
        assert_eq!(store.keys(b"/registry/").count(), expected.len());
        for key in expected {
            let name: Vec<u8> = unhex(key["key"].as_str().expect("a text"));
            let last = store.last(&name).expect("the key is there");
            assert_eq!(last.revision.main, key["modified"].as_i64().expect("a number"));
            assert_eq!(last.is_deleted(), key["isDeleted"].as_bool().expect("a bool"));
            let Some(read) = store.read(last).expect("it can be read") else { continue };
            let told = json!({
                "key": hex(&read.key), "value": hex(&read.value), "created": read.create_revision,
                "modified": read.mod_revision, "version": read.version, "isDeleted": false,
            });
            assert_eq!(&told, key);
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("hexadecimal digits");
    (0..text.len()).step_by(2).map(digit).collect()
}

#[test]
fn a_file_of_bbolt_itself_has_no_digest() {
    let scratch = Scratch::new("digest");
    let asked = json!({"path": scratch.0, "seed": 1, "pageSize": 4096, "steps": 1});
    Oracle::new("bolt").ask(asked.to_string().as_bytes());
    assert_eq!(digest(&File::open(&scratch.0).expect("it was made")).expect("it can be read"), Digest::None);
}

#[test]
fn the_metadata_of_every_kind_is_the_first_field() {
    let answer = Oracle::new("stored").ask(b"");
    let kinds = answer.as_array().expect("a list");
    assert!(kinds.len() > 150, "only {} kinds", kinds.len());
    for kind in kinds {
        let value = unhex(kind["value"].as_str().expect("a text"));
        let Stored::Protobuf(envelope) = Stored::open(&value) else { panic!("{kind} is not protobuf") };
        assert_eq!(json!(envelope.api_version), kind["apiVersion"]);
        assert_eq!(json!(envelope.kind), kind["kind"]);
        let meta = ObjectMeta::of_object(envelope.raw).expect("a message").expect("it has metadata");
        assert_eq!(meta.name, "the-name", "{kind}");
    }
}
