//! Files that are cut off, damaged or none: each is refused with what is wrong, and where.

mod reader;

use kubecheck_boltdb::Error;
use kubecheck_boltdb::bolt::{Db, Digest, digest};
use kubecheck_boltdb::etcd::Store;
use kubecheck_test_support::snapshot::{Change, PAGE, sign, snapshot};
use proptest::prelude::*;

fn small() -> Vec<u8> {
    let value = [b'x'; 700];
    snapshot(&[
        Change { revision: 2, key: "/registry/a", value: Some(b"{}") },
        Change { revision: 3, key: "/registry/b", value: Some(&value) },
        Change { revision: 4, key: "/registry/a", value: None },
    ])
}

/// Says why a file is refused.
fn refused(file: &[u8]) -> String {
    match Store::open(file) {
        Ok(_) => panic!("the file is read"),
        Err(error) => error.to_string(),
    }
}

/// Changes some bytes of the small file, and signs the meta pages.
fn changed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = small();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    sign(&mut file, 0);
    sign(&mut file, 1);
    file
}

#[test]
fn the_small_file_is_read() {
    let file = small();
    let store = Store::open(file.as_slice()).expect("a file of etcd");
    assert_eq!((store.revision(), store.applied()), (4, (Some(7), Some(7))));
    let keys: Vec<_> = store.keys(b"").map(|(key, last)| (key.to_vec(), last.is_deleted())).collect();
    assert_eq!(keys, [(b"/registry/a".to_vec(), true), (b"/registry/b".to_vec(), false)]);
    let last = store.last(b"/registry/b").expect("it is there");
    let read = store.read(last).expect("it can be read").expect("it is not deleted");
    assert_eq!((read.create_revision, read.mod_revision, read.version, read.value.len()), (3, 3, 1, 700));
}

#[test]
fn other_files_are_named_as_such() {
    assert_eq!(refused(b""), "this is no bbolt file: the file is empty");
    assert_eq!(refused(b"\x89PNG\r\n"), "this is no bbolt file: it has 6 bytes, and a meta page needs 80");
    let sqlite = [b"SQLite format 3\0".as_slice(), &[1; 4096]].concat();
    assert_eq!(
        refused(&sqlite),
        "this is no bbolt file: byte 16: there stands 0x01010101 instead of the mark 0xed0cdaed"
    );
    let mut other = small();
    other[3 * PAGE + 48..][..3].copy_from_slice(b"abc");
    assert_eq!(
        refused(&other),
        "this is no bbolt file: it is a bbolt file, but not etcd's: there is no bucket key, or no bucket meta"
    );
}

#[test]
fn a_file_that_is_cut_off_says_how_much_is_missing() {
    let file = small();
    let whole = file.len();
    assert_eq!(
        refused(&file[..whole - 1]),
        format!("the file is truncated: it has {} bytes, and its last page ends at byte {whole}", whole - 1)
    );
    assert_eq!(
        refused(&file[..60]),
        "the file is truncated: it has 60 bytes, and its first meta page ends at byte 80"
    );
}

#[test]
fn the_other_meta_page_is_taken_if_one_is_damaged() {
    for damaged in [0, 1] {
        let mut file = small();
        file[damaged * PAGE + 30] ^= 1;
        let db = Db::open(file.as_slice()).expect("one of them is enough");
        assert_eq!(db.meta().transaction, 2 - damaged as u64);
    }
    // A root that lies outside of the file makes a meta page none, though it is signed.
    let file = changed(PAGE + 32, &[99]);
    assert_eq!(Db::open(file.as_slice()).expect("one of them is enough").meta().transaction, 1);
    let mut file = small();
    file[30] ^= 1;
    file[PAGE + 30] ^= 1;
    assert!(refused(&file).ends_with(", and there is no other meta page"));
}

#[test]
fn pages_that_cannot_be_are_refused_where_they_are() {
    let root = 3 * PAGE;
    for (at, bytes, why) in [
        (root, &9_u64.to_le_bytes()[..], "byte 1536: page 3 says it is page 9"),
        (root + 8, &[0x10, 0], "byte 1544: page 3 is neither branch nor leaf: flags 0x0010"),
        (root + 10, &[0xff, 0xff], "byte 1546: page 3 has 65535 elements in 512 bytes"),
        (root + 12, &[0xff; 4], "byte 1548: page 3 goes over to page 4294967298 of 7"),
        (root + 20, &[0xff; 4], "byte 1552: the element reaches byte 4294967330 of a page of 512"),
        (root + 28, &[3, 0, 0, 0], "byte 1587: a bucket has 3 bytes, and needs 16"),
        (root + 51, &[99], "byte 1587: page 99 is named, and the file has pages 2 to 6"),
    ] {
        let file = changed(at, bytes);
        let told = match Db::open(file.as_slice()).and_then(|db| reader::dump(&db, db.root(), 3)) {
            Ok(_) => "it is read".to_owned(),
            Err(error) => error.to_string(),
        };
        assert_eq!(told, why);
    }
}

#[test]
fn a_page_that_leads_back_to_itself_is_no_endless_walk() {
    // The root becomes a branch page whose only element leads to it.
    let mut file = small();
    file[3 * PAGE + 8..][..4].copy_from_slice(&[1, 0, 1, 0]);
    file[3 * PAGE + 16..][..16].copy_from_slice(&[16, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
    assert_eq!(refused(&file), "byte 1552: page 3 is reached twice");
}

#[test]
fn what_is_no_entry_of_etcd_says_where_it_lies() {
    let keys = 4 * PAGE;
    let key = keys + 16 + 3 * 16;
    assert_eq!(
        refused(&changed(key + 8, b"-")),
        format!("byte {}: main and sub revision are not separated by _", key + 17)
    );
    assert_eq!(
        refused(&changed(key + 17, &[0x12])),
        format!("byte {}: revision 2 is no entry of etcd: it does not begin with a key", key + 17)
    );
    let error = Store::open(changed(key + 7, &[9]).as_slice()).err().expect("keys are out of order");
    assert!(matches!(error, Error::Corrupt { .. }) && error.to_string().ends_with("ascending order"));
}

#[test]
fn a_digest_is_right_wrong_or_not_there() {
    use sha2::{Digest as _, Sha256};
    let file = small();
    let told = |file: &[u8]| digest(&file).expect("memory can be read");
    assert_eq!(told(&file), Digest::None);
    let mut signed = [file.as_slice(), &Sha256::digest(&file)[..]].concat();
    assert_eq!(told(&signed), Digest::Right);
    signed[700] ^= 1;
    assert_eq!(told(&signed), Digest::Wrong);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_damage_makes_the_reader_panic(
        damage in prop::collection::vec((0..7 * PAGE, any::<u8>()), 1..6),
        length in 0..=7 * PAGE,
    ) {
        let mut file = small();
        for (at, byte) in damage {
            file[at] = byte;
        }
        reader::check_file(&file);
        reader::check_file(&file[..length]);
    }

    #[test]
    fn no_value_makes_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        reader::check_value(&bytes);
        reader::check_value(&[b"k8s\0".as_slice(), &bytes].concat());
        reader::check_value(&[b"k8s\0\x12\x50\x0a\x4e".as_slice(), &bytes].concat());
    }
}
