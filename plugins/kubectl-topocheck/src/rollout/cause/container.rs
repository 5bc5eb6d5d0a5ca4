//! What the statuses of containers say.

use kubecheck_core::kube::args::quoted;
use kubecheck_core::model::time;

use super::{Around, Outlook, PodCause, config, image};
use crate::model::container::{Container, Probe};
use crate::model::status::{ContainerStatus, Terminated};

/// For how many seconds a container may run without being ready before it counts as held, if its probes do not give it longer.
pub(super) const READY: i64 = 30;

/// What a runtime says of a command that cannot run in this image; in lower case.
const NO_COMMAND: [&str; 2] = ["executable file not found", "exec format error"];
/// What it says of a command in other words, which may also be about a volume.
const NO_FILE: [&str; 3] = ["no such file or directory", "permission denied", "is a directory"];

/// Finds the container that keeps a pod from being ready: of the init containers the first that is not done, else of all containers the
/// one that fares worst.
pub(super) fn cause(around: &Around<'_>) -> Option<PodCause> {
    let status = &around.pod.status;
    for own in &around.pod.spec.init_containers {
        let Some(status) = status.init_container_statuses.iter().find(|status| status.name == own.name)
        else {
            break;
        };
        let is_done = match own.is_sidecar() {
            true => status.started == Some(true),
            false => status.state.terminated.as_ref().is_some_and(|ended| ended.exit_code == 0),
        };
        if !is_done {
            return init(around, own, status);
        }
    }
    let unready = status.container_statuses.iter().filter(|status| !status.ready);
    let causes = unready.filter_map(|status| of(around, status));
    // Of several the first of the worst.
    causes.reduce(|worst, other| if other.outlook > worst.outlook { other } else { worst })
}

/// The init container that a pod waits for.
fn init(around: &Around<'_>, own: &Container, status: &ContainerStatus) -> Option<PodCause> {
    let name = &status.name;
    let bad = waits(around, status).or_else(|| ended(around, status));
    if bad.is_some() {
        return bad;
    }
    let running = status.state.running.as_ref()?;
    let since = running.started_at.as_deref().and_then(time::parse);
    let seconds = around.seconds(since);
    let what = if own.is_sidecar() { "sidecar" } else { "init container" };
    let summary = format!("{what} {name} runs for {} and is not done", time::age(seconds));
    let outlook = if seconds < READY { Outlook::Starts } else { Outlook::MayHeal };
    let found = PodCause::new("init-container", summary, outlook).of(name);
    Some(found.next(logs(around, name, false)).since(since))
}

fn of(around: &Around<'_>, status: &ContainerStatus) -> Option<PodCause> {
    waits(around, status).or_else(|| ended(around, status)).or_else(|| unready(around, status))
}

/// A container that waits for more than its turn.
fn waits(around: &Around<'_>, status: &ContainerStatus) -> Option<PodCause> {
    let waiting = status.state.waiting.as_ref()?;
    if let Some(found) = image::cause(around, status, waiting) {
        return Some(found);
    }
    let what = format!("container {}", status.name);
    let found = match waiting.reason.as_str() {
        "" | "ContainerCreating" | "PodInitializing" => return None,
        "CrashLoopBackOff" => return Some(crashes(around, status, status.last_state.terminated.as_ref())),
        "CreateContainerConfigError" => config::cause(around, &what, &waiting.message),
        "CreateContainerError" | "RunContainerError" | "StartError" | "ContainerCannotRun"
            if is_no_command(&waiting.message) =>
        {
            let summary = format!("{what} cannot start: {}", waiting.message);
            PodCause::new("command-not-run", summary, Outlook::Never).next(around.describe())
        }
        reason => {
            let summary = format!("{what} waits, {reason}: {}", waiting.message);
            PodCause::new("container-waits", summary, Outlook::MayHeal).next(around.describe())
        }
    };
    Some(found.of(&status.name).since(around.unready_since()))
}

fn is_no_command(said: &str) -> bool {
    let said = said.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    says(&NO_COMMAND) || (said.contains("exec: ") && says(&NO_FILE))
}

/// A container that ended and is not running again.
fn ended(around: &Around<'_>, status: &ContainerStatus) -> Option<PodCause> {
    let ended = status.state.terminated.as_ref()?;
    Some(crashes(around, status, Some(ended)))
}

