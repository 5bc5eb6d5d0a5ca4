//! When things were scraped, and the windows in which one looks at them. All times are seconds since 1970, in UTC.

/// A minute in seconds.
pub const MINUTE: i64 = 60;
/// An hour in seconds.
pub const HOUR: i64 = 60 * MINUTE;
/// A day in seconds.
pub const DAY: i64 = 24 * HOUR;

/// The beginning of the month: 2026-10-01T00:00:00Z. Before it there was nothing.
pub const START: i64 = 1_790_812_800;
/// The end of the month: 2026-10-31T00:00:00Z.
pub const END: i64 = START + 30 * DAY;

/// Returns a moment of the month: so many whole days after its beginning, at an hour and a minute. `at(12, 3, 0)` is
/// 2026-10-13T03:00:00Z.
pub const fn at(day: i64, hour: i64, minute: i64) -> i64 {
    START + day * DAY + hour * HOUR + minute * MINUTE
}

/// The moments between two others, without the first and with the last, as Prometheus 3 takes ranges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The last moment.
    pub end: i64,
    /// How long it is, in seconds.
    pub length: i64,
}

impl Window {
    /// Returns a window of so many seconds up to a moment: what PromQL calls `[length]` at that time.
    pub const fn new(end: i64, length: i64) -> Window {
        Window { end, length }
    }

    /// Returns the last moment that is not in it any more.
    pub const fn start(self) -> i64 {
        self.end - self.length
    }

    /// Returns the whole slices of so many seconds, from the first; what is left at the end is dropped.
    ///
    /// # Panics
    /// If slices have no length.
    pub fn slices(self, length: i64) -> impl Iterator<Item = Window> {
        assert!(length > 0, "slices of {length} seconds");
        (1..=self.length / length).map(move |number| Window::new(self.start() + number * length, length))
    }
}

/// The moments at which everything was scraped.
#[derive(Clone, Debug)]
pub struct Scrapes {
    first: i64,
    end: i64,
    step: i64,
    gaps: Vec<(i64, i64)>,
}

impl Scrapes {
    /// Returns scrapes every so many seconds, from the first to an end, which is no scrape itself.
    ///
    /// # Panics
    /// If the step is not positive.
    pub fn new(first: i64, end: i64, step: i64) -> Scrapes {
        assert!(step > 0, "a step of {step} seconds");
        Scrapes { first, end, step, gaps: Vec::new() }
    }

    /// Leaves out the scrapes from a moment until before another.
    #[must_use]
    pub fn without(mut self, from: i64, until: i64) -> Scrapes {
        self.gaps.push((from, until));
        self
    }

    /// Returns the seconds from one scrape to the next.
    pub fn step(&self) -> i64 {
        self.step
    }

    /// Returns all moments, in their order.
    pub fn times(&self) -> impl Iterator<Item = i64> {
        self.within(Window::new(self.end, self.end - self.first + 1))
    }

    /// Returns those in a window, in their order.
    pub fn within(&self, window: Window) -> impl Iterator<Item = i64> {
        // The first after the window's start, on the raster of all.
        let after = (window.start() - self.first).div_euclid(self.step) + 1;
        let first = self.first + after.max(0) * self.step;
        let last = window.end.min(self.end - 1);
        let step = usize::try_from(self.step).expect("a step is positive");
        (first..=last).step_by(step).filter(|time| !self.missed(*time))
    }

    fn missed(&self, time: i64) -> bool {
        self.gaps.iter().any(|&(from, until)| from <= time && time < until)
    }
}

/// Every minute of the month, 17 seconds past it: no sample lies on the edge of a window that begins with a minute.
impl Default for Scrapes {
    fn default() -> Scrapes {
        Scrapes::new(START + 17, END, MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use super::{END, HOUR, MINUTE, START, Scrapes, Window, at};

    #[test]
    fn windows_are_open_on_the_left() {
        let scrapes = Scrapes::new(START, END, MINUTE);
        let window = Window::new(START + 5 * MINUTE, 5 * MINUTE);
        let offsets: Vec<i64> = scrapes.within(window).map(|time| (time - START) / MINUTE).collect();
        assert_eq!(offsets, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn a_month_has_as_many_scrapes_as_minutes_but_for_the_gap() {
        assert_eq!(Scrapes::default().times().count(), 43_200);
        let gap = Scrapes::default().without(at(20, 6, 0), at(20, 12, 0));
        assert_eq!(gap.times().count(), 43_200 - 360);
        assert_eq!(gap.within(Window::new(at(20, 12, 0), 6 * HOUR)).count(), 0);
        assert_eq!(
            gap.within(Window::new(at(20, 12, 1), 6 * HOUR)).collect::<Vec<_>>(),
            [at(20, 12, 0) + 17]
        );
    }

    #[test]
    fn a_part_of_a_slice_is_dropped() {
        let ends: Vec<i64> =
            Window::new(START + 100, 100).slices(30).map(|slice| slice.end - START).collect();
        assert_eq!(ends, [30, 60, 90]);
    }
}
