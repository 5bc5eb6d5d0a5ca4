//! The wire format of protocol buffers: fields with numbers, nothing about what they mean.
//!
//! Only what etcd and Kubernetes write: variable-length numbers, fixed numbers and byte strings; groups are refused.

/// Why bytes are no message.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("byte {offset} of the message: {what}")]
pub struct WireError {
    /// Where in the message.
    pub offset: usize,
    /// What is wrong: a fragment.
    pub what: &'static str,
}

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'m> {
    /// A variable-length number: integers, booleans.
    Number(u64),
    /// Eight or four bytes: fixed numbers, floating point.
    Fixed(u64),
    /// Bytes: texts, messages, bytes.
    Bytes(&'m [u8]),
}

impl<'m> Value<'m> {
    /// Returns the bytes, if these are bytes.
    pub fn bytes(self) -> Option<&'m [u8]> {
        match self {
            Value::Bytes(bytes) => Some(bytes),
            Value::Number(_) | Value::Fixed(_) => None,
        }
    }

    /// Returns the number, if this is one, as protocol buffers read a signed integer.
    pub fn integer(self) -> Option<i64> {
        match self {
            Value::Number(number) => Some(number.cast_signed()),
            Value::Fixed(_) | Value::Bytes(_) => None,
        }
    }
}

/// A field: its number and its value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field<'m> {
    /// The number.
    pub number: u64,
    /// The value.
    pub value: Value<'m>,
}

/// The fields of a message, in the order they were written.
#[derive(Clone, Debug)]
pub struct Fields<'m> {
    message: &'m [u8],
    at: usize,
}

impl<'m> Fields<'m> {
    /// Makes the fields of a message.
    pub fn new(message: &'m [u8]) -> Self {
        Fields { message, at: 0 }
    }

    /// Returns how far the message was read.
    pub fn offset(&self) -> usize {
        self.at
    }

    fn fault(&self, what: &'static str) -> WireError {
        WireError { offset: self.at, what }
    }

    fn number(&mut self) -> Result<u64, WireError> {
        let mut number = 0;
        for shift in (0..70).step_by(7) {
            let byte = *self.message.get(self.at).ok_or_else(|| self.fault("a number is cut off"))?;
            self.at += 1;
            if shift == 63 && byte > 1 {
                return Err(self.fault("a number has more than 64 bits"));
            }
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(self.fault("a number has more than ten bytes"))
    }

    fn take(&mut self, size: u64) -> Result<&'m [u8], WireError> {
        let end = usize::try_from(size).ok().and_then(|size| self.at.checked_add(size));
        let part = end.and_then(|end| self.message.get(self.at..end));
        let part = part.ok_or_else(|| self.fault("a field reaches over the end"))?;
        self.at += part.len();
        Ok(part)
    }

    fn field(&mut self) -> Result<Field<'m>, WireError> {
        let key = self.number()?;
        let value = match key & 7 {
            0 => Value::Number(self.number()?),
            1 => Value::Fixed(little_endian(self.take(8)?)),
            2 => {
                let size = self.number()?;
                Value::Bytes(self.take(size)?)
            }
            5 => Value::Fixed(little_endian(self.take(4)?)),
            _ => return Err(self.fault("there is no such type of field")),
        };
        match key >> 3 {
            0 => Err(self.fault("a field has the number 0")),
            number => Ok(Field { number, value }),
        }
    }
}

fn little_endian(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

impl<'m> Iterator for Fields<'m> {
    type Item = Result<Field<'m>, WireError>;

    /// Returns the next field; after an error there is none.
    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.message.len() {
            return None;
        }
        let field = self.field();
        if field.is_err() {
            self.message = &self.message[..self.at.min(self.message.len())];
            self.at = self.message.len();
        }
        Some(field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(message: &[u8]) -> Result<Vec<Field<'_>>, WireError> {
        Fields::new(message).collect()
    }

    #[test]
    fn numbers_texts_and_fixed_numbers_are_read() {
        let read = fields(b"\x08\x96\x01\x12\x02ab\x1d\x01\x00\x00\x80").expect("a message");
        let values = [Value::Number(150), Value::Bytes(b"ab"), Value::Fixed(0x8000_0001)];
        assert_eq!(read.iter().map(|field| field.value).collect::<Vec<_>>(), values);
        assert_eq!(read.iter().map(|field| field.number).collect::<Vec<_>>(), [1, 2, 3]);
    }

    #[test]
    fn what_is_cut_off_is_an_error_with_a_place() {
        for (message, offset, what) in [
            (&b"\x08"[..], 1, "a number is cut off"),
            (b"\x12\x05ab", 2, "a field reaches over the end"),
            (b"\x0b", 1, "there is no such type of field"),
            (b"\x00\x01", 2, "a field has the number 0"),
            (b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11, "a number has more than 64 bits"),
        ] {
            assert_eq!(fields(message), Err(WireError { offset, what }), "{message:?}");
        }
    }

    #[test]
    fn there_is_nothing_behind_an_error() {
        assert_eq!(Fields::new(b"\x12\x05ab\x08\x01").count(), 1);
    }

    #[test]
    fn negative_integers_have_ten_bytes() {
        let message = b"\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01";
        let read = fields(message).expect("a message");
        assert_eq!(read[0].value.integer(), Some(-1));
    }
}
