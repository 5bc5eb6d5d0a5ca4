//! Lets the two programs run in turn, so that what else the machine does meets both.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};
use std::path::Path;

use anyhow::{Context, Result};

use super::corpus::{Corpus, entries};
use super::figures::Figures;
use super::measure::{self, Cost};
use super::tools::Pair;

/// How much is sent through standard input.
const LARGE: u64 = 1 << 30;

/// Measures the whole corpus.
pub(crate) fn corpus(pair: &Pair, corpus: &Corpus, rounds: usize, out: &mut dyn Write) -> Result<()> {
    in_turn(pair, &corpus.folder, rounds)?.table(&format!("{} files", corpus.files), out)
}

/// Measures one file.
pub(crate) fn small(pair: &Pair, file: &Path, rounds: usize, out: &mut dyn Write) -> Result<()> {
    in_turn(pair, file, rounds)?.table("one Deployment", out)
}

fn in_turn(pair: &Pair, path: &Path, rounds: usize) -> Result<Figures> {
    let mut figures = Figures::of(pair.ours.name, pair.theirs.name);
    for round in 0..=rounds {
        let ours = measure::run(&pair.ours.judge(path))?;
        let theirs = measure::run(&pair.theirs.judge(path))?;
        // The first round only fills the caches of files.
        if round > 0 {
            figures.rounds.push((ours, theirs));
        }
    }
    Ok(figures)
}

/// Measures our memory on streams that are larger than it may grow: findings are kept, documents are not.
pub(crate) fn large(pair: &Pair, corpus: &Corpus, out: &mut dyn Write) -> Result<()> {
    let report = pair.ours.report(&corpus.once, &[])?;
    let found = entries(&report["findings"]).filter_map(|finding| finding["place"]["file"].as_str());
    let found: BTreeSet<&Path> = found.map(Path::new).collect();
    writeln!(out, "\n1 GiB through standard input")?;
    for (title, leave_out) in [("without findings", found), ("with findings", BTreeSet::new())] {
        let stream = corpus.stream(&leave_out).context("cannot join the files to one stream")?;
        let mut input = Repeat { stream: Cursor::new(stream), left: LARGE };
        let Cost { wall, cpu, peak } = measure::with_input(&pair.ours.judge(Path::new("-")), &mut input)?;
        writeln!(out, "  documents {title}: peak {peak:.1} MB, wall {wall:.1} s, CPU {cpu:.1} s")?;
    }
    Ok(())
}

/// Gives the same stream again and again.
struct Repeat {
    stream: Cursor<Vec<u8>>,
    left: u64,
}

impl Read for Repeat {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.stream.position() == self.stream.get_ref().len() as u64 {
            self.stream.set_position(0);
            // Whole streams only, so that the last document is not cut.
            self.left = self.left.saturating_sub(self.stream.get_ref().len() as u64);
        }
        if self.left == 0 { Ok(0) } else { self.stream.read(buffer) }
    }
}
