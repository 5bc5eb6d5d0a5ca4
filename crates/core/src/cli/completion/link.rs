//! The file `kubectl_complete-NAME` that kubectl looks for on the PATH: where it goes, and what it says.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What shall be written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The file.
    pub path: PathBuf,
    /// Its content.
    pub content: String,
    /// What is there now.
    pub state: State,
}

/// What is there now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Absent,
    /// What would be written, or a link to the program, which answers under that name too.
    Done,
    /// An older script of ours.
    Old,
    /// A file that is not ours.
    Foreign,
}

/// Where a program is looked for: the environment, as far as it matters here.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// `PATH`.
    pub path: Option<OsString>,
    /// `KREW_ROOT`.
    pub krew_root: Option<OsString>,
    /// The user's folder.
    pub home: Option<PathBuf>,
}

impl Places {
    /// Reads the environment.
    pub fn of_environment() -> Self {
        Places { path: env::var_os("PATH"), krew_root: env::var_os("KREW_ROOT"), home: dirs::home_dir() }
    }

    /// Returns the folder of a program on the PATH, else where krew lays its links, if there is such a folder.
    pub fn folder_of(&self, program: &str) -> Option<PathBuf> {
        let file = format!("{program}{}", env::consts::EXE_SUFFIX);
        let on_path = self.path.iter().flat_map(|path| env::split_paths(path).collect::<Vec<_>>());
        let root = self.krew_root.as_ref().filter(|root| !root.is_empty()).map(PathBuf::from);
        let root = root.or_else(|| Some(self.home.as_ref()?.join(".krew")));
        let krew = || root.map(|root| root.join("bin")).filter(|bin| bin.is_dir());
        on_path.into_iter().find(|folder| folder.is_absolute() && folder.join(&file).is_file()).or_else(krew)
    }
}

/// Returns the name of the file for a program such as `kubectl-gvkcheck`.
pub fn file_name(program: &str) -> String {
    let name = program.replacen("kubectl-", "kubectl_complete-", 1);
    // kubectl finds a script on Windows by its ending.
    if cfg!(windows) { name + ".cmd" } else { name }
}

/// Returns the content of the file for a program.
pub fn script(program: &str) -> String {
    if cfg!(windows) {
        format!("@{program} __complete -- %*\r\n")
    } else {
        format!("#!/bin/sh\nexec {program} __complete -- \"$@\"\n")
    }
}

impl Plan {
    /// Looks at what is in a folder.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn new(program: &str, folder: &Path) -> io::Result<Self> {
        let (path, content) = (folder.join(file_name(program)), script(program));
        let state = look(&path, program, &content)?;
        Ok(Plan { path, content, state })
    }

    /// Writes the file whole or not at all.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn write(&self) -> io::Result<()> {
        let fresh = self.path.with_extension(format!("new{}", std::process::id()));
        let written = fs::write(&fresh, &self.content)
            .and_then(|()| make_executable(&fresh))
            .and_then(|()| fs::rename(&fresh, &self.path));
        if written.is_err() {
            // What is left of it helps nobody; the first error is the one to tell.
            let _ = fs::remove_file(&fresh);
        }
        written
    }
}

fn look(path: &Path, program: &str, content: &str) -> io::Result<State> {
    let found = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(State::Absent),
        found => found?,
    };
    if found.is_symlink() {
        let target = fs::read_link(path)?;
        let ours = target.file_stem().is_some_and(|stem| stem == program);
        return Ok(if ours { State::Done } else { State::Foreign });
    }
    match fs::read_to_string(path) {
        Ok(text) if text == content => Ok(State::Done),
        Ok(text) if text.contains(&format!("{program} __complete")) => Ok(State::Old),
        Ok(_) => Ok(State::Foreign),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(State::Foreign),
        Err(error) => Err(error),
    }
}

#[cfg(unix)]
fn make_executable(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn make_executable(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    const PROGRAM: &str = "kubectl-tool";

    fn state(folder: &Path) -> State {
        Plan::new(PROGRAM, folder).unwrap().state
    }

    #[test]
    fn writing_is_safe_to_repeat() {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan::new(PROGRAM, folder.path()).unwrap();
        assert_eq!((plan.state, plan.path.exists()), (State::Absent, false));
        plan.write().unwrap();
        assert_eq!(plan.path, folder.path().join("kubectl_complete-tool"));
        assert_eq!(fs::metadata(&plan.path).unwrap().permissions().mode() & 0o777, 0o755);
        assert_eq!(state(folder.path()), State::Done);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn an_older_script_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("kubectl_complete-tool"),
            "#!/bin/bash\nkubectl-tool __complete \"$@\"\n",
        )
        .unwrap();
        assert_eq!(state(folder.path()), State::Old);
    }

    #[test]
    fn what_is_not_ours_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kubectl_complete-tool");
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert_eq!(state(folder.path()), State::Foreign);
        fs::remove_file(&path).unwrap();
        symlink("/bin/true", &path).unwrap();
        assert_eq!(state(folder.path()), State::Foreign);
    }

    #[test]
    fn a_link_to_the_program_will_do() {
        let folder = tempfile::tempdir().unwrap();
        symlink("kubectl-tool", folder.path().join("kubectl_complete-tool")).unwrap();
        assert_eq!(state(folder.path()), State::Done);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan::new(PROGRAM, folder.path()).unwrap();
        fs::create_dir(&plan.path).unwrap();
        plan.write().expect_err("a folder is in the way");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn the_folder_is_that_of_the_program_and_then_of_krew() {
        let (bin, home, root) =
            (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut places = Places { home: Some(home.path().to_owned()), ..Places::default() };
        assert_eq!(places.folder_of(PROGRAM), None);
        fs::create_dir_all(home.path().join(".krew/bin")).unwrap();
        assert_eq!(places.folder_of(PROGRAM), Some(home.path().join(".krew/bin")));
        fs::create_dir(root.path().join("bin")).unwrap();
        places.krew_root = Some(root.path().into());
        assert_eq!(places.folder_of(PROGRAM), Some(root.path().join("bin")));
        fs::write(bin.path().join(PROGRAM), "").unwrap();
        places.path = Some(env::join_paths([Path::new("."), home.path(), bin.path()]).unwrap());
        assert_eq!(places.folder_of(PROGRAM), Some(bin.path().to_owned()));
    }
}
