//! Reads values out of sentences.

/// Returns what stands between two texts, the first of which comes first in a sentence.
pub fn between<'t>(text: &'t str, before: &str, behind: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(behind).map(|(inside, _)| inside)
}

/// Returns what stands in quotes behind a text; the quotes may have been quoted themselves.
pub fn quoted(text: &str, before: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    let rest = rest.trim_start().trim_start_matches('\\');
    let inside = rest.strip_prefix('"')?.split('"').next()?;
    Some(inside.trim_end_matches('\\').to_owned())
}

/// Leaves out what the layers between say only of themselves: `rpc error: code = Unknown desc = `.
pub fn without_rpc(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some(after) = rest.strip_prefix("rpc error: code = ") {
        rest = after.split_once(" desc = ").map_or(after, |(_, desc)| desc).trim();
    }
    rest
}

/// Makes one line of a text, and leaves out what is new each time: the ids of sandboxes and containers, UIDs, the name of the pod.
/// What is told of many pods then reads the same.
pub fn steady(text: &str, pod: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::with_capacity(line.len());
    let mut word = String::new();
    for c in line.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            word.push(c);
            continue;
        }
        out.push_str(shown(&word, pod));
        word.clear();
        out.push(c);
    }
    out.push_str(shown(&word, pod));
    out
}

fn shown<'w>(word: &'w str, pod: &str) -> &'w str {
    let is_hex = |part: &str| part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_id = word.len() >= 32 && word.bytes().any(|byte| byte.is_ascii_digit()) && is_hex(word);
    let lengths: Vec<usize> = word.split('-').map(str::len).collect();
    let is_uid = lengths == [8, 4, 4, 4, 12] && word.split('-').all(is_hex);
    match () {
        () if is_id || is_uid => "…",
        () if word == pod && word.contains('-') => "POD",
        () => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_in_sentences() {
        assert_eq!(between("a [b c] d", "[", "]"), Some("b c"));
        assert_eq!(quoted(r#"for volume "cfg" : x"#, "for volume").as_deref(), Some("cfg"));
        assert_eq!(quoted(r#"exec: \"/bin/sh\": stat"#, "exec:").as_deref(), Some("/bin/sh"));
        assert_eq!(without_rpc("rpc error: code = Unknown desc = rpc error: code = X desc = y"), "y");
    }

    #[test]
    fn what_is_new_each_time_is_left_out() {
        let id = "11ce5f00d56f731f8eada3b7cef6e743f8873ddae8e91527d1d400cd457c1eff";
        let text =
            format!("failed for sandbox \"{id}\" of web-5d-abc\n  uid 6c8b4567-0d6b-52b1-6f6c-4f0b8d8b0d2d");
        assert_eq!(steady(&text, "web-5d-abc"), "failed for sandbox \"…\" of POD uid …");
    }
}
