//! Names of files relative to a folder, the same from wherever they are named.

use std::path::{Component, Path, PathBuf};

/// What a kustomize build is named behind its folder.
pub(super) const KUSTOMIZE: &str = " (kustomize)";

/// Names a file canonically: links in its folder are followed, but not one that it is itself.
pub fn canonical(path: &Path) -> PathBuf {
    let name = path.file_name();
    let parent = path.parent().filter(|_| name.is_some());
    let parent = parent.map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
    let canonical = match (parent, name) {
        (Some(parent), Some(name)) => parent.canonicalize().map(|parent| parent.join(name)),
        _ => path.canonicalize(),
    };
    canonical.unwrap_or_else(|_| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
}

/// Names an input relative to a folder that is named canonically, with slashes on every system. What is no file keeps its
/// name.
pub fn relative(folder: &Path, name: &str) -> String {
    if name == "-" {
        return name.to_owned();
    }
    if let Some(built) = name.strip_suffix(KUSTOMIZE) {
        return format!("{}{KUSTOMIZE}", below(folder, &canonical(&Path::new(built).join("."))));
    }
    below(folder, &canonical(Path::new(name)))
}

/// Tells whether an input goes by the name of a file, and not by that of standard input or of a build.
pub fn is_file_name(name: &str) -> bool {
    name != "-" && !name.ends_with(KUSTOMIZE)
}

/// Names one canonical path relative to another.
pub fn below(folder: &Path, path: &Path) -> String {
    let (mut from, mut to) = (folder.components().peekable(), path.components().peekable());
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.filter(|component| *component != Component::CurDir).map(|_| "..".to_owned());
    let down = to.map(|component| component.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_down_up_and_to_the_folder_itself() {
        let name = |path: &str| below(Path::new("/repo/sub"), Path::new(path));
        assert_eq!(name("/repo/sub/a/b.yaml"), "a/b.yaml");
        assert_eq!(name("/repo/a.yaml"), "../a.yaml");
        assert_eq!(name("/repo/sub"), ".");
        assert_eq!(name("/other/a.yaml"), "../../other/a.yaml");
    }

    #[test]
    fn one_file_has_one_name_however_it_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("sub")).unwrap();
        std::fs::write(root.join("sub/a.yaml"), "").unwrap();
        for name in ["sub/a.yaml", "sub/../sub/a.yaml", "./sub/./a.yaml"] {
            assert_eq!(relative(&root, &root.join(name).display().to_string()), "sub/a.yaml", "{name}");
        }
    }

    #[test]
    fn what_is_no_file_keeps_its_name() {
        assert_eq!(relative(Path::new("/repo"), "-"), "-");
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("prod")).unwrap();
        let built = format!("{} (kustomize)", root.join("prod").display());
        assert_eq!(relative(&root, &built), "prod (kustomize)");
    }

    #[cfg(unix)]
    #[test]
    fn links_to_folders_are_followed_and_links_to_files_are_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::create_dir(root.join("real")).unwrap();
        std::fs::write(root.join("real/a.yaml"), "").unwrap();
        std::os::unix::fs::symlink(root.join("real"), root.join("link")).unwrap();
        std::os::unix::fs::symlink(root.join("real/a.yaml"), root.join("b.yaml")).unwrap();
        let name = |name: &str| relative(&root, &root.join(name).display().to_string());
        assert_eq!(name("link/a.yaml"), "real/a.yaml");
        assert_eq!(name("b.yaml"), "b.yaml");
    }
}
