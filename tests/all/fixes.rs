//! Fixes as other tools apply them: what SARIF alone says must give the mended file, as the byte ranges of JSON do.
//!
//! The files are the examples of all rule pages, and some that are written in every way a file can be.

use std::fs;
use std::path::Path;

use kubecheck_core::check::rule::Fixes;
use kubectl_gvkcheck::checks::RULES;
use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use crate::{pages, process, transcript};

/// Three objects in the wrong group; each has one fix.
const WRITTEN: &str = "# größe ✓ 👩\u{200d}💻\n'apiVersion': \"apps/v1\" # 名\nkind: ConfigMap\nmetadata: {name: a}\n---\n\
    {\"data\": {\"a\": \"ключ\"}, \"apiVersion\": \"apps/v1\", \"kind\": \"ConfigMap\", \"metadata\": {\"name\": \"b\"}}\n---\n\
    metadata: {name: c}\napiVersion: 'apps/v1'\nkind: ConfigMap\n";

/// One trial a rule that has fixes, and one for the ways in which a file can be written.
pub(crate) fn trials() -> Vec<Trial> {
    let fixing = RULES.iter().filter(|rule| rule.fixes == Fixes::Sometimes);
    let mut trials: Vec<Trial> = fixing
        .map(|rule| {
            Trial::test(format!("fixes/{}", rule.name), move || {
                example(&pages::path(&kubectl_gvkcheck::cmd::PLUGIN, rule))
            })
        })
        .collect();
    trials.push(Trial::test("fixes/encodings and line ends", written));
    trials
}

fn example(page: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(page)?;
    let folder = tempfile::tempdir()?;
    for block in transcript::blocks(&text).iter().filter(|block| block.heading == "Example") {
        let name = block.file().unwrap_or("example.yaml");
        fs::write(folder.path().join(name), block.body)?;
        agree(folder.path(), name, block.body)?;
    }
    Ok(())
}

fn written() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    for text in [
        WRITTEN.to_owned(),
        WRITTEN.replace('\n', "\r\n"),
        // A bare carriage return does not part documents.
        WRITTEN.split("---").next().unwrap_or_default().replace('\n', "\r"),
        format!("\u{feff}{WRITTEN}"),
    ] {
        fs::write(folder.path().join("a.yaml"), &text)?;
        let (applied, mended) = agree(folder.path(), "a.yaml", &text)?;
        if applied != text.matches("apps/v1").count() || mended != text.replace("apps/v1", "v1") {
            return Err(format!("{applied} fixes make of {text:?}\n{mended:?}").into());
        }
        fs::write(folder.path().join("a.yaml"), &mended)?;
        if process::shell("kubectl gvkcheck a.yaml", folder.path()).code != 0 {
            return Err(format!("this is not mended: {mended:?}").into());
        }
    }
    Ok(())
}

/// Applies the fixes of both formats to a file, and returns how many there were and what they give, which must be the same.
fn agree(folder: &Path, name: &str, text: &str) -> Result<(usize, String), Failed> {
    let sarif = sarif_edits(&document(folder, name, "sarif")?, text)?;
    let json = json_edits(&document(folder, name, "json")?)?;
    if sarif != json {
        return Err(format!("in {name} SARIF replaces {sarif:?}, JSON {json:?}").into());
    }
    let mut mended = text.to_owned();
    for (start, end, insert) in sarif.iter().rev() {
        mended.replace_range(start..end, insert);
    }
    Ok((sarif.len(), mended))
}

fn document(folder: &Path, name: &str, format: &str) -> Result<Value, Failed> {
    let ended = process::shell(&format!("kubectl gvkcheck {name} -o {format}"), folder);
    Ok(serde_json::from_str(&ended.stdout)?)
}

/// A replacement: the byte where it begins, the byte behind its end, and what comes instead.
type Edit = (usize, usize, String);

fn list<'v>(value: &'v Value, pointer: &str) -> impl Iterator<Item = &'v Value> {
    value.pointer(pointer).and_then(Value::as_array).into_iter().flatten()
}

fn number(value: &Value, name: &str) -> Result<usize, Failed> {
    Ok(usize::try_from(value[name].as_u64().ok_or_else(|| format!("there is no {name} in {value}"))?)?)
}

/// Reads the replacements as the standard has it: lines by the run's newline sequences, columns of code points, and a byte
/// order mark does not count. What is only shown is left out, as in SARIF.
fn sarif_edits(document: &Value, text: &str) -> Result<Vec<Edit>, Failed> {
    let run = &document["runs"][0];
    let ends: Vec<&str> = list(run, "/newlineSequences").filter_map(Value::as_str).collect();
    let mut edits = Vec::new();
    for fix in list(run, "/results").flat_map(|result| list(result, "/fixes")) {
        for replacement in list(fix, "/artifactChanges").flat_map(|change| list(change, "/replacements")) {
            let region = &replacement["deletedRegion"];
            let at = |line, column| byte(text, &ends, number(region, line)?, number(region, column)?);
            let insert = replacement["insertedContent"]["text"].as_str().unwrap_or_default().to_owned();
            edits.push((at("startLine", "startColumn")?, at("endLine", "endColumn")?, insert));
        }
    }
    edits.sort();
    Ok(edits)
}

fn byte(text: &str, ends: &[&str], line: usize, column: usize) -> Result<usize, Failed> {
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    for _ in 1..line {
        let found = ends.iter().filter_map(|end| Some((text[at..].find(end)?, std::cmp::Reverse(end.len()))));
        let (skipped, std::cmp::Reverse(end)) = found.min().ok_or("there are not so many lines")?;
        at += skipped + end;
    }
    Ok(at + text[at..].chars().take(column - 1).map(char::len_utf8).sum::<usize>())
}

fn json_edits(document: &Value) -> Result<Vec<Edit>, Failed> {
    let applicable = list(document, "/findings").filter(|finding| finding["fix"]["safety"] != "display");
    let mut edits = Vec::new();
    for edit in applicable.flat_map(|finding| list(finding, "/fix/edits")) {
        let insert = edit["text"].as_str().unwrap_or_default().to_owned();
        edits.push((number(edit, "startByte")?, number(edit, "endByte")?, insert));
    }
    edits.sort();
    Ok(edits)
}
