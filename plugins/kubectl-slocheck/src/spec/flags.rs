//! SLOs of a command line.

use kubecheck_prometheus::template::forms::{self, Pair};
use kubecheck_prometheus::template::{Selector, Template, TemplateError, read_duration};

use crate::slo::{Family, Part, Place, Side, Sli, Slo, Target, Window};

/// What the command line says of an SLO.
#[derive(Clone, Debug)]
pub struct Flags {
    /// Its name.
    pub name: String,
    /// The target: `99.9`, `99.9%` or `0.999`.
    pub target: String,
    /// The period.
    pub window: Window,
    /// How good events are counted.
    pub good: Option<String>,
    /// How bad events are counted.
    pub bad: Option<String>,
    /// How all events are counted.
    pub total: Option<String>,
    /// A histogram: its selector, whose name may have a suffix.
    pub histogram: Option<String>,
    /// The longest time that is good: `300ms`, or a number of seconds.
    pub latency: Option<String>,
    /// Whether the histogram is a native one.
    pub native: bool,
}

/// Makes an SLO of the command line.
///
/// # Errors
/// What is missing, what contradicts itself, and what counts no events; a fragment that says what to write.
pub fn slo(flags: &Flags) -> Result<Slo, String> {
    let target = target(&flags.target)?;
    let (sli, group_by) = match (&flags.histogram, &flags.latency) {
        (Some(histogram), Some(latency)) => quick(flags, histogram, latency)?,
        (None, None) if !flags.native => events(flags)?,
        (Some(_), None) => {
            return Err("--histogram needs --latency: the longest time that is good".to_owned());
        }
        (None, _) => {
            return Err("--latency and --native need --histogram: the metric of the times".to_owned());
        }
    };
    Ok(Slo {
        name: flags.name.clone(),
        service: String::new(),
        description: String::new(),
        target,
        window: flags.window.clone(),
        method: None,
        sli,
        group_by,
        alerts: Vec::new(),
        address: None,
        family: Family::Flags,
        place: Place::default(),
    })
}

/// Reads a target. A percentage below 1 is hardly ever meant, and a bare number below 1 may be either.
fn target(text: &str) -> Result<Target, String> {
    match Target::of_percent(text) {
        Ok(target) if target.looks_like_a_ratio() && !text.trim_end().ends_with('%') => {
            Target::of_ratio(text)
        }
        read => read,
    }
}

fn events(flags: &Flags) -> Result<(Sli, Vec<String>), String> {
    let (side, flag, part) = match (&flags.good, &flags.bad) {
        (Some(part), None) => (Side::Good, "--good", part),
        (None, Some(part)) => (Side::Bad, "--bad", part),
        (Some(_), Some(_)) => return Err("--good and --bad are both there: one of them is enough".to_owned()),
        (None, None) => return Err("one of --good, --bad and --histogram is needed".to_owned()),
    };
    let total = flags.total.as_ref().ok_or_else(|| format!("{flag} needs --total: all events"))?;
    let read = |flag: &str, text: &str| Template::of_counter(text).map_err(|error| told(flag, error));
    pair(side, read(flag, part)?, read("--total", total)?)
}

fn quick(flags: &Flags, histogram: &str, latency: &str) -> Result<(Sli, Vec<String>), String> {
    if flags.good.is_some() || flags.bad.is_some() || flags.total.is_some() {
        return Err("--histogram stands for --good, --bad and --total: leave them out".to_owned());
    }
    let selector = Selector::parse(histogram).map_err(|error| told("--histogram", error))?;
    let bound = seconds(latency)?;
    let read = match flags.native {
        true => forms::native_latency(&selector, &bound, &[]),
        false => forms::classic_latency(&selector, &bound, &[]),
    };
    let Pair { good, total } = read.map_err(|error| told("--histogram", error))?;
    pair(Side::Good, good, total)
}

/// Reads the bound of a latency as a number of seconds.
fn seconds(text: &str) -> Result<String, String> {
    let text = text.trim();
    let number = text.parse().ok().filter(|number: &f64| number.is_finite() && *number > 0.0);
    let number = number.or_else(|| read_duration(text).map(|length| length.as_secs_f64()));
    number.map(|number| number.to_string()).ok_or_else(|| {
        format!("--latency {text:?} is no length of time: write 300ms, or the bound in seconds, 0.3")
    })
}

fn pair(side: Side, count: Template, total: Template) -> Result<(Sli, Vec<String>), String> {
    if count == total {
        return Err("both sides are the same: everything would be good, or bad".to_owned());
    }
    match (count.labels(), total.labels()) {
        (Some(part), Some(whole)) if part == whole => {
            let labels = part.to_vec();
            Ok((Sli::Events { part: Part { side, count }, total }, labels))
        }
        (Some(_), Some(_)) => {
            Err("the two sides count apart by other labels: sum both by the same".to_owned())
        }
        _ => Err("it is not known by which labels it counts apart: name them, sum by (label) (…)".to_owned()),
    }
}

fn told(flag: &str, error: TemplateError) -> String {
    match error.hint {
        Some(hint) => format!("{flag}: {}; {hint}", error.why),
        None => format!("{flag}: {}", error.why),
    }
}
