//! Numbers at random, for worlds that a seed makes again.

/// Numbers at random, the same for each seed (splitmix64, by Sebastiano Vigna).
pub struct Dice(u64);

impl Dice {
    /// Returns the dice of a seed.
    pub fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    /// Returns dice of their own for a part of a world, so that a change in one part leaves the others as they are.
    pub fn part(&self, name: &str) -> Dice {
        let seed = name.bytes().fold(self.0, |seed, byte| Dice(seed ^ u64::from(byte)).next());
        Dice(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        word ^ (word >> 31)
    }

    /// Returns a number from 0 on, below a bound.
    pub fn below(&mut self, bound: i64) -> i64 {
        (self.next() % bound.unsigned_abs()) as i64
    }

    /// Returns a number from one bound to another, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        least + self.below(most - least + 1)
    }

    /// Returns one of several, each as often as the others.
    pub fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as i64) as usize]
    }

    /// Returns some of several, at most as many as are wanted, in their order.
    pub fn some_of<T: Copy>(&mut self, of: &[T], most: usize) -> Vec<T> {
        let mut left = self.below(most.min(of.len()) as i64 + 1) as usize;
        let mut some = Vec::new();
        for (index, item) in of.iter().enumerate() {
            if self.below((of.len() - index) as i64) < left as i64 {
                some.push(*item);
                left -= 1;
            }
        }
        some
    }

    /// Tells whether this is the one time in so many.
    pub fn once_in(&mut self, times: i64) -> bool {
        self.below(times) == 0
    }

    /// Tells whether this is one of so many times in a hundred.
    pub fn percent(&mut self, share: i64) -> bool {
        self.below(100) < share
    }
}
