//! JSON, indented as kubectl indents it.

use std::io;

use serde::Serialize;
use serde_json::ser::{PrettyFormatter, Serializer};

/// Writes a document as JSON with four spaces of indentation and a newline at its end.
pub(super) fn write(document: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = Serializer::with_formatter(&mut *out, PrettyFormatter::with_indent(b"    "));
    document.serialize(&mut serializer)?;
    writeln!(out)
}

#[cfg(test)]
mod tests {
    use crate::report::finding::Report;
    use crate::report::render::{Format, Style, render, testing};

    fn json(report: &Report) -> String {
        let mut out = Vec::new();
        render(report, &Format::Json, &Style::default(), &mut out).expect("memory takes everything");
        String::from_utf8(out).expect("output is UTF-8")
    }

    #[test]
    fn the_document_is_the_one_that_was_promised() {
        let mut report = testing::report(vec![testing::wrong_group()]);
        report.findings[0].related.clear();
        report.gaps.push(testing::gap());
        report.counts.skipped.insert("template", 3);
        let expected = r#"{
    "apiVersion": "kubecheck/v1",
    "kind": "Report",
    "tool": {
        "name": "gvkcheck",
        "version": "0.1.0",
        "target": "1.36"
    },
    "findings": [
        {
            "rule": "wrong-group",
            "id": "GVK001",
            "severity": "error",
            "message": "ConfigMap is not in apps/v1; it is in v1",
            "place": {
                "file": "a.yaml",
                "document": 0,
                "line": 1,
                "column": 13,
                "pointer": "/apiVersion",
                "context": null,
                "template": null,
                "object": {
                    "apiVersion": "apps/v1",
                    "kind": "ConfigMap",
                    "namespace": null,
                    "name": "x"
                }
            },
            "related": [],
            "help": "write apiVersion: v1",
            "fix": {
                "title": "set apiVersion to v1",
                "safety": "safe",
                "edits": [
                    {
                        "file": "a.yaml",
                        "startByte": 12,
                        "endByte": 19,
                        "startLine": 1,
                        "startColumn": 13,
                        "endLine": 1,
                        "endColumn": 20,
                        "text": "v1"
                    }
                ]
            }
        }
    ],
    "gaps": [
        {
            "what": "b.yaml",
            "why": "permission denied",
            "neededFor": [
                "wrong-group"
            ]
        }
    ],
    "counts": {
        "files": 1,
        "objects": 1,
        "error": 1,
        "warning": 0,
        "info": 0,
        "skipped": {
            "template": 3
        }
    }
}
"#;
        assert_eq!(json(&report), expected);
    }

    #[test]
    fn what_is_not_known_is_null_and_text_is_raw() {
        let mut report = testing::report(vec![testing::deprecated()]);
        let finding = &mut report.findings[0];
        finding.place = Default::default();
        finding.place.context = Some("prod".to_owned());
        finding.message = "a\u{1b}[31m\u{202e}b".to_owned();
        let value: serde_json::Value = serde_json::from_str(&json(&report)).expect("valid JSON");
        let finding = &value["findings"][0];
        assert_eq!(finding["message"], "a\u{1b}[31m\u{202e}b");
        assert_eq!(finding["place"]["context"], "prod");
        for pointer in ["/place/file", "/place/line", "/place/column", "/place/object", "/help", "/fix"] {
            assert!(finding.pointer(pointer).is_some_and(|value| value.is_null()), "{pointer}");
        }
    }
}
