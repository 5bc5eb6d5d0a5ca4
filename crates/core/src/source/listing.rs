//! Finds out what there is to read, by the rules of kubectl's `-f` and `-R`.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::{DirEntry, WalkDir};

use super::relative::{self, KUSTOMIZE};
use super::{Excludes, Input, Inputs, Listing, Place, SourceError};
use crate::model::object::Origin;
use crate::report::finding::Gap;

/// The endings of the files that are taken from a folder; a file that is named itself is read whatever it is called.
const ENDINGS: [&str; 3] = [".json", ".yaml", ".yml"];

/// Lists what there is to read.
///
/// # Errors
/// Nothing that was named is there, a folder without manifests, `-` named twice, a URL.
pub fn list(inputs: &Inputs) -> Result<Listing, SourceError> {
    let seen = (inputs.paths.len() > 1).then(HashSet::new);
    let exclude = (!inputs.exclude.is_empty()).then_some(&inputs.exclude);
    let mut walk = Walk { recursive: inputs.recursive, exclude, seen, ..Walk::default() };
    let mut missing = Vec::new();
    for path in &inputs.paths {
        match walk.named(path) {
            Err(Unlisted::Missing(error)) => missing.push((path, error)),
            other => other?,
        }
    }
    if let Some(folder) = &inputs.kustomize {
        walk.kustomize(folder)?;
    }
    // What is missing beside something that is there is a gap, so that no finding is hidden.
    let mut missing = missing.into_iter();
    if walk.listing.inputs.is_empty()
        && walk.listing.excluded_names.is_empty()
        && let Some((_, error)) = missing.next()
    {
        return Err(error);
    }
    walk.listing.gaps.extend(missing.map(|(path, error)| Gap {
        what: path.clone(),
        why: error.message.strip_prefix(path.as_str()).unwrap_or(&error.message).trim_start().to_owned(),
        needed_for: vec!["every check".to_owned()],
        ..Gap::default()
    }));
    Ok(walk.listing)
}

/// Why an argument cannot be listed.
enum Unlisted {
    /// What it names is not there, or cannot be opened.
    Missing(SourceError),
    /// It cannot be meant.
    Wrong(SourceError),
}

impl From<Unlisted> for SourceError {
    fn from(unlisted: Unlisted) -> SourceError {
        match unlisted {
            Unlisted::Missing(error) | Unlisted::Wrong(error) => error,
        }
    }
}

impl From<SourceError> for Unlisted {
    fn from(error: SourceError) -> Unlisted {
        Unlisted::Wrong(error)
    }
}

#[derive(Default)]
struct Walk<'e> {
    recursive: bool,
    exclude: Option<&'e Excludes>,
    listing: Listing,
    /// The files found so far, by their canonical names; none if a single path cannot name one twice.
    seen: Option<HashSet<OsString>>,
    stdin: bool,
}

