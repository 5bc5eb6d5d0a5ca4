//! The catalogue as it is shipped.

use super::*;

const SOURCE: &str = include_str!("../../../data/finalizers.yaml");

/// Returns an example of what an entry covers.
fn example(entry: &Entry) -> String {
    match (&entry.name, &entry.pattern) {
        (Some(name), _) => name.clone(),
        (None, Some(pattern)) => made_of(pattern.as_str()),
        (None, None) => panic!("{entry:?} has neither a name nor a pattern"),
    }
}

/// Makes a text of a pattern: of a choice the first, of a class a letter, what may be left out left out.
fn made_of(pattern: &str) -> String {
    let first = pattern.split("$|").next().unwrap();
    let mut text = first.trim_start_matches('^').trim_end_matches('$').to_owned();
    while let Some(start) = text.rfind('(') {
        let end = start + text[start..].find(')').unwrap();
        let choice = text[start + 1..end].split('|').next().unwrap().to_owned();
        let optional = text[end + 1..].starts_with('?');
        text.replace_range(start..end + 1 + usize::from(optional), if optional { "" } else { &choice });
    }
    for class in ["[a-z0-9]+", "[a-z]+", ".+"] {
        text = text.replace(class, "x");
    }
    text.replace("\\.", ".")
}

/// Returns a kind that an entry is about.
fn kind(entry: &Entry) -> (&str, &str) {
    match entry.kinds.first().map(|kind| kind.split_once('.').unwrap_or((kind, ""))) {
        Some(("*", group)) => (group, "Any"),
        Some((kind, group)) => (group, kind),
        None => ("", "Any"),
    }
}

#[test]
fn every_entry_is_read_and_found_by_an_example() {
    assert!(entries().len() > 200);
    for entry in entries() {
        let (name, (group, kind)) = (example(entry), kind(entry));
        let found = find(&name, group, kind).unwrap_or_else(|| panic!("{name} is not found"));
        assert!(std::ptr::eq(found, entry), "{name} on {kind} is found as {found:?}");
        assert_ne!(entry.risk, Risk::Unknown, "{name}");
        assert!(
            !entry.safe_when.is_empty()
                && entry.safe_when.iter().all(|condition| !condition.text().is_empty()),
            "{name}"
        );
    }
}

#[test]
fn patterns_cover_all_of_a_name() {
    for entry in entries() {
        if let Some(pattern) = &entry.pattern {
            assert!(pattern.as_str().starts_with('^') && pattern.as_str().ends_with('$'), "{pattern}");
        }
    }
}

#[test]
fn the_kind_chooses_among_entries_of_one_name() {
    let owner = |kind: &str| find("finalizers.fluxcd.io", "", kind).map(|entry| entry.owner.as_str());
    assert_eq!(owner("HelmRelease"), Some("helm-controller"));
    assert_eq!(owner("OCIRepository"), Some("source-controller"));
    // Nobody knows which it is.
    assert_eq!(owner("Widget"), None);
    assert_eq!(
        find("longhorn.io", "longhorn.io", "Volume").map(|entry| entry.fits("longhorn.io", "Volume")),
        Some(true)
    );
    assert_eq!(find("longhorn.io", "", "Pod").map(|entry| entry.fits("", "Pod")), Some(false));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "kubectl does not read this file")]
fn what_is_packed_is_what_the_file_says() {
    let mut source: serde_json::Value = serde_yaml::from_str(SOURCE).unwrap();
    for entry in source["finalizers"].as_array_mut().unwrap() {
        entry
            .as_object_mut()
            .unwrap()
            .retain(|key, _| !["source", "verified", "note"].contains(&key.as_str()));
    }
    let mut text = String::new();
    GzDecoder::new(PACKED).read_to_string(&mut text).unwrap();
    let packed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(packed, source["finalizers"], "run `cargo xtask finalizers`");
    assert!(
        serde_json::from_str::<Vec<Entry>>(&text)
            .is_ok_and(|entries| entries.len() == packed.as_array().unwrap().len())
    );
}
