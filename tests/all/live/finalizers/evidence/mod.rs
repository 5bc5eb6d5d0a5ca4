//! What `kubectl_finalizers::evidence` finds out on a real control plane.

mod alive;
mod owner;
mod protected;
mod reading;

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use kubecheck_core::kube::ConnectionArgs;
use kubecheck_test_support::ControlPlane;
use kubectl_finalizers::evidence::{Evidence, Investigator};
use kubectl_finalizers::world::{World, WorldArgs};
use libtest_mimic::{Failed, Trial};

pub(super) fn trials() -> Vec<Trial> {
    [protected::trials(), alive::trials(), owner::trials(), reading::trials()].into_iter().flatten().collect()
}

/// A cluster as a kubeconfig reaches it, with a cache of its own.
struct Reached {
    world: World,
    _cache: tempfile::TempDir,
}

impl Reached {
    fn with(kubeconfig: &Path) -> Result<Reached, Failed> {
        let cache = tempfile::tempdir()?;
        let connection = ConnectionArgs {
            kubeconfig: Some(kubeconfig.to_owned()),
            cache_dir: Some(cache.path().to_owned()),
            chunk_size: 500,
            ..ConnectionArgs::default()
        };
        let world = World::open(&WorldArgs::default(), &connection).map_err(|error| format!("{error:?}"))?;
        Ok(Reached { world, _cache: cache })
    }

    /// Judges one finalizer of an object, `plural.group`.
    fn judge(
        &self,
        investigator: &Investigator<'_>,
        of: Of<'_>,
        finalizer: &str,
    ) -> Result<Evidence, Failed> {
        let (plural, group) = of.resource.split_once('.').unwrap_or((of.resource, ""));
        let wanted =
            self.world.wanted(group, plural).ok_or_else(|| format!("{} is not served", of.resource))?;
        let object = self.world.get(&wanted, of.namespace, of.name)?;
        let object = object.ok_or_else(|| format!("{} {} is not there", of.resource, of.name))?;
        Ok(investigator.judge(&wanted, &object, finalizer))
    }
}

/// An object by name.
#[derive(Clone, Copy)]
struct Of<'a> {
    resource: &'a str,
    namespace: Option<&'a str>,
    name: &'a str,
}

/// Judges one finalizer, reading everything anew.
fn judge(plane: &ControlPlane, of: Of<'_>, finalizer: &str) -> Result<Evidence, Failed> {
    let reached = Reached::with(plane.kubeconfig())?;
    let evidence = reached.judge(&Investigator::new(&reached.world), of, finalizer)?;
    Ok(evidence)
}

/// Waits until something is so.
fn until(what: &str, is: impl Fn() -> Result<bool, Failed>) -> Result<(), Failed> {
    let end = Instant::now() + Duration::from_secs(60);
    while !is()? {
        if Instant::now() > end {
            return Err(format!("it did not come to this: {what}").into());
        }
        thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Tells whether an object is there.
fn is_there(plane: &ControlPlane, of: Of<'_>) -> bool {
    let namespace = of.namespace.unwrap_or("default");
    plane.try_kubectl(&["get", of.resource, of.name, "-n", namespace]).code == 0
}

/// Writes the CRD of a kind with one version and no schema.
fn definition(group: &str, singular: &str, kind: &str) -> String {
    format!(
        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {{name: {singular}s.{group}}}\nspec:\n  group: {group}\n\
         \x20 scope: Namespaced\n  names: {{plural: {singular}s, singular: {singular}, kind: {kind}, listKind: {kind}List}}\n  versions:\n\
         \x20 - {{name: v1, served: true, storage: true, schema: {{openAPIV3Schema: {{type: object}}}}}}\n"
    )
}
