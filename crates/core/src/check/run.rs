//! Runs a plugin's checks over what the source reads.
//!
//! Files are judged in parallel; everything is put back into the order of the input before it is told, so that the
//! output never depends on threads.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::findings::Findings;
use super::ignore::Ignores;
use super::{Plugin, Run};
use crate::model::object::Document;
use crate::model::tree::Tree;
use crate::report::finding::{Counts, Finding, Gap};
use crate::source::{self, Broken, Input, Listing, Part, SourceError};

/// How to run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether findings carry the lines around them.
    pub snippets: bool,
}

/// What a run over files found.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The findings, in the order of the input.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// What was looked at.
    pub counts: Counts,
    /// What the user should know about the run itself, for standard error.
    pub warnings: Vec<String>,
    /// Why inputs that were named themselves could not be read.
    pub unread: Vec<SourceError>,
}

/// Counts files as they are done, for a progress bar.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
}

impl Progress {
    /// Returns how many files are done.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }
}

/// Judges everything in a listing.
pub fn run<P: Plugin>(plugin: &P, listing: Listing, options: Options, progress: &Progress) -> Outcome {
    let judged = listing.inputs.par_iter().map(|input| {
        let judged = Judge::new(plugin, options).file(input);
        progress.done.fetch_add(1, Ordering::Relaxed);
        judged
    });
    let files: Vec<File<P>> = judged.collect();
    let mut outcome = Outcome { gaps: listing.gaps, ..Outcome::default() };
    let mut notes = Vec::new();
    for file in files {
        outcome.take(file, &mut notes);
    }
    for check in plugin.checks() {
        if let Run::Fold { end, .. } = check.run {
            let late = end(plugin, &notes);
            outcome.findings.extend(late.findings);
            outcome.skip("ignored", late.ignored);
        }
    }
    sort(&mut outcome.findings, &listing.inputs);
    // What is anchored is judged wherever an alias uses it, and told once.
    outcome.findings.dedup_by(|a, b| a.rule == b.rule && a.place == b.place && a.message == b.message);
    outcome
}

/// Sorts findings by the order of the input, then by place, rule and message.
fn sort(findings: &mut [Finding], inputs: &[Input]) {
    let names = inputs.iter().enumerate().map(|(at, input)| (input.origin.name.clone(), at));
    let order: HashMap<Arc<str>, usize> = names.collect();
    let rank = |finding: &Finding| finding.place.file.as_ref().and_then(|name| order.get(name).copied());
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (rank(f), f.place.document, f.place.span, f.rule.id);
        key(a).cmp(&key(b)).then_with(|| a.message.cmp(&b.message))
    });
}

/// What one file gave.
struct File<P: Plugin> {
    findings: Vec<Finding>,
    notes: Vec<P::Note>,
    gaps: Vec<Gap>,
    opened: bool,
    unread: Option<SourceError>,
    objects: usize,
    skipped: BTreeMap<&'static str, usize>,
    warnings: Vec<String>,
}

impl Outcome {
    fn take<P: Plugin>(&mut self, file: File<P>, notes: &mut Vec<P::Note>) {
        self.findings.extend(file.findings);
        self.gaps.extend(file.gaps);
        self.warnings.extend(file.warnings);
        self.counts.files += usize::from(file.opened);
        self.unread.extend(file.unread);
        self.counts.objects += file.objects;
        for (reason, count) in file.skipped {
            self.skip(reason, count);
        }
        notes.extend(file.notes);
    }

    fn skip(&mut self, reason: &'static str, count: usize) {
        if count > 0 {
            *self.counts.skipped.entry(reason).or_default() += count;
        }
    }
}

/// Judges one file.
struct Judge<'p, P: Plugin> {
    plugin: &'p P,
    options: Options,
    file: File<P>,
}

impl<'p, P: Plugin> Judge<'p, P> {
    fn new(plugin: &'p P, options: Options) -> Self {
        let file = File {
            findings: Vec::new(),
            notes: Vec::new(),
            gaps: Vec::new(),
            opened: true,
            unread: None,
            objects: 0,
            skipped: BTreeMap::new(),
            warnings: Vec::new(),
        };
        Judge { plugin, options, file }
    }

    fn file(mut self, input: &Input) -> File<P> {
        let read = source::read(input, &mut |part| match part {
            Part::Document(document) => self.document(document),
            Part::Broken(broken) => self.broken(broken),
            Part::Template(_) => self.skip("template", 1),
            Part::Gap(gap) => self.file.gaps.push(gap),
        });
        if let Err(error) = read {
            self.file.opened = self.file.objects > 0 || !self.file.findings.is_empty();
            let name = &input.origin.name;
            let why = error.message.strip_prefix(&format!("cannot read {name}: ")).unwrap_or(&error.message);
            self.file.gaps.push(Gap {
                what: name.to_string(),
                why: why.to_owned(),
                needed_for: vec!["every check".to_owned()],
            });
            self.file.unread = input.origin.named.then_some(error);
        }
        self.file
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
        let known = |name: &str| self.plugin.rule_name(name);
        let (text, line) = (document.text, document.first_line);
        let ignores = Ignores::read(self.plugin.name(), text, line, &document.tree, &known);
        for (line, name) in &ignores.unknown {
            let (file, tool) = (&document.origin.name, self.plugin.name());
            let why = if name.is_empty() {
                "it names no rule".to_owned()
            } else {
                format!("no rule is called {name:?}")
            };
            let what = format!("{file}:{line}: this comment ignores nothing, as {why}");
            self.file.warnings.push(format!("{what}; see `kubectl {tool} rules`"));
        }
        let mut findings = Findings::new(document, &ignores, self.options.snippets);
        for object in document.objects() {
            let facts = self.plugin.facts(&object);
            if let Some(reason) = self.plugin.passes_over(&facts) {
                self.skip(reason, 1);
                continue;
            }
            self.file.objects += usize::from(!object.is_list);
            findings.about(object);
            for check in self.plugin.checks() {
                match check.run {
                    Run::Object(run) => run(&object, &facts, &mut findings),
                    Run::Fold { see, .. } => see(&object, &facts, &findings, &mut self.file.notes),
                    Run::Broken(_) => {}
                }
            }
        }
        self.finish(findings);
    }

    fn finish(&mut self, findings: Findings<'_>) {
        let (found, skipped) = findings.finish();
        self.file.findings.extend(found);
        for (reason, count) in skipped {
            self.skip(reason, count);
        }
    }
}
