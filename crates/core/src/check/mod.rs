//! How a plugin's rules are declared and run.
//!
//! A check is a function of what was read: it never waits, opens or connects. What several checks need of an object is
//! computed once, as the plugin's [`Plugin::Facts`].

pub mod baseline;
pub mod configuration;
pub mod findings;
pub mod ignore;
mod judge;
pub mod live;
pub mod rule;
pub mod run;
mod secrets;
pub mod severities;

use std::sync::Arc;

use crate::model::object::Object;
use crate::report::finding::{Finding, Gap};
use crate::source::Broken;
use findings::Findings;
use rule::Rule;

/// What a plugin brings: its checks, and what they are given with each object.
pub trait Plugin: Sync + 'static {
    /// What is known beyond the object that is looked at: what the CRDs of the input define.
    type World: Send + Sync;
    /// What one object adds to the world.
    type Lesson: Send;
    /// What several checks need of one object, computed once.
    type Facts;
    /// What a check keeps of an object until all have been seen.
    type Note: Send + Sync;

    /// Returns the name that ignore comments use: `gvkcheck` for `# gvkcheck:ignore RULE`.
    fn name(&self) -> &'static str;

    /// Returns the checks, in the order of the documentation.
    fn checks(&self) -> &'static [Check<Self>];

    /// Returns what is known before the first object is seen.
    fn world(&self) -> &Arc<Self::World>;

    /// Computes what the checks need of an object.
    fn facts(&self, object: &Object<'_>, world: &Arc<Self::World>) -> Self::Facts;

    /// Returns what an object tells of the world, unless it is known already from the same file: a stream may hold
    /// thousands of copies of one CRD.
    fn learn(&self, object: &Object<'_>, facts: &Self::Facts, known: &[Self::Lesson])
    -> Option<Self::Lesson>;

    /// Returns the world as all objects together tell of it; the lessons are in the order of the input.
    fn learned(&self, lessons: Vec<Self::Lesson>) -> Self::World;

    /// Tells whether an object can only be judged when the world is known.
    fn waits(&self, object: &Object<'_>, facts: &Self::Facts) -> bool;

    /// Finds the name of a rule by its name or its id.
    fn rule_name(&self, name: &str) -> Option<&'static str> {
        let mut rules = self.checks().iter().flat_map(|check| check.rules);
        rules.find(|rule| rule.name == name || rule.id.eq_ignore_ascii_case(name)).map(|rule| rule.name)
    }

    /// Says why a document that could not be parsed is none of the plugin's business, if so.
    fn passes_over_broken(&self, broken: &Broken<'_>) -> Option<&'static str>;

    /// Says why an object is not to be judged, if so; the reason is counted in the report.
    fn passes_over(&self, facts: &Self::Facts) -> Option<&'static str>;

    /// Returns a note that a part of the input could not be read, for checks that must know the whole.
    fn unread(&self, _: Unread) -> Option<Self::Note> {
        None
    }
}

/// A part of the input in which objects may stand that no check sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A document that could not be parsed.
    Broken,
    /// A template that is not rendered.
    Template,
    /// A file or folder that could not be opened or read to its end.
    Gap,
}

/// Some rules and the function that finds their cases.
pub struct Check<P: Plugin + ?Sized> {
    /// The rules whose findings the function may add.
    pub rules: &'static [&'static Rule],
    /// The function.
    pub run: Run<P>,
}

/// What a check looks at.
pub enum Run<P: Plugin + ?Sized> {
    /// A document that could not be parsed.
    Broken(fn(&Broken<'_>, &mut Findings<'_>)),
    /// One object at a time.
    Object(fn(&Object<'_>, &P::Facts, &mut Findings<'_>)),
    /// Every object, keeping notes; judged when all have been seen.
    Fold {
        /// Sees one object and notes what will be needed.
        see: fn(&Object<'_>, &P::Facts, &Findings<'_>, &mut Vec<P::Note>),
        /// Judges the notes of all objects, in the order of the input.
        end: fn(&P, &[P::Note]) -> Late,
    },
}

/// What a fold found when all objects had been seen.
#[derive(Debug, Default)]
pub struct Late {
    /// The findings.
    pub findings: Vec<Finding>,
    /// How many findings comments ignored.
    pub ignored: usize,
    /// What turned out not to be known.
    pub gaps: Vec<Gap>,
}
