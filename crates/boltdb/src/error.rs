//! Why a file cannot be read.

use std::io;

/// Why a file cannot be read, and where.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused to read.
    #[error("byte {offset}: cannot read")]
    Io {
        /// Where reading began.
        offset: u64,
        /// What the operating system says.
        source: io::Error,
    },
    /// It is another kind of file.
    #[error("this is no bbolt file: {0}")]
    Foreign(String),
    /// The file ends before what it says it has.
    #[error("the file is truncated: it has {has} bytes, and {what} ends at byte {needs}")]
    Truncated {
        /// The size of the file.
        has: u64,
        /// Where what is missing ends.
        needs: u64,
        /// What is missing.
        what: String,
    },
    /// What stands there cannot be.
    #[error("byte {offset}: {what}")]
    Corrupt {
        /// Where it stands.
        offset: u64,
        /// What is wrong: a fragment.
        what: String,
    },
}

impl Error {
    /// Makes an error about what stands at an offset.
    pub(crate) fn corrupt(offset: u64, what: impl Into<String>) -> Error {
        Error::Corrupt { offset, what: what.into() }
    }
}
