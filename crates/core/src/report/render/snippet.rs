//! A finding with the lines it is about, as compilers show theirs.

use std::borrow::Cow;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::source::Source;
use super::{Style, escape, place};
use crate::check::rule::Severity;
use crate::report::finding::{Finding, Fix, Place, Related, Safety};

/// Renders a finding as a block without a newline at its end.
pub(super) fn block(finding: &Finding, style: &Style) -> String {
    let source = finding.snippet.as_ref().map(Source::new);
    let mut groups = vec![main(finding, source.as_ref())];
    groups.extend(elsewhere(finding, source.as_ref()));
    groups.extend(finding.fix.as_ref().and_then(|fix| mend(finding, fix, source.as_ref())));
    renderer(style).render(&groups)
}

fn renderer(style: &Style) -> Renderer {
    let renderer = if style.color { Renderer::styled() } else { Renderer::plain() };
    match style.width {
        Some(width) => renderer.term_width(width),
        None => renderer,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

/// Builds the message, the lines with their underlines, and the notes below them.
fn main<'a>(finding: &'a Finding, source: Option<&'a Source>) -> Group<'a> {
    let title = level(finding.severity).primary_title(escape(&finding.message)).id(finding.rule.name);
    let mut group = Group::with_title(title);
    group = match source.and_then(|source| underlined(finding, source)) {
        Some(lines) => group.element(lines),
        None => group.element(origin(&finding.place)),
    };
    if let Some(object) = object(&finding.place) {
        group = group.element(Level::NOTE.with_name("in").message(object));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(escape(help)));
    }
    match &finding.fix {
        Some(fix) if patched(finding, fix, source).is_none() => {
            group.element(Level::HELP.with_name(fix_name(fix)).message(escape(&fix.title)))
        }
        _ => group,
    }
}

/// Builds the lines of the source with the place and the related places among them underlined.
fn underlined<'a>(finding: &'a Finding, source: &'a Source) -> Option<Snippet<'a, Annotation<'a>>> {
    let primary = source.first_line_range(finding.place.span?)?;
    let near = finding.related.iter().filter_map(|related| {
        Some(AnnotationKind::Context.span(near(finding, related, source)?).label(escape(&related.message)))
    });
    let lines = Snippet::source(source.text.as_str())
        .line_start(usize::try_from(source.first_line).ok()?)
        .path(finding.place.file.as_deref().map(|name| escape(place::file(name))))
        .annotation(AnnotationKind::Primary.span(primary))
        .annotations(near);
    Some(lines)
}

/// Returns the range of a related place if it lies in the lines that are shown anyway.
fn near(finding: &Finding, related: &Related, source: &Source) -> Option<std::ops::Range<usize>> {
    if related.place.file != finding.place.file {
        return None;
    }
    source.first_line_range(related.place.span?)
}

/// Builds a note for each related place that is not among the lines shown.
fn elsewhere<'a>(
    finding: &'a Finding,
    source: Option<&'a Source>,
) -> impl Iterator<Item = Group<'a>> + use<'a> {
    let far = move |related: &&Related| source.is_none_or(|source| near(finding, related, source).is_none());
    finding
        .related
        .iter()
        .filter(far)
        .map(|related| Level::NOTE.secondary_title(escape(&related.message)).element(origin(&related.place)))
}

/// Says where a place is when no line of it is shown.
fn origin(at: &Place) -> Origin<'static> {
    let line = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    match (&at.file, at.span) {
        (Some(name), Some(span)) => Origin::path(escape(place::file(name)).into_owned())
            .line(line(span.start.line))
            .char_column(line(span.start.column)),
        _ => Origin::path(escape(&place::place(at)).into_owned()),
    }
}

/// Names the object, the field if it lies deeper than the top, and the chart template it was rendered from.
fn object(at: &Place) -> Option<String> {
    let mut text = at.object.as_ref().map(place::object).unwrap_or_default();
    if !text.is_empty() && at.file.is_some() && at.pointer.matches('/').count() > 1 {
        text.push_str(&format!(" at {}", at.pointer));
    }
    if let Some(template) = &at.template {
        text.push_str(if text.is_empty() { "" } else { ", " });
        text.push_str(&format!("template {template}"));
    }
    if text.is_empty() { None } else { Some(escape(&text).into_owned()) }
}

/// Builds the fix as lines taken away and lines put in their place.
fn mend<'a>(finding: &'a Finding, fix: &'a Fix, source: Option<&'a Source>) -> Option<Group<'a>> {
    let patches = patched(finding, fix, source)?;
    let source = source?;
    let lines = Snippet::source(source.text.as_str())
        .line_start(usize::try_from(source.first_line).ok()?)
        .patches(patches);
    Some(Level::HELP.with_name(fix_name(fix)).secondary_title(escape(&fix.title)).element(lines))
}

/// The length from which on a line is not shown twice for a fix: the renderer cuts underlined lines, not patched ones.
const LONG_LINE: usize = 400;

/// Returns the edits of a fix as patches, if all of them lie in the lines that are shown and those are readable.
fn patched<'a>(finding: &Finding, fix: &'a Fix, source: Option<&Source>) -> Option<Vec<Patch<'a>>> {
    let source = source?;
    if fix.edits.is_empty() || source.text.lines().any(|line| line.len() > LONG_LINE) {
        return None;
    }
    let patch = |edit: &'a crate::report::finding::TextEdit| {
        if finding.place.file.as_deref() != Some(&*edit.file) {
            return None;
        }
        Some(Patch::new(source.range(edit.span)?, escape::mask(&edit.text)))
    };
    fix.edits.iter().map(patch).collect()
}

