//! Archives whose bytes depend on nothing but what is in them.

use anyhow::Result;
use flate2::{Compression, GzBuilder};

use crate::workspace::Generated;

/// The time of every file, 1980-01-01: the first that all formats can say.
const TIME: u64 = 315_532_800;

/// Packs files into a compressed archive: sorted by name, of nobody, of no time.
pub(super) fn pack(files: &[Generated]) -> Result<Vec<u8>> {
    let mut sorted: Vec<&Generated> = files.iter().collect();
    sorted.sort_by(|one, other| one.path.cmp(&other.path));
    // A header without name and time, and with no operating system.
    let gzip = GzBuilder::new().mtime(0).operating_system(255).write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(gzip);
    for file in sorted {
        let mut header = tar::Header::new_ustar();
        header.set_entry_type(tar::EntryType::Regular);
        header.set_size(file.content.len() as u64);
        header.set_mode(if file.executable { 0o755 } else { 0o644 });
        header.set_mtime(TIME);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, &file.path, file.content.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn files() -> Vec<Generated> {
        let program = Generated { path: "program".into(), content: b"run".to_vec(), executable: true };
        vec![program, Generated::new("folder/page", "read"), Generated::new("LICENSE", "may")]
    }

    #[test]
    fn the_order_of_the_files_does_not_matter() {
        let mut turned = files();
        turned.reverse();
        assert_eq!(pack(&files()).unwrap(), pack(&turned).unwrap());
    }

    #[test]
    fn the_header_tells_nothing_of_the_machine() {
        assert_eq!(pack(&files()).unwrap()[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
    }

    #[test]
    fn what_was_packed_comes_out() {
        let packed = pack(&files()).unwrap();
        let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(packed.as_slice()));
        let mut seen = Vec::new();
        for entry in archive.entries().unwrap() {
            let mut entry = entry.unwrap();
            let mut text = String::new();
            entry.read_to_string(&mut text).unwrap();
            let header = entry.header();
            assert_eq!((header.uid().unwrap(), header.gid().unwrap(), header.mtime().unwrap()), (0, 0, TIME));
            seen.push((entry.path().unwrap().display().to_string(), header.mode().unwrap(), text));
        }
        let expected = [("LICENSE", 0o644, "may"), ("folder/page", 0o644, "read"), ("program", 0o755, "run")];
        assert_eq!(seen, expected.map(|(path, mode, text)| (path.to_owned(), mode, text.to_owned())));
    }
}
