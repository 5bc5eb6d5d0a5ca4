//! The sink that checks add findings to. It turns nodes into places while the tree still lives.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::ignore::Ignores;
use super::rule::{Rule, Severity};
use super::secrets;
use crate::model::lines::Lines;
use crate::model::object::{Document, Object};
use crate::model::pointer;
use crate::model::tree::{NodeId, Span, Style};
use crate::report::finding::{Finding, Fix, ObjectRef, Place, Related, Safety, Snippet, TextEdit};
use crate::source::{self, Broken};

/// A finding as a check states it: nodes instead of places.
pub struct Draft {
    /// The rule.
    pub rule: &'static Rule,
    /// How bad it is: the rule's severity, unless the check says otherwise.
    pub severity: Severity,
    /// The node that is wrong: a value or a key.
    pub at: NodeId,
    /// What is wrong, with the values: a fragment without a full stop.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// Other nodes that explain it, each with what is there.
    pub related: Vec<(NodeId, String)>,
    /// How to mend it.
    pub fix: Option<DraftFix>,
    /// Whether the lines there hold what no log is to show.
    pub secret: bool,
}

impl Draft {
    /// Makes a draft with nothing but what is wrong and where.
    pub fn new(rule: &'static Rule, at: NodeId, message: impl Into<String>) -> Self {
        Draft {
            rule,
            severity: rule.severity,
            at,
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            secret: false,
        }
    }

    /// Gives the finding another severity than its rule has.
    pub fn severity(self, severity: Severity) -> Self {
        Draft { severity, ..self }
    }

    /// Says what to do next.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Names another node that explains the finding.
    pub fn related(mut self, at: NodeId, message: impl Into<String>) -> Self {
        self.related.push((at, message.into()));
        self
    }

    /// Says that the lines there hold what no log is to show.
    pub fn secret(mut self, secret: bool) -> Self {
        self.secret = secret;
        self
    }

    /// Offers a fix, if there is one.
    pub fn fix_if(mut self, fix: Option<DraftFix>) -> Self {
        self.fix = fix;
        self
    }

    /// Offers a fix.
    pub fn fix(mut self, fix: DraftFix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// A fix as a check states it.
pub struct DraftFix {
    /// What it does: "set apiVersion to v1".
    pub title: String,
    /// How sure it is.
    pub safety: Safety,
    /// The scalars, values or keys, that get another text.
    pub set: Vec<(NodeId, String)>,
}

/// Collects the findings of one document.
pub struct Findings<'d> {
    document: Option<&'d Document<'d>>,
    object: Option<Object<'d>>,
    text: &'d str,
    first_line: u32,
    base: Place,
    snippets: bool,
    ignores: &'d Ignores,
    lines: OnceCell<Lines<'d>>,
    /// The lines in which Secrets hold something.
    secrets: OnceCell<Vec<RangeInclusive<u32>>>,
    found: Vec<Finding>,
    skipped: BTreeMap<&'static str, usize>,
}

impl<'d> Findings<'d> {
    /// Makes a sink for a document. Snippets are only taken when asked for.
    pub fn new(document: &'d Document<'d>, ignores: &'d Ignores, snippets: bool) -> Self {
        let base = match &document.origin.live {
            Some(live) => Place { context: Some(live.context.clone()), ..Place::default() },
            None => Place {
                file: Some(document.origin.name.clone()),
                document: document.number,
                template: document.template.map(str::to_owned),
                ..Place::default()
            },
        };
        let snippets = snippets && document.origin.live.is_none();
        let (text, first_line) = (document.text, document.first_line);
        Findings { document: Some(document), ..Findings::with(base, text, first_line, ignores, snippets) }
    }

    /// Makes a sink for a document that could not be parsed.
    pub fn of_broken(broken: &'d Broken<'d>, ignores: &'d Ignores, snippets: bool) -> Self {
        let base = Place {
            file: Some(broken.origin.name.clone()),
            document: broken.number,
            template: broken.template.map(str::to_owned),
            ..Place::default()
        };
        Findings::with(base, broken.text, broken.first_line, ignores, snippets)
    }

    fn with(base: Place, text: &'d str, first_line: u32, ignores: &'d Ignores, snippets: bool) -> Self {
        Findings {
            document: None,
            object: None,
            text,
            first_line,
            base,
            snippets,
            ignores,
            lines: OnceCell::new(),
            secrets: OnceCell::new(),
            found: Vec::new(),
            skipped: BTreeMap::new(),
        }
    }

    /// Names the object that the next findings are about.
    pub fn about(&mut self, object: Object<'d>) {
        self.object = Some(object);
    }

    /// Adds a finding, unless a comment says to ignore it.
    pub fn add(&mut self, draft: Draft) {
        if let Some(finding) = self.hold(draft) {
            self.push(finding);
        }
    }

    /// Adds a finding about a range of text, for documents that have no tree.
    pub fn add_at(&mut self, rule: &'static Rule, span: Span, message: String, help: Option<String>) {
        let place = Place { span: Some(span), ..self.base.clone() };
        let snippet = self.snippet(span);
        let severity = rule.severity;
        let (message, help) = if secrets::may_be_in(self.text) {
            let line = self.lines().get((span.start.line.saturating_sub(self.first_line)) as usize);
            let hide = |text: String| secrets::without(&text, line.unwrap_or_default());
            (hide(message), help.map(hide))
        } else {
            (message, help)
        };
        self.push(Finding { rule, severity, message, place, related: Vec::new(), help, fix: None, snippet });
    }

