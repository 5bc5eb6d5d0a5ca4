//! `stored-differs`: the API shows an object otherwise than it is stored.

use kubecheck_core::check::rule::{Fixes, Rule, Severity};
use kubecheck_core::diff::{Change, What};
use kubecheck_core::report::finding::Finding;
use serde_json::Value;

use crate::etcd::spot::Spot;

/// The rule.
pub static RULE: Rule = Rule {
    id: "GVK042",
    name: "stored-differs",
    summary: "The API shows an object otherwise than it is stored, at the same revision (etcd)",
    severity: Severity::Error,
    fixes: Fixes::None,
    since: "0.1.0",
    page: include_str!("stored_differs.md"),
};

/// The most characters of a value that a message shows.
const SHOWN: usize = 60;

/// Says that a live object has another UID than the one that is stored.
pub(crate) fn uid(spot: &Spot, stored: &str, live: &str) -> Finding {
    let message = format!("the API shows the UID {live}, and etcd holds {stored}");
    spot.finding_at(&RULE, "/metadata/uid", message, elsewhere())
}

/// Says that a live object has another revision than the one that is stored.
pub(crate) fn revision(spot: &Spot, stored: i64, live: i64) -> Finding {
    let message =
        format!("the API shows resourceVersion {live}, and etcd changed the key last at revision {stored}");
    spot.finding_at(&RULE, "/metadata/resourceVersion", message, elsewhere())
}

/// Says that live and stored object belong to different groups.
pub(crate) fn group(spot: &Spot, stored: &str, live: &str) -> Finding {
    let message = format!("the API shows {live}, and etcd holds {stored}");
    spot.finding_at(&RULE, "/apiVersion", message, elsewhere())
}

/// Says how a field differs; stored is left, live is right. `secret` values are not shown.
pub(crate) fn field(spot: &Spot, change: &Change, secret: bool) -> Finding {
    let field = dotted(&change.pointer);
    let (message, help, severity) = match &change.what {
        What::Differs(..) if secret => {
            (format!("{field} differs between the API and etcd"), TAMPERED, Severity::Error)
        }
        What::Differs(stored, live) => {
            let (stored, live) = (shown(stored), shown(live));
            (format!("{field} is {live} in the API, and {stored} in etcd"), TAMPERED, Severity::Error)
        }
        What::Order => (
            format!("the items of {field} have another order in the API than in etcd"),
            "the order of a list is a part of the object",
            Severity::Warning,
        ),
        What::OnlyRight(live) => {
            let live = if secret { String::new() } else { format!(" is {}", shown(live)) };
            (format!("{field}{live} in the API, and not in etcd"), DEFAULT, Severity::Info)
        }
        What::OnlyLeft(stored) => {
            let stored = if secret { String::new() } else { format!(" is {}", shown(stored)) };
            (format!("{field}{stored} in etcd, and not in the API"), PRUNED, Severity::Info)
        }
    };
    Finding { severity, ..spot.finding_at(&RULE, &change.pointer, message, help.to_owned()) }
}

const TAMPERED: &str = "the same revision cannot have two contents: restart the API server, and if it stays so, the key was \
                        written past it, or this is another etcd";
const DEFAULT: &str = "a default of the CRD's schema, or of a newer Kubernetes, is put in when the object is read; writing the \
                       object once stores it";
const PRUNED: &str =
    "what the CRD's schema does not have is dropped when the object is read, and is lost with the next write";

/// Writes a JSON pointer as people write fields: `spec.containers[0].image`.
fn dotted(pointer: &str) -> String {
    let mut path = String::new();
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        match token.parse::<usize>() {
            Ok(index) => path.push_str(&format!("[{index}]")),
            Err(_) if token.contains(['.', '/', ' ', '[']) => path.push_str(&format!("[{token:?}]")),
            Err(_) if path.is_empty() => path.push_str(&token),
            Err(_) => path.push_str(&format!(".{token}")),
        }
    }
    if path.is_empty() { "the object".to_owned() } else { path }
}

/// Says how many more fields differ than are told.
pub(crate) fn more(spot: &Spot, count: usize) -> Finding {
    let message = format!("{count} more fields differ");
    Finding {
        severity: Severity::Info,
        ..spot.finding(&RULE, message, "name the object to see all of them".to_owned())
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN) {
        None => text,
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

fn elsewhere() -> String {
    "this is the etcd of another cluster, or an older copy of it; or the key was written past the API server"
        .to_owned()
}
