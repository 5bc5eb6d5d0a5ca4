//! The files of the kubeconfig, and what they have together.

use std::env;
use std::path::{Path, PathBuf};

use ::kube::config::Kubeconfig;

use super::args::ConnectionArgs;
use super::fault::{Fault, FaultKind, chain};

/// What can be chosen of a kubeconfig.
#[derive(Clone, Debug, Default)]
pub struct Contexts {
    /// The names of the contexts, as they stand in the files.
    pub names: Vec<String>,
    /// The context that is used if none is named.
    pub current: Option<String>,
    /// The names of the clusters.
    pub clusters: Vec<String>,
    /// The names of the users.
    pub users: Vec<String>,
}

/// Returns the contexts that flags and environment lead to, with clusters and users.
///
/// # Errors
/// A file that cannot be read.
pub fn contexts(args: &ConnectionArgs) -> Result<Contexts, Fault> {
    let config = read(args.kubeconfig.as_deref())?;
    Ok(Contexts {
        names: config.contexts.into_iter().map(|named| named.name).collect(),
        current: config.current_context,
        clusters: config.clusters.into_iter().map(|named| named.name).collect(),
        users: config.auth_infos.into_iter().map(|named| named.name).collect(),
    })
}

/// Reads a file, or all of $KUBECONFIG, or ~/.kube/config; what comes first wins. Files of a list may be missing, one that is
/// named may not (`k8s.io/client-go/tools/clientcmd/loader.go`).
pub(super) fn read(named: Option<&Path>) -> Result<Kubeconfig, Fault> {
    if let Some(path) = named.filter(|path| !path.as_os_str().is_empty()) {
        return read_file(path);
    }
    let listed = env::var_os("KUBECONFIG").filter(|list| !list.is_empty());
    let paths: Vec<PathBuf> = match listed {
        Some(list) => env::split_paths(&list).filter(|path| !path.as_os_str().is_empty()).collect(),
        None => dirs::home_dir().into_iter().map(|home| home.join(".kube").join("config")).collect(),
    };
    let there = paths.iter().filter(|path| path.exists());
    there.map(|path| read_file(path)).try_fold(Kubeconfig::default(), |all, next| {
        all.merge(next?).map_err(|error| wrong(format!("cannot merge kubeconfig files: {}", chain(&error))))
    })
}

fn read_file(path: &Path) -> Result<Kubeconfig, Fault> {
    let mut config = Kubeconfig::read_from(path).map_err(|error| {
        let why = plain(&chain(&error));
        wrong(format!("cannot use the kubeconfig {}: {why}", path.display()))
    })?;
    // An empty name is none, so that the next file may have one.
    config.current_context = config.current_context.filter(|name| !name.is_empty());
    Ok(config)
}

/// Returns what is wrong, and not the lines it stands in, which may hold a token or a key.
fn plain(why: &str) -> String {
    let first = why.lines().next().unwrap_or_default();
    first.replace("failed to parse kubeconfig YAML: error: ", "")
}

fn wrong(message: impl Into<String>) -> Fault {
    Fault::new(FaultKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn fault(text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config");
        fs::write(&file, text).unwrap();
        let message = read(Some(&file)).unwrap_err().message;
        message.replace(&file.display().to_string(), "FILE")
    }

    #[test]
    fn an_error_names_the_line_and_shows_nothing_of_it() {
        for (text, line) in [
            ("users:\n- name: u\n  user:\n    token: SECRET\n   client-key-data: SECRET\n", "line 5"),
            ("users:\n- name: u\n  user: {token: {a: SECRET}}\n", "line 3"),
            ("users:\n- name: u\n  user: [SECRET\n", "line 3"),
            ("SECRET", "line 1"),
        ] {
            let fault = fault(text);
            assert!(fault.starts_with("cannot use the kubeconfig FILE: ") && fault.contains(line), "{fault}");
            assert!(!fault.contains("SECRET") && !fault.contains('\n'), "{fault}");
        }
    }

    #[test]
    fn a_file_that_is_named_must_be_there() {
        assert!(read(Some(Path::new("/nowhere/config"))).unwrap_err().message.contains("No such file"));
    }
}
