//! With the role that it prints it sees all, and what it may not see is a gap.

use kubecheck_test_support::ControlPlane;
use libtest_mimic::{Failed, Trial};

use super::{deployment, run, until};
use crate::expect::{contains, equal};
use crate::live::finalizers::grant::Granted;
use crate::process;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test(
        "live/full/pods is complete with just the role that it prints, and says what it lacks without",
        role,
    )]
}

fn role() -> Result<(), Failed> {
    let plane = ControlPlane::full();
    let namespace = plane.namespace("rights");
    let more = ", volumes: [{name: settings, configMap: {name: settings}}]";
    plane.apply(&deployment(&namespace, 1, "kubecheck.test/fails: mount", more));
    let expected = until(&namespace, "config-missing")?;
    let user = format!("{namespace}-reader");
    let config = plane.user(&user, &[]);
    let folder = tempfile::tempdir()?;
    let line = format!("KUBECONFIG={} kubectl topocheck pods -n {namespace} --print-rbac", config.display());
    let printed = process::shell(&line, folder.path()).stdout;
    let granted = Granted::new(plane, &namespace, &printed, &user)?;
    let arguments = format!("pods -n {namespace} --grace 0s");
    let whole = run(&config, &arguments)?;
    equal("gaps", whole.document["gaps"].as_array().map(Vec::len), Some(0))?;
    equal("causes", whole.causes(), vec![expected])?;
    granted.without("events")?;
    let blind = run(&config, &arguments)?;
    let gaps = blind.document["gaps"].to_string();
    contains(&gaps, "\"what\":\"events\"")?;
    // Without events nothing says why the pod does not start: that is a warning beside the gap, and no clean answer.
    equal("blind", (blind.code, blind.causes().len()), (3, 1))?;
    contains(&blind.causes().join("\n"), "pod-not-started: ContainerCreating")?;
    granted.without("pods")?;
    let none = run(&config, &arguments)?;
    equal("none", (none.code, none.causes().len()), (3, 0))
}
