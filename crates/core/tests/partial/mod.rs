//! What reading pages of metadata in protobuf must hold for any bytes; tests and fuzz targets share it.

use kubecheck_core::kube::Partial;

/// Reads bytes as a page. It may be refused, never panic, and nothing may be read that is not there.
pub(crate) fn check(bytes: &[u8]) {
    let Some(Ok(partial)) = Partial::open(bytes) else { return };
    let _ = partial.next();
    let Ok(items) = partial.items() else { return };
    let read: usize = items.iter().map(|item| item.name.len() + item.uid.len() + item.finalizers.len()).sum();
    // A byte that is no UTF-8 becomes a character of three.
    assert!(items.len() + read <= 3 * bytes.len());
}
