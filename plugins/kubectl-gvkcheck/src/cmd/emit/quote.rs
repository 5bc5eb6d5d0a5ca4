//! Words as a shell, YAML and pre-commit take them.

/// Writes words as the rest of a line of shell, a space before each.
pub(super) fn shell(words: &[String]) -> String {
    let quoted = words.iter().map(|word| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,@%+".contains(c);
        if !word.is_empty() && word.chars().all(plain) {
            format!(" {word}")
        } else {
            format!(" '{}'", word.replace('\'', r"'\''"))
        }
    });
    quoted.collect()
}

/// Names a path so that it is no flag.
pub(super) fn no_flag(path: &str) -> String {
    if path.starts_with('-') { format!("./{path}") } else { path.to_owned() }
}

/// Writes a text as YAML: every JSON string is one.
pub(super) fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Writes texts as a list on one line of YAML.
pub(super) fn yaml_list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| yaml(text)).collect::<Vec<_>>().join(", "))
}

/// Returns the pattern, in Python's syntax, of the files that paths name; none if they name the whole repository.
pub(super) fn files(paths: &[String]) -> Option<String> {
    let cleaned = paths.iter().map(|path| path.trim_start_matches("./").trim_end_matches('/'));
    let cleaned: Vec<&str> = cleaned.collect();
    if cleaned.is_empty() || cleaned.iter().any(|path| matches!(*path, "" | ".")) {
        return None;
    }
    // A path may be a file or a folder, whichever is there when the hook runs.
    let patterns: Vec<String> = cleaned.iter().map(|path| format!("{}(/|$)", escaped(path))).collect();
    Some(format!("^({})", patterns.join("|")))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '/' | '_' | '-' | ' ') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(words: &[&str]) -> Vec<String> {
        words.iter().map(|&word| word.to_owned()).collect()
    }

    #[test]
    fn a_shell_sees_the_words() {
        let words = owned(&["-R", "deploy/", "a b", "it's", "$HOME", "x;y", "*", ""]);
        assert_eq!(shell(&words), r" -R deploy/ 'a b' 'it'\''s' '$HOME' 'x;y' '*' ''");
    }

    #[test]
    fn a_path_is_no_flag() {
        assert_eq!(no_flag("--k8s"), "./--k8s");
        assert_eq!(no_flag("deploy"), "deploy");
    }

    #[test]
    fn a_pattern_names_files_and_folders() {
        assert_eq!(files(&owned(&["./deploy/", "a.yaml"])).as_deref(), Some(r"^(deploy(/|$)|a\.yaml(/|$))"));
        for whole in [&[][..], &["."], &["./"], &["deploy", "."]] {
            assert_eq!(files(&owned(whole)), None);
        }
    }

    #[test]
    fn yaml_takes_a_list() {
        assert_eq!(yaml_list(&owned(&["--k8s", "1.33", "a\"b"])), r#"["--k8s", "1.33", "a\"b"]"#);
    }
}
