//! Works on many things, so many at once, and stops at the first that fails.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Works on items in parallel, in their order. Each worker has something of its own, which `ready` makes. As soon as `work` says
/// of one that it failed, nothing new is begun. Returns the answers by the numbers of the items; none where nothing was begun.
pub fn in_turns<I: Sync, W, T: Send>(
    items: &[I],
    at_once: usize,
    ready: impl Fn() -> W + Sync,
    work: impl Fn(&mut W, &I) -> (T, bool) + Sync,
) -> Vec<Option<T>> {
    let (next, has_failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let answers: Mutex<Vec<Option<T>>> = Mutex::new(items.iter().map(|_| None).collect());
    thread::scope(|scope| {
        for _ in 0..items.len().min(at_once) {
            scope.spawn(|| {
                let mut own = ready();
                while !has_failed.load(Ordering::Acquire) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(at) else { return };
                    let (answer, is_failure) = work(&mut own, item);
                    has_failed.fetch_or(is_failure, Ordering::Release);
                    answers.lock().unwrap_or_else(PoisonError::into_inner)[at] = Some(answer);
                }
            });
        }
    });
    answers.into_inner().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let answers = in_turns(&[1, 2, 3, 4], 1, || (), |(), item| (*item, *item == 2));
        assert_eq!(answers, [Some(1), Some(2), None, None]);
    }

    #[test]
    fn no_more_than_so_many_work_at_once() {
        let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items: Vec<usize> = (0..40).collect();
        let answers = in_turns(
            &items,
            4,
            || (),
            |(), item| {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                thread::yield_now();
                now.fetch_sub(1, Ordering::SeqCst);
                (*item, false)
            },
        );
        assert_eq!(answers.into_iter().flatten().collect::<Vec<_>>(), items);
        assert!(most.load(Ordering::SeqCst) <= 4);
    }
}
