//! The committed data: a header and two compressed sections.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// The generated catalogue; `docs/catalogue.md` describes the form.
const DATA: &[u8] = include_bytes!("../data/catalog.bin");

/// The first bytes of the data, with the number of its form.
const MAGIC: &[u8] = b"KCAT\x01";

/// Why the data is not what the generator writes.
const BROKEN: &str = "the committed catalogue is whole, as its digest proves";

/// Gives the section that holds kinds, without paying for schemas.
pub(crate) fn index() -> &'static [u8] {
    static INDEX: OnceLock<Vec<u8>> = OnceLock::new();
    INDEX.get_or_init(|| inflate(0))
}

/// Gives the section that holds schemas.
pub(crate) fn schemas() -> &'static [u8] {
    static SCHEMAS: OnceLock<Vec<u8>> = OnceLock::new();
    SCHEMAS.get_or_init(|| inflate(1))
}

/// Decompresses a section; both its lengths stand in the header.
fn inflate(section: usize) -> Vec<u8> {
    let header = DATA.strip_prefix(MAGIC).expect(BROKEN);
    let length = |number: usize| {
        let bytes = header[number * 4..number * 4 + 4].try_into().expect(BROKEN);
        u32::from_le_bytes(bytes) as usize
    };
    // Compressed length and full length of the index, then of the schemas.
    let start = MAGIC.len() + 16 + if section == 0 { 0 } else { length(0) };
    let packed = &DATA[start..start + length(section * 2)];
    let mut bytes = Vec::with_capacity(length(section * 2 + 1));
    DeflateDecoder::new(packed).read_to_end(&mut bytes).expect(BROKEN);
    bytes
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
}
