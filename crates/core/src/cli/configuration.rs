//! Finds the configuration file of a plugin.
//!
//! It is looked for in the current folder and above, as git looks for its own: the first one counts, and a folder with
//! `.git` is the last that is looked into. Above it begins what other people may have written.

use std::env;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;

use super::CliError;
use crate::check::configuration::{self, Section};
use crate::source::{self, SourceError};

/// The largest file that is read as a configuration.
const LARGEST: u64 = 4 << 20;

/// Which configuration to read.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub struct ConfigArgs {
    /// Read this configuration instead of the one found in the current folder or above
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub no_config: bool,
}

/// A configuration file that is there.
#[derive(Clone, Debug)]
pub struct ConfigFile {
    /// The file, named canonically.
    pub path: PathBuf,
    /// Its name for people: as it was given, or from the current folder.
    pub shown: String,
}

impl ConfigArgs {
    /// Finds the file: the one that is named, or else the nearest of a name such as `.gvkcheck.yaml`.
    ///
    /// # Errors
    /// A folder that cannot be looked into, or a file that is only nearly called so.
    pub fn find(&self, name: &str) -> Result<Option<ConfigFile>, CliError> {
        if let Some(path) = &self.config {
            let shown = path.display().to_string();
            return Ok(Some(ConfigFile { path: source::canonical(path), shown }));
        }
        if self.no_config {
            return Ok(None);
        }
        let current = env::current_dir()
            .map_err(|error| CliError::usage("cannot tell the current folder").cause(error))?;
        let Some(path) = upwards(&current, name)? else { return Ok(None) };
        Ok(Some(ConfigFile { shown: source::below(&current, &path), path }))
    }
}

impl ConfigFile {
    /// Returns the folder that names in the file are relative to.
    pub fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("/"))
    }

    /// Reads it; see [`configuration::read`].
    ///
    /// # Errors
    /// What cannot be opened, and all that is wrong in the file.
    pub fn read<T>(&self, take: impl FnOnce(&mut Section<'_>) -> T) -> Result<T, CliError> {
        let cannot = |error| CliError::usage(format!("cannot read {}", self.shown)).cause(error);
        let file = File::open(&self.path).map_err(cannot)?;
        if file.metadata().map_err(cannot)?.len() > LARGEST {
            return Err(cannot(io::Error::other(format!("it is larger than {} MiB", LARGEST >> 20))));
        }
        // A device without end has no length.
        configuration::read(&self.shown, file.take(LARGEST), take).map_err(refused)
    }
}

fn refused(errors: Vec<SourceError>) -> CliError {
    let mut errors = errors.into_iter();
    let first = errors.next().map_or_else(|| CliError::usage("the configuration is wrong"), CliError::from);
    first.also(errors)
}

/// Finds a file in a folder or above it, up to one with `.git`.
fn upwards(folder: &Path, name: &str) -> Result<Option<PathBuf>, CliError> {
    for folder in folder.ancestors() {
        let path = folder.join(name);
        if is_there(&path)? {
            return Ok(Some(path));
        }
        let misnamed = path.with_extension("yml");
        if is_there(&misnamed)? {
            let message = format!("{} is not read: the configuration is called {name}", misnamed.display());
            return Err(CliError::usage(message).hint("rename it, or name it with --config"));
        }
        if is_there(&folder.join(".git"))? {
            break;
        }
    }
    Ok(None)
}

/// Tells whether something of a name is there, be it a link that leads nowhere: reading says what is wrong with it.
fn is_there(path: &Path) -> Result<bool, CliError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(CliError::usage(format!("cannot look for {}", path.display()))
            .cause(error)
            .hint("name the configuration with --config, or read none with --no-config")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes a folder with files, looks upwards from a folder in it, and names what was found relative to it.
    fn found(files: &[&str], from: &str) -> Result<Option<String>, CliError> {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let from = root.path().join(from);
        fs::create_dir_all(&from).unwrap();
        Ok(upwards(&from, ".x.yaml")?.map(|path| source::below(root.path(), &path)))
    }

    #[test]
    fn the_nearest_one_counts() {
        let files = [".x.yaml", "a/.x.yaml", "a/b/c/.x.yaml"];
        assert_eq!(found(&files, "a/b").unwrap().as_deref(), Some("a/.x.yaml"));
        assert_eq!(found(&files, "d").unwrap().as_deref(), Some(".x.yaml"));
    }

    #[test]
    fn a_repository_is_not_left() {
        assert_eq!(found(&[".x.yaml", "a/.git/HEAD"], "a/b").unwrap(), None);
        assert_eq!(found(&[".x.yaml", "a/.git"], "a").unwrap(), None);
        assert_eq!(found(&["a/.x.yaml", "a/.git"], "a/b").unwrap().as_deref(), Some("a/.x.yaml"));
    }

    #[test]
    fn a_file_that_is_nearly_called_so_is_an_error() {
        let error = found(&[".git/HEAD", ".x.yml"], "a").unwrap_err().to_string();
        assert!(error.contains(".x.yml is not read: the configuration is called .x.yaml"), "{error}");
    }
}
