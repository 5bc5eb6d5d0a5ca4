//! A section of the data: a string table, then numbers that point into it.

use std::collections::BTreeMap;

/// Writes numbers and strings.
#[derive(Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    /// How often each string was written.
    uses: BTreeMap<String, usize>,
    /// The number of each string, once all are known.
    order: BTreeMap<String, usize>,
}

/// Writes a section by a function that is called twice: to learn its strings, and to write them by number.
pub(crate) fn section(write: impl Fn(&mut Writer)) -> Vec<u8> {
    let mut first = Writer::default();
    write(&mut first);
    // Frequent strings first, so that most numbers take one byte.
    let mut strings: Vec<(String, usize)> = first.uses.into_iter().collect();
    strings.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let order = strings.iter().enumerate().map(|(number, (text, _))| (text.clone(), number)).collect();
    let mut second = Writer { order, ..Writer::default() };
    second.number(strings.len());
    strings.iter().for_each(|(text, _)| second.number(text.len()));
    strings.iter().for_each(|(text, _)| second.bytes.extend(text.as_bytes()));
    write(&mut second);
    second.bytes
}

impl Writer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// Writes a number of seven bits a byte, least significant first.
    pub(crate) fn number(&mut self, mut number: usize) {
        while number > 0x7f {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub(crate) fn string(&mut self, text: &str) {
        *self.uses.entry(text.to_owned()).or_default() += 1;
        let number = self.order.get(text).copied().unwrap_or_default();
        self.number(number);
    }

    pub(crate) fn strings(&mut self, list: &[String]) {
        self.list(list, |writer, text| writer.string(text));
    }

    /// Writes a count and so many items.
    pub(crate) fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Writer, &T)) {
        self.number(items.len());
        items.iter().for_each(|item| write(self, item));
    }

    /// Writes a part that is read later, apart from this writer's place but with its strings.
    pub(crate) fn part(&mut self, write: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let before = std::mem::take(&mut self.bytes);
        write(self);
        std::mem::replace(&mut self.bytes, before)
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        let mut writer = Writer::default();
        [0, 127, 128, 300].into_iter().for_each(|number| writer.number(number));
        assert_eq!(writer.bytes, [0, 127, 0x80, 1, 0xac, 2]);
    }

    #[test]
    fn frequent_strings_come_first() {
        let bytes = section(|writer| writer.strings(&["rare", "often", "often"].map(str::to_owned)));
        assert_eq!(bytes, [&[2, 5, 4][..], b"oftenrare", &[3, 1, 0, 0]].concat());
    }

    #[test]
    fn a_part_is_set_aside() {
        let mut writer = Writer::default();
        writer.byte(1);
        assert_eq!(writer.part(|writer| writer.byte(2)), [2]);
        assert_eq!(writer.bytes, [1]);
    }
}