impl Walk<'_> {
    /// Adds what one argument names.
    fn named(&mut self, name: &str) -> Result<(), Unlisted> {
        if name == "-" {
            return Ok(self.stdin()?);
        }
        if name.starts_with("http://") || name.starts_with("https://") {
            let error = SourceError::new(format!("{name} is a URL, and nothing is read from the network"));
            return Err(error.hint("download it first and name the file").into());
        }
        let path = Path::new(name);
        let metadata = path.metadata().map_err(|error| Unlisted::Missing(missing(path, &error)))?;
        // A pipe, as a shell's <(…) names one, has no other name.
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        if self.exclude_named(name, path, &real) {
            return Ok(());
        }
        if metadata.is_dir() {
            return Ok(self.folder(path, &real)?);
        }
        self.file(path.to_owned(), path, &real, true);
        Ok(())
    }

    fn stdin(&mut self) -> Result<(), SourceError> {
        if std::mem::replace(&mut self.stdin, true) {
            return Err(SourceError::new("`-` is named twice")
                .hint("standard input can be read once; name it once, or save it to a file"));
        }
        self.add("-".into(), Place::Stdin, true);
        Ok(())
    }

    /// Adds the manifests of a folder, sorted by name as `filepath.Walk` sorts.
    fn folder(&mut self, folder: &Path, real: &Path) -> Result<(), SourceError> {
        let depth = if self.recursive { usize::MAX } else { 1 };
        let (mut found, gaps) = (0, self.listing.gaps.len());
        let mut entries = WalkDir::new(folder).min_depth(1).max_depth(depth).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) if self.excludes(&entry, folder, real) => {
                    let excluded = self.manifests(entry.path());
                    self.listing.excluded += excluded;
                    found += excluded;
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                }
                Ok(entry) if self.is_own(&entry, folder, real) => found += 1,
                Ok(entry) if !entry.file_type().is_dir() && has_ending(entry.path()) => {
                    found += 1;
                    if !entry.file_type().is_file()
                        && let Some(gap) = no_file(entry.path())
                    {
                        self.listing.gaps.push(gap);
                        continue;
                    }
                    self.file(entry.path().to_owned(), folder, real, false);
                }
                Ok(_) => {}
                Err(error) => self.listing.gaps.push(unreadable(folder, &error)),
            }
        }
        if found == 0 && self.listing.gaps.len() == gaps {
            return Err(self.no_manifests(folder));
        }
        Ok(())
    }

    /// Tells whether something met in a folder is excluded.
    fn excludes(&self, entry: &DirEntry, folder: &Path, real: &Path) -> bool {
        let is_folder = entry.file_type().is_dir();
        if is_folder && !self.recursive {
            return false;
        }
        self.exclude.is_some_and(|exclude| exclude.covers_entry(&met(entry, folder, real), is_folder))
    }

    /// Tells whether something met in a folder is a file of the tool itself.
    fn is_own(&self, entry: &DirEntry, folder: &Path, real: &Path) -> bool {
        self.exclude.is_some_and(|exclude| exclude.is_own(&met(entry, folder, real)))
    }

    /// Passes over what one argument names, if it is excluded.
    fn exclude_named(&mut self, name: &str, path: &Path, real: &Path) -> bool {
        let Some(exclude) = self.exclude else { return false };
        let is_own = exclude.is_own(real);
        let covered = |real: &Path| exclude.covers(real, path.is_dir());
        if !is_own && !covered(real) && !covered(&relative::canonical(path)) {
            return false;
        }
        if is_own {
            self.listing.own_named += 1;
        } else {
            self.listing.excluded_names.push(name.to_owned());
            self.listing.excluded += if path.is_dir() { self.manifests(path) } else { 1 };
        }
        true
    }

    /// Counts the manifests that a file or a folder would give.
    fn manifests(&self, path: &Path) -> usize {
        let depth = if self.recursive { usize::MAX } else { 1 };
        let entries = WalkDir::new(path).max_depth(depth).into_iter().flatten();
        entries.filter(|entry| !entry.file_type().is_dir() && has_ending(entry.path())).count()
    }

    fn no_manifests(&self, folder: &Path) -> SourceError {
        let error = SourceError::new(format!("no .yaml, .yml or .json file in {}", folder.display()));
        let deeper = || {
            WalkDir::new(folder)
                .into_iter()
                .flatten()
                .any(|entry| !entry.file_type().is_dir() && has_ending(entry.path()))
        };
        if !self.recursive && deeper() {
            return error.hint("there are some further down: add -R to read the folders in it too");
        }
        error.hint("name the files themselves if they are called otherwise")
    }

    fn kustomize(&mut self, folder: &str) -> Result<(), SourceError> {
        let path = Path::new(folder);
        if !path.is_dir() {
            return Err(SourceError::new(format!("{folder} is no folder"))
                .hint("-k takes a folder with a kustomization.yaml"));
        }
        self.add(format!("{folder}{KUSTOMIZE}"), Place::Kustomize(path.to_owned()), true);
        Ok(())
    }

    /// Adds a file below a path, whose canonical name is known, unless it is there already.
    fn file(&mut self, path: PathBuf, named: &Path, real: &Path, is_named: bool) {
        let is_new = self.seen.as_mut().is_none_or(|seen| {
            let below = path.strip_prefix(named).ok().filter(|below| !below.as_os_str().is_empty());
            seen.insert(below.map_or_else(|| real.into(), |below| real.join(below).into()))
        });
        if is_new {
            self.add(path.display().to_string(), Place::File(path), is_named);
        }
    }

    fn add(&mut self, name: String, place: Place, named: bool) {
        let editable = !matches!(place, Place::Kustomize(_));
        let origin = Origin { name: Arc::from(name), named, editable, live: None };
        self.listing.inputs.push(Input { origin, place });
    }
}

