//! `-w protobuf`: the `RangeResponse` itself (go.etcd.io/etcd, api/etcdserverpb/rpc.proto).

use kubecheck_boltdb::etcd::KeyValue;
use kubecheck_boltdb::wire::{Fields, Value};

use super::Read;
use crate::source::etcd::Entry;

/// Reads the message.
pub(super) fn read(bytes: &[u8]) -> Result<Read, String> {
    let mut read = Read { is_whole: true, ..Read::default() };
    let wrong = |error| format!("no answer of etcd in protobuf: {error}");
    for field in Fields::new(bytes) {
        let field = field.map_err(wrong)?;
        let message = field.value.bytes();
        match (field.number, message) {
            (1, Some(header)) => {
                for field in Fields::new(header) {
                    let field = field.map_err(wrong)?;
                    if field.number == 3 {
                        read.revision = field.value.integer();
                    }
                }
            }
            (2, Some(message)) => {
                let kv = KeyValue::read(message).map_err(wrong)?;
                read.entries.push(Entry {
                    key: String::from_utf8_lossy(&kv.key).into_owned(),
                    value: kv.value,
                    create_revision: Some(kv.create_revision),
                    mod_revision: Some(kv.mod_revision),
                    version: Some(kv.version),
                });
            }
            (3 | 4, None) if matches!(field.value, Value::Number(_)) => {}
            _ => return Err("no answer of etcd in protobuf: it has other fields".to_owned()),
        }
    }
    match read.revision {
        Some(_) => Ok(read),
        None => Err("no answer of etcd in protobuf: it has no revision".to_owned()),
    }
}
