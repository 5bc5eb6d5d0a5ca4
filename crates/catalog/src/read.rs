//! A cursor over decompressed data, checked at every step.

/// The data ends early or holds a number that means nothing.
#[derive(Debug)]
pub(crate) struct Corrupt;

/// Reads numbers, and strings by their number in the string table.
pub(crate) struct Reader<'t> {
    rest: &'static [u8],
    strings: &'t [&'static str],
}

impl<'t> Reader<'t> {
    pub(crate) fn new(rest: &'static [u8], strings: &'t [&'static str]) -> Reader<'t> {
        Reader { rest, strings }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Corrupt> {
        let (byte, rest) = self.rest.split_first().ok_or(Corrupt)?;
        self.rest = rest;
        Ok(*byte)
    }

    /// Reads a number of seven bits a byte, least significant first.
    pub(crate) fn number(&mut self) -> Result<usize, Corrupt> {
        let mut number = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Corrupt)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'static [u8], Corrupt> {
        let (bytes, rest) = self.rest.split_at_checked(length).ok_or(Corrupt)?;
        self.rest = rest;
        Ok(bytes)
    }

    pub(crate) fn string(&mut self) -> Result<&'static str, Corrupt> {
        let number = self.number()?;
        self.strings.get(number).copied().ok_or(Corrupt)
    }

    pub(crate) fn strings(&mut self) -> Result<Vec<&'static str>, Corrupt> {
        self.list(Reader::string)
    }

    /// Reads a count and so many items.
    pub(crate) fn list<T>(
        &mut self,
        item: impl FnMut(&mut Self) -> Result<T, Corrupt>,
    ) -> Result<Vec<T>, Corrupt> {
        let count = self.number()?;
        self.items(count, item)
    }

    /// Reads so many items.
    pub(crate) fn items<T>(
        &mut self,
        count: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, Corrupt>,
    ) -> Result<Vec<T>, Corrupt> {
        // Each item takes a byte at least, so a wrong count cannot ask for more memory than the data is long.
        let mut items = Vec::with_capacity(count.min(self.rest.len()));
        for _ in 0..count {
            items.push(item(self)?);
        }
        Ok(items)
    }
}

/// Reads the string table at the front of a section, and gives what follows it.
pub(crate) fn string_table(section: &'static [u8]) -> Result<(Vec<&'static str>, &'static [u8]), Corrupt> {
    let mut reader = Reader::new(section, &[]);
    let lengths = reader.list(Reader::number)?;
    let text = std::str::from_utf8(reader.bytes(lengths.iter().sum())?).map_err(|_| Corrupt)?;
    let mut start = 0;
    let strings = lengths
        .into_iter()
        .map(|length| {
            let string = text.get(start..start + length).ok_or(Corrupt)?;
            start += length;
            Ok(string)
        })
        .collect::<Result<_, _>>()?;
    Ok((strings, reader.rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_of_any_width() {
        let mut reader = Reader::new(&[0x00, 0x7f, 0x80, 0x01, 0xff, 0xff, 0x03], &[]);
        let read: Vec<usize> = (0..4).map(|_| reader.number().unwrap()).collect();
        assert_eq!(read, [0, 127, 128, 65535]);
        assert!(reader.number().is_err(), "the end is no number");
    }

    #[test]
    fn refuses_counts_and_strings_that_are_not_there() {
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0x7f], &[]).list(Reader::byte).is_err());
        assert!(Reader::new(&[1], &["zero"]).string().is_err());
        assert!(Reader::new(&[0x80, 0x80, 0x80, 0x80, 0x01], &[]).number().is_err());
    }

    #[test]
    fn splits_the_string_table() {
        let (strings, rest) = string_table(&[2, 1, 2, b'a', b'b', b'c', 9]).unwrap();
        assert_eq!(strings, ["a", "bc"]);
        assert_eq!(rest, [9]);
    }
}
