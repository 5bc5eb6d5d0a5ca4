//! Keeps a text in a file of its own, for the owner's eyes only, so that it is there whole after a power cut, or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Writes a new file into a folder, which is made if it is not there, and returns its path. No file is ever replaced: if the name
/// is taken, a number is added. The file is written under another name, synced and renamed, and the folder synced.
///
/// # Errors
/// What the system refuses; nothing is left behind then.
pub fn keep(folder: &Path, stem: &str, ending: &str, text: &str) -> io::Result<PathBuf> {
    private_folder(folder)?;
    let mut file = NamedTempFile::with_prefix_in(".partial-", folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    for number in 1.. {
        let name = if number == 1 { format!("{stem}.{ending}") } else { format!("{stem}.{number}.{ending}") };
        let path = folder.join(name);
        match file.persist_noclobber(&path) {
            Ok(_) => {
                sync_folder(folder)?;
                return Ok(path);
            }
            Err(taken) if taken.error.kind() == io::ErrorKind::AlreadyExists => file = taken.file,
            Err(refused) => return Err(refused.error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Returns the folder for what the suite keeps for a user; none if there is no home folder.
pub fn home() -> Option<PathBuf> {
    dirs::state_dir().or_else(dirs::data_local_dir).map(|folder| folder.join("kubecheck"))
}

/// Makes a folder that nobody else may look into. One that is there already keeps its rights, unless others may look into it.
fn private_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return refuse_open(folder);
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    folder.parent().map_or(Ok(()), sync_folder)
}

#[cfg(unix)]
fn refuse_open(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if fs::metadata(folder)?.permissions().mode() & 0o077 == 0 {
        return Ok(());
    }
    let why =
        format!("others may look into {}; run chmod 700 on it, or name another folder", folder.display());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

#[cfg(not(unix))]
fn refuse_open(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// Other systems open no folders as files.
#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_is_kept_is_private_and_never_replaced() {
        let base = tempfile::tempdir().unwrap();
        let folder = base.path().join("a/b");
        let first = keep(&folder, "x", "json", "1").unwrap();
        let second = keep(&folder, "x", "json", "2").unwrap();
        assert_eq!(
            (first.file_name().unwrap(), second.file_name().unwrap()),
            ("x.json".as_ref(), "x.2.json".as_ref())
        );
        assert_eq!(fs::read_to_string(&first).unwrap(), "1");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&first), mode(&folder)), (0o600, 0o700));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn a_folder_that_others_may_look_into_is_refused() {
        let base = tempfile::tempdir().unwrap();
        fs::set_permissions(base.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let refused = keep(base.path(), "x", "json", "1").unwrap_err();
        assert!(refused.to_string().contains("chmod 700"), "{refused}");
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 0);
    }
}
