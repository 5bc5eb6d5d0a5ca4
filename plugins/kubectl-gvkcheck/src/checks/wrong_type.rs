//! `wrong-type`: a value does not decode into the type of its field.

use kubecheck_core::check::findings::{Draft, Findings};
use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::check::{Check, Run};
use kubecheck_core::model::object::Object;
use kubecheck_core::model::tree::{Form, Style, Value};

use crate::checks::words;
use crate::crd;
use crate::facts::{Facts, Gvkcheck, describe};
use crate::schema::placeholder::{PLACEHOLDER, is_placeholder};
use crate::schema::{Mismatch, Problem};

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK016",
    name: "wrong-type",
    summary: "A value does not decode into the type of its field",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("wrong_type.md"),
};

/// The check.
pub const CHECK: Check<Gvkcheck> = Check { rules: &[&RULE], run: Run::Object(check) };

fn check(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    for violation in &facts.violations {
        let Problem::WrongType(mismatch) = violation.problem else { continue };
        let value = object.document.tree.value(violation.at);
        if is_placeholder(value.text()) {
            findings.pass_over(PLACEHOLDER);
            continue;
        }
        let field = words::field(object, violation.at);
        let secret = facts.is_secret() && matches!(violation.path.first(), Some(&"data" | &"stringData"));
        let found = match value.form() {
            Form::Sequence | Form::Mapping => describe(value.form(), value.text()),
            _ if secret => match value.text().chars().count() {
                1 => "a value of 1 character".to_owned(),
                count => format!("a value of {count} characters"),
            },
            form => describe(form, value.text()),
        };
        let message = match mismatch {
            Mismatch::Range(_) => format!("{field} takes {mismatch}, and {found} is out of range"),
            _ => format!("{field} takes {mismatch}, and this is {found}"),
        };
        let mut draft = Draft::new(&RULE, violation.at, message).secret(secret);
        draft.help = match mismatch {
            Mismatch::Text { wanted: "base64", .. } if secret => {
                Some("clear text goes under stringData, the server encodes it; data takes base64".to_owned())
            }
            _ if secret => None,
            _ => help(value, mismatch),
        };
        findings.add(draft);
    }
    custom(object, facts, findings);
}

/// Words the wrong types of custom objects.
fn custom(object: &Object<'_>, facts: &Facts, findings: &mut Findings<'_>) {
    for violation in &facts.custom.violations {
        let crd::Problem::WrongType { wanted } = &violation.problem else { continue };
        let value = object.document.tree.value(violation.at);
        if is_placeholder(value.text()) {
            findings.pass_over(PLACEHOLDER);
            continue;
        }
        let field = words::field(object, violation.at);
        let found = describe(value.form(), value.text());
        let mut draft =
            Draft::new(&RULE, violation.at, format!("{field} takes {wanted}, and this is {found}"));
        draft.help = match wanted.as_str() {
            "a string" => help(value, Mismatch::Type("a string")),
            "a list" => help(value, Mismatch::Type("a list")),
            _ => help(value, Mismatch::Type("")),
        };
        findings.add(draft);
    }
}

fn help(value: Value<'_>, mismatch: Mismatch) -> Option<String> {
    match (mismatch, value.form()) {
        (Mismatch::Text { example, .. }, _) => Some(format!("write it like {example}")),
        (Mismatch::Type("a string"), Form::Bool(_) | Form::Int(_) | Form::UInt(_) | Form::Float(_)) => {
            Some(format!("put it in quotes: \"{}\"", value.text()))
        }
        (Mismatch::Type("a list"), Form::Mapping | Form::String(_)) => {
            Some("begin each item with \"- \"".to_owned())
        }
        (Mismatch::Type(wanted), Form::String(text)) if value.style() != Style::Plain => {
            let fits = match wanted {
                "a boolean" => matches!(text, "true" | "false"),
                _ => text.parse::<f64>().is_ok_and(f64::is_finite),
            };
            fits.then(|| "leave the quotes out".to_owned())
        }
        _ => None,
    }
}
