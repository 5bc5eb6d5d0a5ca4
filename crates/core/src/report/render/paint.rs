//! The few colours of the renderings for people; the blocks of findings bring the same ones.

use anstyle::{AnsiColor, Style};

use crate::check::rule::Severity;

/// The style of the word that opens a gap.
pub(super) const GAP: Style = AnsiColor::Yellow.on_default().bold();

/// Returns the style of a severity.
pub(super) const fn severity(severity: Severity) -> Style {
    match severity {
        Severity::Error => AnsiColor::BrightRed.on_default().bold(),
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Info => AnsiColor::BrightBlue.on_default().bold(),
    }
}

/// The style of good news.
pub(super) const GOOD: Style = AnsiColor::BrightGreen.on_default().bold();

/// Puts a text in a style, if colours are used.
pub(super) fn paint(text: &str, style: Style, color: bool) -> String {
    if color { format!("{style}{text}{style:#}") } else { text.to_owned() }
}
