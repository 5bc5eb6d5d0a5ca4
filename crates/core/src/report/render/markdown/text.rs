//! Others' text in a page of Markdown that GitHub or GitLab shows: all of it stands there as text.

use super::super::escape;

/// The length from which on a text is cut: a page is to be read.
const LONG: usize = 500;

/// Escapes a text for a paragraph, a list item or a cell of a table, always one line of it.
///
/// What marks something up gets a backslash (CommonMark 2.4); what a backslash does not help against becomes a
/// reference: a bar divides cells before anything else is read. An empty comment keeps names from being told that they
/// were mentioned, numbers from becoming links, and addresses from becoming clickable; GitHub looks for those in the text
/// that Markdown has given. A dollar sign begins a formula unless it stands in an element of its own.
pub(super) fn escaped(text: &str) -> String {
    let text = escape(text);
    let mut escaped = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    for _ in 0..LONG {
        let Some(c) = rest.next() else { return escaped };
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '|' => escaped.push_str("&#124;"),
            '\\' => escaped.push_str("&#92;"),
            '$' => escaped.push_str("<span>$</span>"),
            '`' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
        let next = rest.peek().copied().unwrap_or(' ');
        let begins = match c {
            '@' | '#' => next.is_alphanumeric(),
            ':' => next == '/',
            '.' => escaped.ends_with("www."),
            _ => false,
        };
        if begins {
            escaped.push_str("<!-- -->");
        }
    }
    if rest.peek().is_some() {
        escaped.push('…');
    }
    escaped
}

/// Fences lines so that nothing in them ends the block.
pub(super) fn fenced(language: &str, lines: &[String], indent: &str) -> String {
    let lines: Vec<_> = lines.iter().map(|line| escape(line)).collect();
    let longest = lines.iter().flat_map(|line| line.split(|c| c != '`')).map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let mut block = format!("{indent}{fence}{language}\n");
    for line in lines {
        block.push_str(&format!("{indent}{line}\n"));
    }
    block.push_str(&format!("{indent}{fence}\n"));
    block
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::*;

    /// Reads a page as GitHub does, and returns the text that is seen, and all that is more than text.
    fn read(page: &str) -> (String, Vec<String>) {
        let (mut seen, mut more) = (String::new(), Vec::new());
        for event in Parser::new_ext(page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Text(text) => seen.push_str(&text),
                Event::InlineHtml(html) if ["<!-- -->", "<span>", "</span>"].contains(&&*html) => {}
                Event::Start(Tag::Paragraph) | Event::End(_) => {}
                other => more.push(format!("{other:?}")),
            }
        }
        (seen, more)
    }

    #[test]
    fn marks_are_text() {
        for text in [
            "a|b \\| c \\\\| d",
            "`x` ``y`` *a* **b** _c_ __d__ ~~e~~",
            "[a](b) ![a](b) [a][b] [x]: y <https://example.com> https://example.com www.example.com",
            "<script>alert(1)</script> <!-- --> <img src=x> &amp; &lt; &#124;",
            "@team #12 a@example.com $x$ ${{ y }} :tada:",
            "</details> </td>",
        ] {
            assert_eq!(
                read(&format!("x {}", escaped(text))),
                (format!("x {text}"), vec![]),
                "{}",
                escaped(text)
            );
        }
    }

    #[test]
    fn line_ends_and_directions_are_made_visible() {
        assert_eq!(escaped("a\n| b |\r\u{202e}"), "a&#92;n&#124; b &#124;&#92;r&#92;u{202e}");
    }

    #[test]
    fn what_github_looks_for_in_text_is_broken_up() {
        for (text, expected) in [
            ("@team", "@<!-- -->team"),
            ("#12", "#<!-- -->12"),
            ("https://x", "https:<!-- -->//x"),
            ("www.x", "www.<!-- -->x"),
            ("a: b # c", "a: b # c"),
        ] {
            assert_eq!(escaped(text), expected);
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        let text = escaped(&"|".repeat(10_000));
        assert_eq!(text, "&#124;".repeat(LONG) + "…");
        assert_eq!(escaped(&"x".repeat(LONG)), "x".repeat(LONG));
    }

    #[test]
    fn nothing_ends_a_fence_but_the_fence() {
        let lines = ["-```".to_owned(), "+````` x".to_owned(), "</details>".to_owned(), "\u{1b}".to_owned()];
        let page = format!("- x\n{}", fenced("diff", &lines, "  "));
        assert!(page.contains("  ``````diff\n"), "{page}");
        let (seen, more) = read(&page);
        assert_eq!(seen, "x-```\n+````` x\n</details>\n\\u{1b}\n");
        assert_eq!(more.len(), 3, "a list, its item and the block: {more:?}");
    }
}
