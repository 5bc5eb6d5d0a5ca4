//! Paths that are not judged: patterns as `.gitignore` has them, relative to a folder.
//!
//! `*` and `?` stand for anything but a slash, `**` for folders, `{a,b}` for one of several. A pattern with a slash inside
//! begins in the folder, one without fits at any depth; one that ends with a slash fits only folders. What fits a folder
//! excludes everything in it. Nothing is taken back with `!`.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A pattern of paths.
#[derive(Clone, Debug)]
pub struct Pattern {
    glob: globset::Glob,
    only_folders: bool,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Why it is none, or can never fit.
    pub fn new(text: &str) -> Result<Pattern, String> {
        if text.starts_with('!') {
            return Err("nothing is taken back with !; write only what is excluded".to_owned());
        }
        let inner = text.strip_prefix("./").unwrap_or(text);
        let (only_folders, inner) = match inner.strip_suffix('/') {
            Some(inner) => (true, inner),
            None => (false, inner),
        };
        if inner.is_empty() || inner == "." {
            return Err("it names the folder of the configuration itself".to_owned());
        }
        if inner.split('/').any(|part| part == "..") {
            return Err("it leads out of the folder of the configuration".to_owned());
        }
        let anywhere = if inner.contains('/') { "" } else { "**/" };
        let pattern = format!("{anywhere}{}", inner.strip_prefix('/').unwrap_or(inner));
        let glob = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(true).build();
        let glob = glob.map_err(|error| error.kind().to_string())?;
        Ok(Pattern { glob, only_folders })
    }
}

/// What is not judged.
#[derive(Clone, Debug, Default)]
pub struct Excludes {
    folder: PathBuf,
    globs: GlobSet,
    only_folders: Vec<bool>,
    own: Vec<PathBuf>,
}

impl Excludes {
    /// Excludes what fits patterns that are relative to a folder, which is named canonically.
    ///
    /// # Errors
    /// Patterns that are too large together.
    pub fn new(folder: &Path, patterns: &[Pattern]) -> Result<Excludes, String> {
        let mut globs = GlobSetBuilder::new();
        for pattern in patterns {
            globs.add(pattern.glob.clone());
        }
        Ok(Excludes {
            folder: folder.to_owned(),
            globs: globs.build().map_err(|error| error.to_string())?,
            only_folders: patterns.iter().map(|pattern| pattern.only_folders).collect(),
            own: Vec::new(),
        })
    }

    /// Passes over a file of the tool itself as well, named canonically, without counting it.
    pub fn own(&mut self, file: PathBuf) {
        self.own.push(file);
    }

    /// Tells whether a file, named canonically, is one of the tool itself.
    pub(super) fn is_own(&self, path: &Path) -> bool {
        self.own.iter().any(|own| own == path)
    }

    /// Tells whether nothing is excluded.
    pub(super) fn is_empty(&self) -> bool {
        self.globs.is_empty() && self.own.is_empty()
    }

    /// Tells whether a path fits, or a folder that it lies in. It is named canonically.
    pub fn covers(&self, path: &Path, is_folder: bool) -> bool {
        let Ok(below) = path.strip_prefix(&self.folder) else { return false };
        let mut folders = below.ancestors().skip(1);
        self.fits(below, is_folder) || folders.any(|folder| self.fits(folder, true))
    }

    /// Tells whether a path fits itself, as for one whose folders are known not to.
    pub(super) fn covers_entry(&self, path: &Path, is_folder: bool) -> bool {
        path.strip_prefix(&self.folder).is_ok_and(|below| self.fits(below, is_folder))
    }

    fn fits(&self, below: &Path, is_folder: bool) -> bool {
        let is_path = matches!(below.components().next(), Some(Component::Normal(_)));
        is_path && self.globs.matches(below).into_iter().any(|at| is_folder || !self.only_folders[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells whether a pattern excludes a file, or a folder if it ends with a slash.
    fn excludes(pattern: &str, path: &str) -> bool {
        let patterns = [Pattern::new(pattern).expect("a pattern")];
        let excludes = Excludes::new(Path::new("/repo"), &patterns).expect("a small set");
        let is_folder = path.ends_with('/');
        excludes.covers(&Path::new("/repo").join(path.trim_end_matches('/')), is_folder)
    }

    #[test]
    fn a_name_fits_at_any_depth_and_excludes_what_is_in_it() {
        for path in ["vendor/", "vendor", "vendor/a.yaml", "a/b/vendor/c/d.yaml"] {
            assert!(excludes("vendor", path), "{path}");
        }
        assert!(!excludes("vendor", "vendors/a.yaml"));
        assert!(!excludes("vendor", "a/my-vendor.yaml"));
    }

    #[test]
    fn a_slash_begins_in_the_folder() {
        assert!(excludes("/vendor", "vendor/a.yaml"));
        assert!(!excludes("/vendor", "a/vendor/a.yaml"));
        assert!(excludes("./charts/web", "charts/web/a.yaml"));
        assert!(!excludes("charts/web", "a/charts/web/a.yaml"));
    }

    #[test]
    fn a_slash_at_the_end_fits_only_folders() {
        assert!(excludes("vendor/", "vendor/a.yaml"));
        assert!(excludes("vendor/", "vendor/"));
        assert!(!excludes("vendor/", "vendor"));
    }

    #[test]
    fn stars_stop_at_slashes_but_for_two() {
        assert!(excludes("*.tmpl.yaml", "a/b/c.tmpl.yaml"));
        assert!(excludes("a/*.yaml", "a/b.yaml"));
        assert!(!excludes("a/*.yaml", "a/b/c.yaml"));
        assert!(excludes("a/**/c.yaml", "a/b/b/c.yaml"));
        assert!(excludes("a/**", "a/b/c.yaml"));
        assert!(excludes("{a,b}/c.yaml", "b/c.yaml"));
    }

    #[test]
    fn what_lies_outside_is_not_excluded() {
        let excludes = Excludes::new(Path::new("/repo"), &[Pattern::new("**").unwrap()]).unwrap();
        assert!(!excludes.covers(Path::new("/other/a.yaml"), false));
        assert!(!excludes.covers(Path::new("/repo"), true));
    }

    #[test]
    fn what_can_never_fit_is_refused() {
        for pattern in ["!a", "", "/", "./", ".", "../a", "a/../../b", "a[", "{a"] {
            assert!(Pattern::new(pattern).is_err(), "{pattern:?}");
        }
    }
}
