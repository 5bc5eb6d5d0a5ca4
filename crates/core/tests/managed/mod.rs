//! What reading sets of fields must hold for any bytes; tests and fuzz targets share it.

use kubecheck_core::model::fields::{FieldSet, Path};

/// Reads bytes as a set. It does not panic, and what is read is the set of its paths.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(set) = FieldSet::parse(&String::from_utf8_lossy(bytes)) else { return };
    let mut again = FieldSet::default();
    for path in set.paths() {
        assert!(set.has(&path.0), "{path} is in it");
        again.insert(&path.0);
    }
    assert_eq!(again, set);
    assert_eq!(set.intersection(&set), set);
    assert!(set.difference(&set).is_empty());
    assert!(set.leaves().iter().map(Path::to_string).all(|path| !path.is_empty()));
}
