//! Keeps what discovery says on disk, beside kubectl's own cache and by its rules
//! (`k8s.io/client-go/discovery/cached/disk`): one folder a server, so many hours, and never needed.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::model::served::Served;

/// How long what was said is taken for true (`k8s.io/cli-runtime/pkg/genericclioptions/config_flags.go`, six hours).
const TTL: Duration = Duration::from_secs(6 * 3600);

/// What is kept of one server.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// When it was said, in seconds since 1970.
    written: u64,
    /// What to name to be told only what changed: of `/api` and of `/apis`.
    pub(super) etags: Vec<String>,
    /// What is served.
    pub(super) served: Served,
}

impl Kept {
    /// Dates what was just said.
    pub(super) fn now(served: Served, etags: Vec<String>) -> Kept {
        Kept { written: seconds(), etags, served }
    }

    /// Tells whether it may be used without asking.
    pub(super) fn is_recent(&self) -> bool {
        // A clock that was set back must not make it live for ever.
        let now = seconds();
        self.written <= now && now - self.written < TTL.as_secs()
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// Returns where kubectl keeps its caches.
pub(super) fn default_dir() -> Option<PathBuf> {
    let named = std::env::var_os("KUBECACHEDIR").filter(|dir| !dir.is_empty());
    named.map(PathBuf::from).or_else(|| dirs::home_dir().map(|home| home.join(".kube").join("cache")))
}

/// Returns the file of a server. Its name is made as kubectl's: without the scheme, and without what files may not have.
fn file(dir: &Path, server: &str) -> PathBuf {
    let host = server.split_once("://").map_or(server, |(_, host)| host);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let host: String = host.trim_end_matches('/').chars().map(plain).collect();
    dir.join("kubecheck").join("discovery").join(host).join("served.json")
}

/// Returns what was kept of a server; what cannot be read is as if it were not there.
pub(super) fn load(dir: Option<&Path>, server: &str) -> Option<Kept> {
    let text = fs::read(file(dir?, server)).ok()?;
    serde_json::from_slice(&text).ok()
}

/// Keeps what a server said; if that is impossible it will be asked again.
pub(super) fn store(dir: Option<&Path>, server: &str, kept: &Kept) {
    let Some(dir) = dir else { return };
    let _ = write(&file(dir, server), kept);
}

/// Writes a file that is never seen half written.
fn write(file: &Path, kept: &Kept) -> std::io::Result<()> {
    let Some(folder) = file.parent() else { return Ok(()) };
    fs::create_dir_all(folder)?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(&serde_json::to_vec(kept)?)?;
    fresh.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_found_again_and_grows_old() {
        let dir = tempfile::tempdir().unwrap();
        let server = "https://[::1]:6443/k8s";
        assert!(load(Some(dir.path()), server).is_none());
        let kept = Kept::now(Served::default(), vec!["\"a\"".to_owned()]);
        store(Some(dir.path()), server, &kept);
        let found = load(Some(dir.path()), server).unwrap();
        assert!(found.is_recent());
        assert_eq!(found.etags, ["\"a\""]);
        assert!(!Kept { written: found.written - TTL.as_secs(), ..found.clone() }.is_recent());
        assert!(!Kept { written: found.written + 60, ..found }.is_recent());
    }

    #[test]
    fn what_is_broken_is_not_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = file(dir.path(), "https://a:1");
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "{\"written\": 1").unwrap();
        assert!(load(Some(dir.path()), "https://a:1").is_none());
    }
}
