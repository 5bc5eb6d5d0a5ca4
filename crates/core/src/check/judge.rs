//! Judges the documents of one file, or one that had to wait.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::findings::Findings;
use super::ignore::Ignores;
use super::run::Options;
use super::{Plugin, Run, Unread};
use crate::model::object::{Document, Object};
use crate::model::tree::Tree;
use crate::report::finding::{Finding, Gap};
use crate::source::{self, Broken, Input, Kept, Part, Shelf, SourceError};

/// What one file gave.
pub(super) struct File<P: Plugin> {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<P::Note>,
    pub(super) lessons: Vec<P::Lesson>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) gaps: Vec<Gap>,
    /// Whether a file was opened for this.
    pub(super) opened: bool,
    pub(super) unread: Option<SourceError>,
    pub(super) objects: usize,
    pub(super) skipped: BTreeMap<&'static str, usize>,
    pub(super) warnings: Vec<String>,
}

/// A document with objects that cannot be judged yet.
pub(super) struct Waiting {
    kept: Kept,
    /// The places of these objects among the document's, ascending.
    objects: Vec<usize>,
}

/// Judges one file.
pub(super) struct Judge<'p, P: Plugin> {
    plugin: &'p P,
    world: &'p Arc<P::World>,
    shelf: &'p Shelf,
    options: Options,
    file: File<P>,
}

impl<'p, P: Plugin> Judge<'p, P> {
    /// Begins to judge with what is known of the world; what must wait goes onto the shelf.
    pub(super) fn new(plugin: &'p P, world: &'p Arc<P::World>, shelf: &'p Shelf, options: Options) -> Self {
        let file = File {
            findings: Vec::new(),
            notes: Vec::new(),
            lessons: Vec::new(),
            waiting: Vec::new(),
            gaps: Vec::new(),
            opened: false,
            unread: None,
            objects: 0,
            skipped: BTreeMap::new(),
            warnings: Vec::new(),
        };
        Judge { plugin, world, shelf, options, file }
    }

    /// Judges what stands in an input.
    pub(super) fn file(mut self, input: &Input) -> File<P> {
        self.file.opened = true;
        let read = source::read(input, &mut |part| match part {
            Part::Document(document) => self.document(document),
            Part::Broken(broken) => self.broken(broken),
            Part::Template(_) => {
                self.unread(Unread::Template);
                self.skip("template", 1);
            }
            Part::Gap(gap) => {
                self.unread(Unread::Gap);
                self.file.gaps.push(gap);
            }
        });
        if let Err(error) = read {
            let file = &mut self.file;
            file.opened = file.objects > 0 || !file.findings.is_empty() || !file.waiting.is_empty();
            let name = &input.origin.name;
            let why = error.message.strip_prefix(&format!("cannot read {name}: ")).unwrap_or(&error.message);
            self.gap(name, why);
            self.file.unread = input.origin.named.then_some(error);
        }
        self.file
    }

    /// Judges the objects of a document that had to wait.
    pub(super) fn waited(mut self, waiting: &Waiting) -> File<P> {
        let read = self.shelf.read(&waiting.kept, &mut |document| {
            let ignores = self.ignores(document);
            let mut findings = Findings::new(document, &ignores, self.options.snippets);
            for (at, object) in document.objects().into_iter().enumerate() {
                if waiting.objects.binary_search(&at).is_ok() {
                    let facts = self.plugin.facts(&object, self.world);
                    self.object(object, &facts, &mut findings);
                }
            }
            self.finish(findings);
        });
        if let Err(error) = read {
            self.gap(&waiting.kept.origin().name, &format!("a document that had to wait is lost: {error}"));
        }
        self.file
    }

    fn unread(&mut self, what: Unread) {
        self.file.notes.extend(self.plugin.unread(what));
    }

    fn gap(&mut self, what: &str, why: &str) {
        self.unread(Unread::Gap);
        let needed_for = vec!["every check".to_owned()];
        self.file.gaps.push(Gap { what: what.to_owned(), why: why.to_owned(), needed_for, ..Gap::default() });
    }

    fn skip(&mut self, reason: &'static str, count: usize) {
        if count > 0 {
            *self.file.skipped.entry(reason).or_default() += count;
        }
    }

    fn broken(&mut self, broken: &Broken<'_>) {
        if let Some(reason) = self.plugin.passes_over_broken(broken) {
            return self.skip(reason, 1);
        }
        self.unread(Unread::Broken);
        let known = |name: &str| self.plugin.rule_name(name);
        let ignores =
            Ignores::read(self.plugin.name(), broken.text, broken.first_line, &Tree::default(), &known);
        let mut findings = Findings::of_broken(broken, &ignores, self.options.snippets);
        for check in self.plugin.checks() {
            if let Run::Broken(run) = check.run {
                run(broken, &mut findings);
            }
        }
        self.finish(findings);
    }

    fn document(&mut self, document: &Document<'_>) {
        let ignores = self.ignores(document);
        self.warn_of_unknown(&ignores, &document.origin.name);
        let mut findings = Findings::new(document, &ignores, self.options.snippets);
        let mut waiting = Vec::new();
        for (at, object) in document.objects().into_iter().enumerate() {
            let facts = self.plugin.facts(&object, self.world);
            if let Some(reason) = self.plugin.passes_over(&facts) {
                self.skip(reason, 1);
                continue;
            }
            let lesson = self.plugin.learn(&object, &facts, &self.file.lessons);
            self.file.lessons.extend(lesson);
            if self.plugin.waits(&object, &facts) {
                waiting.push(at);
            } else {
                self.object(object, &facts, &mut findings);
            }
        }
        self.finish(findings);
        if !waiting.is_empty() {
            match self.shelf.keep(document) {
                Ok(kept) => self.file.waiting.push(Waiting { kept, objects: waiting }),
                Err(error) => {
                    let why = format!("a document of it has to wait and cannot be kept: {error}");
                    self.gap(&document.origin.name, &why);
                }
            }
        }
    }

    fn object<'d>(&mut self, object: Object<'d>, facts: &P::Facts, findings: &mut Findings<'d>) {
        let is_counted = object.live().is_some_and(|live| live.is_selection);
        self.file.objects += usize::from(!object.is_list && !is_counted);
        findings.about(object);
        for check in self.plugin.checks() {
            match check.run {
                Run::Object(run) => run(&object, facts, findings),
                Run::Fold { see, .. } => see(&object, facts, findings, &mut self.file.notes),
                Run::Broken(_) => {}
            }
        }
    }

    fn ignores(&self, document: &Document<'_>) -> Ignores {
        let known = |name: &str| self.plugin.rule_name(name);
        Ignores::read(self.plugin.name(), document.text, document.first_line, &document.tree, &known)
    }

    fn warn_of_unknown(&mut self, ignores: &Ignores, file: &str) {
        for (line, name) in &ignores.unknown {
            let tool = self.plugin.name();
            let why = if name.is_empty() {
                "it names no rule".to_owned()
            } else {
                format!("no rule is called {name:?}")
            };
            let what = format!("{file}:{line}: this comment ignores nothing, as {why}");
            self.file.warnings.push(format!("{what}; see `kubectl {tool} rules`"));
        }
    }

    fn finish(&mut self, findings: Findings<'_>) {
        let (found, skipped) = findings.finish();
        self.file.findings.extend(found);
        for (reason, count) in skipped {
            self.skip(reason, count);
        }
    }
}