/// Names a fix by how sure it is.
fn fix_name(fix: &Fix) -> Cow<'static, str> {
    match fix.safety {
        Safety::Safe => "fix".into(),
        Safety::Unsafe => "likely fix".into(),
        Safety::Display => "suggestion".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::render::testing;

    fn plain(finding: &Finding) -> String {
        block(finding, &Style { snippets: true, ..Style::default() })
    }

    #[test]
    fn the_lines_the_notes_and_the_fix_are_shown() {
        assert_eq!(
            plain(&testing::wrong_group()),
            "\
error[wrong-group]: ConfigMap is not in apps/v1; it is in v1
 --> a.yaml:1:13
  |
1 | apiVersion: apps/v1
  |             ^^^^^^^
2 | kind: ConfigMap
  |       --------- the kind is here
  |
  = in: ConfigMap/x
  = help: write apiVersion: v1
fix: set apiVersion to v1
  |
1 - apiVersion: apps/v1
1 + apiVersion: v1
  |"
        );
    }

    #[test]
    fn what_lies_elsewhere_gets_a_note_of_its_own() {
        let mut finding = testing::wrong_group();
        finding.fix = None;
        finding.place.pointer = "/spec/template/spec/containers/0/image".to_owned();
        finding.place.template = Some("web/templates/cm.yaml".to_owned());
        finding.related[0].place.span = Some(testing::span(20, 1, 3));
        assert_eq!(
            plain(&finding),
            "\
error[wrong-group]: ConfigMap is not in apps/v1; it is in v1
 --> a.yaml:1:13
  |
1 | apiVersion: apps/v1
  |             ^^^^^^^
  |
  = in: ConfigMap/x at /spec/template/spec/containers/0/image, template web/templates/cm.yaml
  = help: write apiVersion: v1
note: the kind is here
 --> a.yaml:20:1"
        );
    }

    #[test]
    fn without_lines_the_place_and_the_title_of_the_fix_remain() {
        let mut finding = testing::wrong_group();
        finding.snippet = None;
        finding.related.clear();
        finding.fix.as_mut().expect("it has one").safety = Safety::Unsafe;
        finding.place.file = Some("-".into());
        assert_eq!(
            plain(&finding),
            "\
error[wrong-group]: ConfigMap is not in apps/v1; it is in v1
--> <stdin>:1:13
 = in: ConfigMap/x
 = help: write apiVersion: v1
 = likely fix: set apiVersion to v1"
        );
    }

    #[test]
    fn a_live_object_has_a_pointer_instead_of_lines() {
        let mut finding = testing::deprecated();
        finding.place = Place {
            context: Some("prod".to_owned()),
            pointer: "/spec/x".to_owned(),
            object: finding.place.object.clone(),
            ..Place::default()
        };
        assert_eq!(
            plain(&finding),
            "\
warning[deprecated-version]: policy/v1beta1 PodDisruptionBudget is deprecated since 1.21
--> prod:/spec/x
 = in: shop/PodDisruptionBudget/web"
        );
    }

    #[test]
    fn others_text_cannot_reach_the_terminal() {
        let hostile = "\u{1b}]0;x\u{7}\u{202e}\u{9b}2J\u{85}\u{200f}\n";
        let mut finding = testing::wrong_group();
        finding.message.push_str(hostile);
        finding.help = Some(hostile.to_owned());
        finding.related[0].message = hostile.to_owned();
        finding.place.file = Some(hostile.into());
        finding.place.template = Some(hostile.to_owned());
        finding.place.object.as_mut().expect("it has one").name = Some(hostile.to_owned());
        let fix = finding.fix.as_mut().expect("it has one");
        fix.title = hostile.to_owned();
        fix.edits[0].text = hostile.to_owned();
        fix.edits[0].file = hostile.into();
        let line = hostile.trim_end().to_owned();
        finding.snippet.as_mut().expect("it has one").lines[0].push_str(&line);
        let text = plain(&finding);
        assert!(!text.chars().any(|c| c != '\n' && escape(&c.to_string()) != c.to_string()), "{text:?}");
    }

    #[test]
    fn columns_hold_with_tabs_and_wide_characters() {
        let mut finding = testing::deprecated();
        finding.place.span = Some(testing::span(7, 5, 8));
        finding.snippet = Some(testing::snippet(7, &["\t名前 abc: 1"]));
        let text = plain(&finding);
        let lines: Vec<&str> = text.lines().skip(1).take(4).collect();
        assert_eq!(lines, [" --> a.yaml:7:5", "  |", "7 |     名前 abc: 1", "  |          ^^^"]);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let mut finding = testing::wrong_group();
        let line = format!(
            "{{\"a\": \"{}\", \"apiVersion\": \"apps/v1\", \"b\": \"{}\"}}",
            "x".repeat(5000),
            "y".repeat(5000)
        );
        let column = u32::try_from(line.find("apps").expect("it is there") + 1).expect("it is short enough");
        finding.snippet = Some(testing::snippet(1, &[&line]));
        let span = testing::span(1, column, column + 7);
        finding.place.span = Some(span);
        finding.fix.as_mut().expect("it has one").edits[0].span = span;
        let text = plain(&finding);
        assert!(text.lines().all(|line| line.chars().count() < 200), "{text}");
        assert!(text.contains("apps/v1\", ") && text.contains("= fix: set apiVersion to v1"), "{text}");
    }
}
