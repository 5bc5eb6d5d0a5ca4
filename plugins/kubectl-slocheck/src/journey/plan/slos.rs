//! Finds SLOs by their names.

use kubecheck_core::model::near;

use crate::slo::Slo;

/// Returns the number of the SLO that goes by a name: `service/name`, or the name alone if no other service has one of that name.
///
/// # Errors
/// A name that none goes by, or several; a fragment.
pub(super) fn find(slos: &[Slo], wanted: &str) -> Result<usize, String> {
    let full = |slo: &Slo| format!("{}/{}", slo.service, slo.name);
    let is_meant = |slo: &Slo| slo.name == wanted || full(slo) == wanted;
    let found: Vec<usize> = (0..slos.len()).filter(|at| is_meant(&slos[*at])).collect();
    match found[..] {
        [at] => Ok(at),
        [] => Err(format!("there is no SLO {wanted:?}{}", meant(slos, wanted))),
        _ => {
            let which: Vec<String> =
                found.iter().map(|at| format!("{} ({})", full(&slos[*at]), slos[*at].place)).collect();
            Err(format!("{wanted} may be any of {}", which.join(", ")))
        }
    }
}

fn meant(slos: &[Slo], wanted: &str) -> String {
    let titles: Vec<String> = slos.iter().map(Slo::title).collect();
    let names = titles.iter().map(String::as_str).chain(slos.iter().map(|slo| slo.name.as_str()));
    match near::nearest(wanted, names) {
        Some(near) => format!("; did you mean {near:?}?"),
        None if titles.is_empty() => "; no SLO was read".to_owned(),
        None => {
            let few: Vec<&str> = titles.iter().take(8).map(String::as_str).collect();
            let more = if titles.len() > few.len() { ", …" } else { "" };
            format!("; there are {}{more}", few.join(", "))
        }
    }
}
