//! What must hold of every template, whatever the text; shared by a test and the fuzz target `template`.

use std::time::Duration;

use kubecheck_prometheus::template::share::Share;
use kubecheck_prometheus::template::{Matcher, Selector, Template};

/// Reads a text in all ways. What is understood can be written over any window, and PromQL's parser reads it.
pub(crate) fn check(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(template) = Template::of_counter(text) {
        check_template(&template);
        let over = template.over(Duration::from_secs(3600));
        let again = Template::of_counter(&over).expect("what counts can be read again");
        assert_eq!(again.over(Duration::from_secs(3600)), over, "it counts otherwise when it is read again");
    }
    if let Ok(template) = Template::of_windowed(text, "window") {
        check_template(&template);
    }
    match Share::of_series(text) {
        Ok(Share::Counts { part, total, .. }) => [part, total].iter().for_each(check_template),
        Ok(Share::Series { promql, .. }) => check_promql(&promql),
        Err(error) => assert!(!error.why.is_empty(), "it is refused without a word"),
    }
    if let Ok(selector) = Selector::parse(text) {
        assert_eq!(
            Selector::parse(&selector.to_string()).map(|again| again.to_string()),
            Ok(selector.to_string())
        );
    }
}

fn check_template(template: &Template) {
    for millis in [0, 1, 300_000, 2_592_000_000] {
        check_promql(&template.over(Duration::from_millis(millis)));
    }
    assert!(!template.selectors().is_empty(), "it counts nothing");
    let narrow = template.with(&Matcher::equal("job", "\"\\\n"));
    check_promql(&narrow.over(Duration::from_secs(60)));
    if let Ok(split) = template.by(&["l"]) {
        check_promql(&split.over(Duration::from_secs(60)));
    }
}

fn check_promql(promql: &str) {
    let read = promql_parser::parser::parse(promql);
    assert!(read.is_ok(), "{promql}: {read:?}");
}