/// Returns the canonical name of what was met in a folder whose own is known.
fn met(entry: &DirEntry, folder: &Path, real: &Path) -> PathBuf {
    let below = entry.path().strip_prefix(folder);
    below.map_or_else(|_| entry.path().to_owned(), |below| real.join(below))
}

/// Tells whether a file of a folder is taken; the case matters, as it does to kubectl.
fn has_ending(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Says that what has a manifest's name in a folder is none: reading a pipe or a device might never end.
fn no_file(path: &Path) -> Option<Gap> {
    let metadata = path.metadata().ok()?;
    let special = !metadata.is_file() && !metadata.is_dir();
    special.then(|| Gap {
        what: path.display().to_string(),
        why: "this is no file, and only a pipe that is named itself is read".to_owned(),
        needed_for: vec!["every check".to_owned()],
        ..Gap::default()
    })
}

fn missing(path: &Path, error: &std::io::Error) -> SourceError {
    let name = path.display();
    if error.kind() != std::io::ErrorKind::NotFound {
        return SourceError::new(format!("cannot open {name}: {error}"));
    }
    if path.as_os_str().is_empty() {
        return SourceError::new("an empty text was given as a path")
            .hint("a variable of a script may be empty; name a file, a folder, or - for standard input");
    }
    let error = SourceError::new(format!("{name} does not exist"));
    if name.to_string().contains(['*', '?', '[']) {
        return error.hint("leave the quotes away, so that the shell expands the pattern");
    }
    error.hint("name a file, a folder, or - for standard input")
}

fn unreadable(folder: &Path, error: &walkdir::Error) -> Gap {
    let path = error.path().unwrap_or(folder);
    let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    Gap { what: path.display().to_string(), why, needed_for: Vec::new(), ..Gap::default() }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::Pattern;
    use super::*;
    use tempfile::TempDir;

    /// Makes a folder with files of these names.
    fn folder(names: &[&str]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for name in names {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        folder
    }

    /// Lists paths below a folder and names what was found relative to it.
    fn listed(folder: &TempDir, paths: &[&str], recursive: bool) -> Result<Vec<String>, SourceError> {
        let paths = paths.iter().map(|path| folder.path().join(path).display().to_string()).collect();
        let listing = list(&Inputs { paths, recursive, ..Inputs::default() })?;
        let root = format!("{}/", folder.path().display());
        Ok(listing.inputs.iter().map(|input| input.origin.name.replace(&root, "")).collect())
    }

    #[test]
    fn a_folder_gives_its_manifests_sorted() {
        let folder = folder(&["b.yml", "a.yaml", "c.json", "d.txt", "E.YAML", "sub/f.yaml"]);
        assert_eq!(listed(&folder, &[""], false).unwrap(), ["a.yaml", "b.yml", "c.json"]);
        assert_eq!(listed(&folder, &[""], true).unwrap(), ["a.yaml", "b.yml", "c.json", "sub/f.yaml"]);
    }

    #[test]
    fn a_named_file_is_taken_whatever_it_is_called() {
        let folder = folder(&["notes.txt"]);
        assert_eq!(listed(&folder, &["notes.txt"], false).unwrap(), ["notes.txt"]);
    }

    #[test]
    fn no_file_is_taken_twice() {
        let folder = folder(&["a.yaml", "b.yaml"]);
        assert_eq!(listed(&folder, &["b.yaml", "", "./b.yaml"], false).unwrap(), ["b.yaml", "a.yaml"]);
    }

    #[test]
    fn what_was_met_in_a_folder_was_not_named() {
        let folder = folder(&["a.yaml"]);
        let paths = vec![folder.path().display().to_string()];
        let listing = list(&Inputs { paths, ..Inputs::default() }).unwrap();
        assert!(!listing.inputs[0].origin.named);
    }

    #[test]
    fn a_folder_without_manifests_says_where_some_are() {
        let folder = folder(&["a.txt", "sub/b.yaml"]);
        let error = listed(&folder, &[""], false).unwrap_err();
        assert!(error.message.starts_with("no .yaml, .yml or .json file in "), "{}", error.message);
        assert!(error.hint.unwrap().contains("-R"));
        assert!(!listed(&folder, &["sub/../sub"], false).unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let message = |path: &str| {
            let inputs = Inputs { paths: vec![path.into(), path.into()], ..Inputs::default() };
            list(&inputs).unwrap_err().message
        };
        assert_eq!(message("no/such.yaml"), "no/such.yaml does not exist");
        assert_eq!(message("*.yaml"), "*.yaml does not exist");
        assert_eq!(message("-"), "`-` is named twice");
        assert_eq!(
            message("https://x/y.yaml"),
            "https://x/y.yaml is a URL, and nothing is read from the network"
        );
    }

    /// Lists a folder with patterns: what is read, how many files are excluded, and which names.
    fn sifted(folder: &TempDir, paths: &[&str], patterns: &[&str]) -> (Vec<String>, usize, usize) {
        let real = folder.path().canonicalize().unwrap();
        let patterns: Vec<_> = patterns.iter().map(|pattern| Pattern::new(pattern).unwrap()).collect();
        let mut exclude = Excludes::new(&real, &patterns).unwrap();
        exclude.own(real.join("own.yaml"));
        let paths = paths.iter().map(|path| folder.path().join(path).display().to_string()).collect();
        let listing = list(&Inputs { paths, recursive: true, exclude, ..Inputs::default() }).unwrap();
        let root = format!("{}/", folder.path().display());
        let read = listing.inputs.iter().map(|input| input.origin.name.replace(&root, "")).collect();
        (read, listing.excluded, listing.excluded_names.len())
    }

    #[test]
    fn what_is_excluded_is_counted_and_not_read() {
        let folder = folder(&["a.yaml", "b/c.yaml", "b/d/e.yaml", "b/f.txt", "g.tmpl.yaml", "h.tmpl"]);
        let read = vec!["a.yaml".to_owned()];
        assert_eq!(sifted(&folder, &[""], &["b", "*.tmpl*"]), (read, 3, 0));
    }

    #[test]
    fn a_folder_that_would_not_be_read_is_not_counted() {
        let folder = folder(&["a.yaml", "b/c.yaml"]);
        let exclude = Excludes::new(&folder.path().canonicalize().unwrap(), &[Pattern::new("b").unwrap()]);
        let paths = vec![folder.path().display().to_string()];
        let inputs = Inputs { paths, exclude: exclude.unwrap(), ..Inputs::default() };
        assert_eq!(list(&inputs).unwrap().excluded, 0);
    }

    #[test]
    fn what_is_named_itself_can_be_excluded_too() {
        let folder = folder(&["a.yaml", "b/c.yaml", "b/d/e.yaml"]);
        assert_eq!(sifted(&folder, &["b/c.yaml", "b/d"], &["b"]), (Vec::new(), 2, 2));
    }

    #[test]
    fn the_tools_own_files_are_no_manifests() {
        let folder = folder(&["a.yaml", "own.yaml"]);
        assert_eq!(sifted(&folder, &["", "own.yaml"], &[]), (vec!["a.yaml".to_owned()], 0, 0));
    }

    #[test]
    fn a_folder_that_cannot_be_walked_is_a_gap() {
        let error = WalkDir::new("no/such/folder").into_iter().next().unwrap().unwrap_err();
        let gap = unreadable(Path::new("no"), &error);
        assert_eq!(gap.what, "no/such/folder");
        assert!(gap.why.contains("No such file"), "{}", gap.why);
    }

    #[cfg(unix)]
    #[test]
    fn linked_folders_are_not_walked_but_linked_files_are_read() {
        let folder = folder(&["real/a.yaml", "b/c.yaml"]);
        std::os::unix::fs::symlink(folder.path().join("real"), folder.path().join("b/link")).unwrap();
        std::os::unix::fs::symlink(folder.path().join("real/a.yaml"), folder.path().join("b/d.yaml"))
            .unwrap();
        assert_eq!(listed(&folder, &["b"], true).unwrap(), ["b/c.yaml", "b/d.yaml"]);
    }
}
