//! Runs a plugin's checks over what the source reads.
//!
//! Files are judged in parallel; everything is put back into the order of the input before it is told, so that the
//! output never depends on threads. Objects that cannot be judged until all others have been seen wait as texts, and are
//! judged in a second round.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use super::judge::{File, Judge};
use super::{Plugin, Run, Unread};
use crate::report::finding::{Counts, FileCounts, Finding, Gap};
use crate::source::{Input, Listing, Shelf, SourceError};

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
    /// The files that were opened, in the order of the input.
    pub files: Vec<FileCounts>,
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

/// How many waiting documents are judged at once: what they give is put in order afterwards, and so much is kept.
const AT_ONCE: usize = 4096;

/// Judges everything in a listing.
pub fn run<P: Plugin>(plugin: &P, listing: Listing, options: Options, progress: &Progress) -> Outcome {
    let shelf = Shelf::default();
    let judged = listing.inputs.par_iter().map(|input| {
        let judged = Judge::new(plugin, plugin.world(), &shelf, options).file(input);
        progress.done.fetch_add(1, Ordering::Relaxed);
        judged
    });
    let files: Vec<File<P>> = judged.collect();
    let mut outcome = Outcome { gaps: listing.gaps, ..Outcome::default() };
    outcome.skip("excluded", listing.excluded);
    let (mut notes, mut lessons, mut waiting) = (Vec::new(), Vec::new(), Vec::new());
    notes.extend(outcome.gaps.iter().filter_map(|_| plugin.unread(Unread::Gap)));
    for (input, mut file) in listing.inputs.iter().zip(files) {
        lessons.append(&mut file.lessons);
        // What waits is of an opened file, and that is the next of the list.
        let at = outcome.files.len();
        waiting.extend(file.waiting.drain(..).map(|waiting| (at, waiting)));
        if file.opened {
            outcome.files.push(FileCounts::new(input.origin.name.clone()));
            outcome.files[at].add(file.objects, &file.skipped);
        }
        outcome.take(file, &mut notes);
    }
    let world = Arc::new(plugin.learned(lessons));
    for some in waiting.chunks(AT_ONCE) {
        let judge = |waiting| Judge::new(plugin, &world, &shelf, options).waited(waiting);
        let late: Vec<File<P>> = some.par_iter().map(|(_, waiting)| judge(waiting)).collect();
        for ((at, _), file) in some.iter().zip(late) {
            outcome.files[*at].add(file.objects, &file.skipped);
            outcome.take(file, &mut notes);
        }
    }
    outcome.fold(plugin, &notes);
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

impl Outcome {
    /// Judges the notes of all objects.
    pub(super) fn fold<P: Plugin>(&mut self, plugin: &P, notes: &[P::Note]) {
        for check in plugin.checks() {
            if let Run::Fold { end, .. } = check.run {
                let late = end(plugin, notes);
                self.findings.extend(late.findings);
                self.gaps.extend(late.gaps);
                self.skip("ignored", late.ignored);
            }
        }
    }

    pub(super) fn take<P: Plugin>(&mut self, file: File<P>, notes: &mut Vec<P::Note>) {
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

    /// Adds what another run saw, but for files.
    pub(super) fn join(&mut self, other: Outcome) {
        self.findings.extend(other.findings);
        self.gaps.extend(other.gaps);
        self.warnings.extend(other.warnings);
        self.counts.objects += other.counts.objects;
        for (reason, count) in other.counts.skipped {
            self.skip(reason, count);
        }
    }

    /// Counts what was passed over for a reason.
    pub fn skip(&mut self, reason: &'static str, count: usize) {
        if count > 0 {
            *self.counts.skipped.entry(reason).or_default() += count;
        }
    }
}
