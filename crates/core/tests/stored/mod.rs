//! What reading stored values, and what etcdctl prints, must hold for any bytes; tests and fuzz targets share it.

use kubecheck_core::diff;
use kubecheck_core::source::etcd::{Etcd, Opened, Output, definition, meaning, open};

/// Reads bytes as a stored value and as what etcdctl printed. Neither may panic; what is opened differs in nothing from itself.
pub(crate) fn check(bytes: &[u8]) {
    value(bytes);
    let Ok(output) = Output::of_bytes("x", bytes) else { return };
    let etcd = Etcd::Output(output);
    let mut keys = Vec::new();
    etcd.scan("", &mut |entry| {
        let _ = meaning(&entry.key, "/registry");
        value(&entry.value);
        keys.push(entry.key);
    })
    .expect("memory can be read");
    assert!(keys.is_sorted(), "keys come in their order");
    for key in keys {
        let found = etcd.get(&key).expect("memory can be read");
        assert_eq!(found.map(|entry| entry.key), Some(key), "each is found again");
    }
}

fn value(bytes: &[u8]) {
    let _ = definition(bytes);
    if let Opened::Object(object) = open(bytes) {
        assert!(!object.kind.is_empty() && !object.api_version.is_empty());
        assert_eq!(diff::values(&object.json, &object.json), []);
    }
}
