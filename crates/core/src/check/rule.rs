//! A rule as data: what the list, the pages, SARIF and the findings all take from.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works today and will not, or works otherwise than it looks.
    Warning,
    /// Does not work.
    #[default]
    Error,
}

impl Severity {
    /// Returns the name used in reports and flags.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Whether findings of a rule come with a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixes {
    /// Never.
    None,
    /// When there is exactly one right answer.
    Sometimes,
}

/// A rule: a name, a severity and a page.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// The short id: three letters for the plugin and a number (`GVK001`).
    pub id: &'static str,
    /// The kebab-case name, the stable key.
    pub name: &'static str,
    /// One line: what it finds.
    pub summary: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// Whether its findings come with a fix.
    pub fixes: Fixes,
    /// The version of the plugin that brought it.
    pub since: &'static str,
    /// The page, in Markdown with the fixed headings.
    pub page: &'static str,
}
