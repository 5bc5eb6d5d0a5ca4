//! A progress bar on standard error: only on a terminal, only after a quarter of a second, leaving no trace.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How long a run may take before it shows a bar.
const PATIENCE: Duration = Duration::from_millis(250);
/// How often the bar moves.
const TICK: Duration = Duration::from_millis(100);

/// Runs some work and shows a bar meanwhile. `done` is asked for how much is done.
pub fn during<T>(total: usize, done: impl Fn() -> u64 + Send + Sync, work: impl FnOnce() -> T) -> T {
    show(Some(total as u64), "{pos}/{len} files {wide_bar} {eta}", done, work)
}

/// Runs some work whose amount nobody knows, and shows how much is done meanwhile.
pub fn counting<T>(what: &str, done: impl Fn() -> u64 + Send + Sync, work: impl FnOnce() -> T) -> T {
    show(None, &format!("{{spinner}} {{pos}} {what}"), done, work)
}

fn show<T>(
    total: Option<u64>,
    template: &str,
    done: impl Fn() -> u64 + Send + Sync,
    work: impl FnOnce() -> T,
) -> T {
    if !stderr().is_terminal() {
        return work();
    }
    thread::scope(|scope| {
        let (stop, stopped) = channel::<()>();
        scope.spawn(move || {
            if stopped.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
            let style = ProgressStyle::with_template(template);
            bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
            while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                bar.set_position(done());
            }
            bar.finish_and_clear();
        });
        let answer = work();
        drop(stop);
        answer
    })
}
