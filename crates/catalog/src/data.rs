//! The committed data: a header and two sections.
//!
//! The data is small enough to lie in the binary as it is, so that nothing is unpacked before the first answer.

/// The generated catalogue; `docs/catalogue.md` describes its form.
const DATA: &[u8] = include_bytes!("../data/catalog.bin");

/// The first bytes of the data, with the number of its form.
const MAGIC: &[u8] = b"KCAT\x02";

/// Gives the section that holds kinds.
pub(crate) fn index() -> &'static [u8] {
    sections().0
}

/// Gives the section that holds schemas.
pub(crate) fn schemas() -> &'static [u8] {
    sections().1
}

/// Splits the data behind its header: the magic bytes and the length of the index.
fn sections() -> (&'static [u8], &'static [u8]) {
    let behind_magic = DATA.strip_prefix(MAGIC).and_then(|rest| rest.split_first_chunk::<4>());
    let (length, rest) =
        behind_magic.expect("the committed data starts with its header, as its digest proves");
    rest.split_at(u32::from_le_bytes(*length) as usize)
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    #[test]
    fn the_data_is_as_generated() {
        let digits: String = Sha256::digest(super::DATA).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            digits,
            include_str!("../data/digest").trim(),
            "the data was edited; run `cargo xtask catalog`"
        );
    }

    #[test]
    fn the_data_stays_small() {
        // What every start has to map; a minor adds about two kilobytes.
        assert!(super::DATA.len() <= 96 * 1024, "{} bytes", super::DATA.len());
    }
}