    fn push(&mut self, finding: Finding) {
        let line = finding.place.span.map_or(0, |span| span.start.line);
        if self.ignores.covers(line, finding.rule.name) {
            self.pass_over("ignored");
        } else {
            self.found.push(finding);
        }
    }

    /// Counts something that a check could not or was not to judge, by the reason that the report names.
    pub fn pass_over(&mut self, reason: &'static str) {
        *self.skipped.entry(reason).or_default() += 1;
    }

    /// Tells whether a comment ignores a rule at a node, for checks that judge later.
    pub fn ignores(&self, at: NodeId, rule: &str) -> bool {
        let line = |document: &Document<'_>| document.tree.node(at).span.start.line;
        self.document.is_some_and(|document| self.ignores.covers(line(document), rule))
    }

    /// Turns a draft into a finding without adding it, for checks that judge later. None where there is no tree.
    pub fn hold(&self, draft: Draft) -> Option<Finding> {
        let document = self.document?;
        let span = document.tree.node(draft.at).span;
        let related = draft.related.into_iter();
        Some(Finding {
            rule: draft.rule,
            severity: draft.severity,
            place: self.place(document, draft.at),
            related: related
                .map(|(at, message)| Related { message, place: self.place(document, at) })
                .collect(),
            message: draft.message,
            help: draft.help,
            fix: draft.fix.and_then(|fix| resolve_fix(document, self.lines(), fix)),
            snippet: self.snippet(span).filter(|_| !draft.secret),
        })
    }

    fn place(&self, document: &Document<'_>, at: NodeId) -> Place {
        // A live object has no line, and stands alone: that it came in a list says nothing.
        let is_live = document.origin.live.is_some();
        let from = if is_live { self.root() } else { NodeId(0) };
        Place {
            span: (!is_live).then(|| document.tree.node(at).span),
            pointer: pointer::between(&document.tree, from, at),
            steady: pointer::steady(&document.tree, self.root(), at),
            object: self.object.as_ref().map(reference),
            ..self.base.clone()
        }
    }

    /// Returns where the object begins that findings are about.
    fn root(&self) -> NodeId {
        self.object.as_ref().map_or(NodeId(0), |object| object.root.target())
    }

    fn lines(&self) -> &Lines<'d> {
        self.lines.get_or_init(|| Lines::of(self.text))
    }

    /// Takes the lines of a span with up to two before it and one behind, or fewer if those hold a secret; long ranges are
    /// cut.
    fn snippet(&self, span: Span) -> Option<Snippet> {
        const BEFORE: u32 = 2;
        const LINES: u32 = 8;
        if !self.snippets {
            return None;
        }
        let (start, end) = (span.start.line.max(self.first_line), span.end.line.max(span.start.line));
        let around = start.saturating_sub(BEFORE).max(self.first_line)..=end + 1;
        [around, start..=end].into_iter().find_map(|lines| {
            let (first, last) = (*lines.start(), (*lines.end()).min(lines.start() + LINES - 1));
            if self.holds_secret(first, last) {
                return None;
            }
            let taken = (first..=last).map_while(|line| self.lines().get((line - self.first_line) as usize));
            Some(Snippet { first_line: first, lines: taken.map(str::to_owned).collect() })
        })
    }

    /// Tells whether a Secret holds something in the lines from one to another.
    fn holds_secret(&self, first: u32, last: u32) -> bool {
        let secrets = self.secrets.get_or_init(|| match self.document {
            Some(document) => secrets::lines(document),
            None if secrets::may_be_in(self.text) => vec![0..=u32::MAX],
            None => Vec::new(),
        });
        secrets.iter().any(|lines| first <= *lines.end() && *lines.start() <= last)
    }

    /// Returns what was found, and what was passed over by reason.
    pub fn finish(self) -> (Vec<Finding>, BTreeMap<&'static str, usize>) {
        (self.found, self.skipped)
    }
}

/// Names an object as its document does.
fn reference(object: &Object<'_>) -> ObjectRef {
    let generated = || Some(format!("{}*", object.metadata()?.get("generateName")?.as_str()?));
    ObjectRef {
        api_version: object.api_version_name().map(str::to_owned),
        kind: object.kind_name().map(str::to_owned),
        namespace: object.namespace().map(str::to_owned),
        name: object.name().map(str::to_owned).or_else(generated),
    }
}

/// Turns new texts of scalars into byte ranges. A block scalar has no simple replacement, and
/// some origins have other bytes than the text: no fix then.
fn resolve_fix(document: &Document<'_>, lines: &Lines<'_>, fix: DraftFix) -> Option<Fix> {
    if !document.origin.editable {
        return None;
    }
    let mut edits = Vec::with_capacity(fix.set.len());
    for (at, text) in fix.set {
        let node = document.tree.node(at);
        let text = match node.style {
            Style::Plain if is_plain(&text) => text,
            Style::Plain | Style::DoubleQuoted => serde_json::Value::String(text).to_string(),
            Style::SingleQuoted => format!("'{}'", text.replace('\'', "''")),
            Style::Block => return None,
        };
        edits.push(TextEdit {
            file: document.origin.name.clone(),
            start_byte: source::byte_offset(document, lines, node.span.start),
            end_byte: source::byte_offset(document, lines, node.span.end),
            span: node.span,
            text,
        });
    }
    edits.sort_by_key(|edit| edit.start_byte);
    Some(Fix { title: fix.title, safety: fix.safety, edits })
}

/// Tells whether a text can stand without quotes and stays a string: what apiVersions, kinds and field names are made of.
fn is_plain(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
        )
}
