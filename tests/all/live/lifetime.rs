//! Nothing outlives who started it, and other programs than ours can be started.

use std::io::{BufRead, BufReader};
use std::panic::catch_unwind;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use crate::expect::{contains, equal};
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::test("live/lifetime ends with a killed process", ends_with_a_killed_process),
        Trial::test("live/lifetime starts the programs of KUBEBUILDER_ASSETS", starts_programs_of_assets),
        Trial::test("live/lifetime says why a program does not start", says_why),
        Trial::test("live/lifetime ends with the command it was for", ends_with_its_command),
    ]
}

/// `cargo xtask controlplane`, which uses the harness as tests do.
fn xtask(arguments: &[&str]) -> Command {
    let mut command = Command::new(process::build("xtask"));
    command.arg("controlplane").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn ends_with_a_killed_process() -> Result<(), Failed> {
    let mut child = xtask(&[]).spawn()?;
    let started = started(&mut child);
    child.kill()?;
    child.wait()?;
    let (kubeconfig, etcd) = started?;
    let folder = Path::new(&kubeconfig).parent().ok_or("a kubeconfig lies in a folder")?;
    let address = etcd.trim_start_matches("http://");
    let gone = || !folder.exists() && std::net::TcpStream::connect(address).is_err();
    let end = Instant::now() + Duration::from_secs(10);
    while !gone() && Instant::now() < end {
        sleep(Duration::from_millis(20));
    }
    equal("gone", gone(), true)
}

/// Reads where the control plane is: its kubeconfig and its etcd.
fn started(child: &mut Child) -> Result<(String, String), Failed> {
    let lines = BufReader::new(child.stdout.take().ok_or("standard output is a pipe")?).lines();
    let lines = lines.take(2).collect::<std::io::Result<Vec<String>>>()?;
    let value = |name: &str| {
        let line = lines.iter().find_map(|line| line.strip_prefix(&format!("export {name}='")));
        line.map(|value| value.trim_end_matches('\'').to_owned()).ok_or(format!("{name} is missing"))
    };
    Ok((value("KUBECONFIG")?, value("ETCD")?))
}

fn says_why() -> Result<(), Failed> {
    let Err(why) = catch_unwind(|| ControlPlane::start(&["--no-such-flag"])) else {
        return Err("it started".into());
    };
    let why = why.downcast::<String>().map_err(|_| "no message")?;
    contains(&why, "kube-apiserver does not start: it ended: exit status 1\n")?;
    contains(&why, "unknown flag: --no-such-flag")
}

fn ends_with_its_command() -> Result<(), Failed> {
    let script = "kubectl get namespace default -o name && echo $KUBECONFIG";
    let output = xtask(&["--", "sh", "-c", script]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let (namespace, kubeconfig) = text.split_once('\n').ok_or(format!("two lines: {text}"))?;
    equal("through kubectl", namespace, "namespace/default")?;
    equal("the kubeconfig is still there", Path::new(kubeconfig.trim_end()).exists(), false)
}

fn starts_programs_of_assets() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let run = || {
        let mut command = xtask(&["--", "sh", "-c", "command -v kubectl"]);
        command.env("KUBEBUILDER_ASSETS", folder.path()).output()
    };
    contains(&String::from_utf8_lossy(&run()?.stderr), "which has no etcd")?;
    let ours = kubecheck_test_support::kubectl();
    for name in ["etcd", "kube-apiserver", "kubectl"] {
        std::os::unix::fs::symlink(ours.with_file_name(name), folder.path().join(name))?;
    }
    let kubectl = format!("{}\n", folder.path().join("kubectl").display());
    equal("kubectl", String::from_utf8(run()?.stdout)?, kubectl)
}
