//! What must hold of every script, whatever the text; shared by a test and the fuzz target `shell`.

use std::collections::BTreeMap;

use kubectl_topocheck::init::asks::{Target, targets};
use kubectl_topocheck::init::shell::calls;
use kubectl_topocheck::start::image::{Reference, fault};

/// How much may be made of a script.
const CALLS: usize = 4096;
const BYTES: usize = 64 * 1024 * 1024;

/// Reads a script, and looks at what it is taken for.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let variables =
        BTreeMap::from([("HOST".to_owned(), "db".to_owned()), ("EMPTY".to_owned(), String::new())]);
    let command = ["sh", "-c", text].map(str::to_owned);
    let found = calls(&command, &variables);
    assert_eq!(found, calls(&command, &variables), "it is read in the same way each time");
    assert!(found.len() <= CALLS, "{} calls are made of it", found.len());
    let size: usize =
        found.iter().flat_map(|call| call.words.iter().chain(&call.files)).map(String::len).sum();
    assert!(size <= BYTES, "{size} bytes are made of it");
    for call in &found {
        assert!(!call.words.is_empty() || !call.files.is_empty(), "a call is of something");
        for target in targets(call) {
            if let Target::Host { host, .. } = target {
                assert!(!host.contains(char::is_whitespace), "{host:?} is no host");
            }
        }
    }
    // The same text as what is said of an image, and as the name of one.
    let _ = fault(text, "ErrImagePull", text);
    if let Some(image) = Reference::read(text) {
        let again = Reference::read(&format!("{}/{}", image.registry, image.within()));
        assert_eq!(again.as_ref(), Some(&image), "what was taken apart is put together again");
    }
}
