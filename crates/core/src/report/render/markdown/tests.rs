//! The page as it is written, and as a reader of GitHub's tables sees it.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::*;
use crate::check::rule::Severity;
use crate::report::render::{escape, testing};

fn page(report: &Report) -> String {
    let mut out = Vec::new();
    write(report, &mut out).expect("memory takes everything");
    String::from_utf8(out).expect("output is UTF-8")
}

/// Returns the cells of the table, row by row.
fn table(page: &str) -> Vec<Vec<String>> {
    let (mut rows, mut within) = (Vec::new(), false);
    for event in Parser::new_ext(page, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                within = true;
                rows.last_mut().expect("a cell is in a row").push(String::new());
            }
            Event::End(TagEnd::TableCell) => within = false,
            Event::Text(text) if within => {
                rows.last_mut().and_then(|row| row.last_mut()).expect("text is in a cell").push_str(&text);
            }
            _ => {}
        }
    }
    rows
}

#[test]
fn a_headline_a_table_and_what_to_do() {
    let mut report = testing::report(vec![testing::deprecated(), testing::wrong_group()]);
    report.gaps.push(testing::gap());
    assert_eq!(
        page(&report),
        "\
<!-- kubecheck/v1 -->
### gvkcheck: 1 error, 1 warning

1 file, 1 object at Kubernetes 1.36; 1 gap.

| Place | Severity | Rule | Message |
| --- | --- | --- | --- |
| a.yaml:1:13 | error | wrong-group | ConfigMap is not in apps/v1; it is in v1 |
| a.yaml:7:13 | warning | deprecated-version | policy/v1beta1 PodDisruptionBudget is deprecated since 1.21 |

Not judged:

- gap: b.yaml: permission denied (needed for wrong-group)

<details>
<summary>What to do</summary>

- wrong-group at a.yaml:1:13: write apiVersion: v1

  ```diff
  -apiVersion: apps/v1
  +apiVersion: v1
  ```

</details>
"
    );
}

#[test]
fn a_clean_page_is_a_headline() {
    assert_eq!(
        page(&testing::report(Vec::new())),
        "<!-- kubecheck/v1 -->\n### gvkcheck: no findings\n\n1 file, 1 object at Kubernetes 1.36.\n"
    );
}

#[test]
fn others_text_cannot_break_the_table() {
    let hostile = "a|b\n|c`|`\\|</details><td>*x*[y](z)@all $a$\u{202e}";
    let mut finding = testing::wrong_group();
    finding.message = hostile.to_owned();
    finding.place.file = Some(hostile.into());
    finding.help = Some(hostile.to_owned());
    finding.fix.as_mut().expect("it has one").edits[0].file = hostile.into();
    finding.fix.as_mut().expect("it has one").edits[0].text = "```\n\n# x\n</details>".to_owned();
    let mut report = testing::report(vec![finding, testing::deprecated()]);
    report.tool.target = hostile.to_owned();
    report.gaps = vec![testing::gap()];
    report.gaps[0].what = hostile.to_owned();
    let page = page(&report);
    let rows = table(&page);
    assert_eq!(rows.len(), 3, "{page}");
    assert!(rows.iter().all(|row| row.len() == 4), "{rows:?}");
    assert_eq!(rows[1][0], format!("{}:1:13", escape(hostile)));
    assert_eq!(rows[1][3], escape(hostile));
    let events = || Parser::new_ext(&page, Options::ENABLE_TABLES);
    let marks = |wanted: fn(&Event<'_>) -> bool| events().filter(wanted).count();
    assert_eq!(marks(|event| matches!(event, Event::Start(Tag::Heading { .. }))), 1);
    assert_eq!(
        marks(|event| matches!(event, Event::Start(Tag::Link { .. } | Tag::Emphasis | Tag::Image { .. }))),
        0
    );
    let html: String = events()
        .filter_map(|event| match event {
            Event::Html(html) => Some(html.into_string()),
            _ => None,
        })
        .collect();
    assert_eq!(
        html, "<!-- kubecheck/v1 -->\n<details>\n<summary>What to do</summary>\n</details>\n",
        "only our own elements"
    );
}

#[test]
fn a_page_is_never_too_long_and_counts_what_was_cut() {
    let mut wordy = testing::wrong_group();
    wordy.message = "|<".repeat(5_000);
    wordy.help = Some("|<".repeat(5_000));
    let mut info = testing::deprecated();
    info.severity = Severity::Info;
    let mut report = testing::report(vec![info; 900]);
    report.findings.extend(vec![wordy; 2]);
    report.gaps = vec![testing::gap(); 2_000];
    let page = page(&report);
    assert!(page.len() < 65_536, "{} bytes", page.len());
    let rows = table(&page);
    assert_eq!(rows[1][1], "error", "errors come first");
    let left = 902 - (rows.len() - 1);
    assert!(page.contains(&format!("\n\n{left} of 902 findings were cut here; ")), "{left}");
    assert!(page.contains(" of 2000 gaps were cut here; "));
    assert!(page.ends_with("\n</details>\n"));
}