fn crashes(around: &Around<'_>, status: &ContainerStatus, ended: Option<&Terminated>) -> PodCause {
    let name = &status.name;
    let how = match ended {
        Some(ended) if ended.signal != 0 => format!("signal {}", ended.signal),
        Some(ended) if matches!(ended.reason.as_str(), "" | "Error" | "Completed") => {
            format!("exit code {}", ended.exit_code)
        }
        Some(ended) => format!("{}, exit code {}", ended.reason, ended.exit_code),
        None => "nothing says how".to_owned(),
    };
    let restarts = if status.restart_count == 1 {
        "1 restart".to_owned()
    } else {
        format!("{} restarts", status.restart_count)
    };
    // A runtime that cannot start the command says so in the way it ends.
    let cannot = ended.is_some_and(|ended| {
        matches!(ended.reason.as_str(), "StartError" | "ContainerCannotRun") && is_no_command(&ended.message)
    });
    let (rule, outlook) = match ended {
        Some(_) if cannot => ("command-not-run", Outlook::Never),
        Some(ended) if ended.reason == "OOMKilled" => {
            ("out-of-memory", Outlook::Crashes(in_a_row(around, status, ended)))
        }
        Some(ended) => ("crash-loop", Outlook::Crashes(in_a_row(around, status, ended))),
        None => ("crash-loop", Outlook::Crashes(0)),
    };
    let said = ended.map(|ended| ended.message.trim()).filter(|_| cannot).map(|said| format!(": {said}"));
    let summary =
        format!("container {name} ends again and again ({how}, {restarts}){}", said.unwrap_or_default());
    let is_over = status.state.running.is_none() && status.last_state.terminated.is_some();
    let found = PodCause::new(rule, summary, outlook).of(name);
    let started = around.pod.status.start_time.as_deref().and_then(time::parse);
    // Between two crashes it may have been ready; it has been crashing since the pod began, as far as is known.
    found.next(logs(around, name, is_over)).since(started.or_else(|| around.pod.metadata.created()))
}

/// Returns how often a container crashed in a row; 0 if it ran well between.
///
/// Statuses count restarts over the whole life of a pod. They were in a row if they came as fast as a kubelet lets them: at most five minutes
/// apart (`pkg/kubelet/kubelet.go`, `MaxCrashLoopBackOff`), and as long as a run takes.
fn in_a_row(around: &Around<'_>, status: &ContainerStatus, ended: &Terminated) -> i64 {
    let time = |text: &Option<String>| text.as_deref().and_then(time::parse);
    let run =
        time(&ended.started_at).zip(time(&ended.finished_at)).map_or(0, |(from, to)| time::seconds(from, to));
    let apart = LONGEST_WAIT + run.max(0);
    if around.age() <= status.restart_count.saturating_add(1).saturating_mul(apart) {
        status.restart_count
    } else {
        0
    }
}

/// The longest wait of a kubelet between two starts, and a minute for what else takes time; in seconds.
const LONGEST_WAIT: i64 = 360;

/// A container that runs and is not ready.
fn unready(around: &Around<'_>, status: &ContainerStatus) -> Option<PodCause> {
    let running = status.state.running.as_ref()?;
    let name = &status.name;
    let since = running.started_at.as_deref().and_then(time::parse);
    let seconds = around.seconds(since.or_else(|| around.unready_since()));
    let own = around.pod.spec.containers.iter().find(|own| own.name == *name);
    let probe = around.event(&["Unhealthy"]).map(|event| format!(": {}", event.message.trim()));
    let crashed = match status.restart_count {
        0 => String::new(),
        count => format!(", after {count} restarts"),
    };
    let summary = format!(
        "container {name} runs for {}{crashed} and is not ready{}",
        time::age(seconds),
        probe.unwrap_or_default()
    );
    let outlook = match status.restart_count {
        0 if seconds < own.map_or(READY, patience) => Outlook::Starts,
        0 => Outlook::MayHeal,
        // It runs between two crashes.
        _ if seconds < READY => {
            let ended = status.last_state.terminated.as_ref();
            Outlook::Crashes(ended.map_or(0, |ended| in_a_row(around, status, ended)))
        }
        _ => Outlook::MayHeal,
    };
    let found = PodCause::new("not-ready", summary, outlook).of(name);
    Some(found.next(logs(around, name, false)).since(since))
}

/// Returns for how many seconds a container may run before its probes must have succeeded.
fn patience(own: &Container) -> i64 {
    let of = |probe: Option<&Probe>| {
        probe.map_or(0, |probe| {
            let or = |value: i64, default: i64| if value > 0 { value } else { default };
            probe.initial_delay_seconds + or(probe.period_seconds, 10) * or(probe.failure_threshold, 3)
        })
    };
    READY.max(of(own.startup_probe.as_ref()) + of(own.readiness_probe.as_ref()))
}

fn logs(around: &Around<'_>, container: &str, previous: bool) -> String {
    let previous = if previous { " --previous" } else { "" };
    format!("kubectl logs {} -c {}{previous}", around.named(), quoted(container))
}
