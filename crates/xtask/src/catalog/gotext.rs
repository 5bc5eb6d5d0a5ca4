//! The few questions that the generator asks of Go sources, answered on their text.
//!
//! The sources are formatted by gofmt, on which these readers lean; what they do not know is an error, never a guess.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use regex::Regex;

/// Compiles a pattern of ours.
pub(crate) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("patterns are constants, and every run compiles them")
}

/// Reads a source file without its comments; string literals with `//` in them are not met here.
pub(crate) fn read(path: &Path) -> Result<String> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(without_comments(&text))
}

fn without_comments(text: &str) -> String {
    let code = |line: &str| line.find("//").map_or(line, |start| &line[..start]).trim_end().to_owned();
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

/// Lists the Go files of a folder and of those below it, tests left out, sorted.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let path = entry?.path();
            let name = path.to_string_lossy();
            if path.is_dir() {
                open.push(path);
            } else if name.ends_with(".go") && !name.ends_with("_test.go") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Gives the imports of a file by the name under which it uses them.
pub(crate) fn imports(source: &str) -> BTreeMap<String, String> {
    let block = source.split("\nimport (").nth(1).and_then(|rest| rest.split("\n)").next()).unwrap_or("");
    let line = pattern(r#"^\s*(\w+)?\s*"([^"]+)"$"#);
    let named = |line: regex::Captures<'_>| {
        let path = line[2].to_owned();
        let own = || path.rsplit('/').next().unwrap_or(&path).to_owned();
        (line.get(1).map_or_else(own, |name| name.as_str().to_owned()), path.clone())
    };
    block.lines().filter_map(|text| line.captures(text)).map(named).collect()
}

/// Gives the lines of a top-level function's body.
pub(crate) fn body<'s>(source: &'s str, function: &str) -> Option<&'s str> {
    let start = source.find(&format!("\nfunc {function}("))?;
    let rest = &source[start + 1..];
    let open = rest.find("{\n")?;
    let rest = &rest[open + 2..];
    rest.find("\n}").map(|end| &rest[..end])
}

/// Gives the elements of a list literal, split at commas and lines.
pub(crate) fn elements(list: &str) -> Vec<&str> {
    list.split([',', '\n']).map(str::trim).filter(|element| !element.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "package p\n\nimport (\n\t\"fmt\"\n\n\tappsv1 \"k8s.io/api/apps/v1\"\n)\n\nfunc F() int {\n\tif x {\n\t}\n\treturn 1\n}\n";

    #[test]
    fn names_imports() {
        let imports = imports(SOURCE);
        assert_eq!(imports["fmt"], "fmt");
        assert_eq!(imports["appsv1"], "k8s.io/api/apps/v1");
    }

    #[test]
    fn cuts_a_body_out() {
        assert_eq!(body(SOURCE, "F"), Some("\tif x {\n\t}\n\treturn 1"));
        assert_eq!(body(SOURCE, "G"), None);
    }

    #[test]
    fn drops_comments_and_splits_lists() {
        assert_eq!(elements(&without_comments("a.B, // remove in 1.26\n\tc.D,\n")), ["a.B", "c.D"]);
    }
}
