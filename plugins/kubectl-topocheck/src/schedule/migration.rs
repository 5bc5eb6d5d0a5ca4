//! Volumes of plugins that were part of Kubernetes, as the drivers see them that took their place (`k8s.io/csi-translation-lib`).

use std::collections::BTreeSet;

use crate::model::selector::{NodeSelector, Requirement};
use crate::model::storage::{CsiNode, PersistentVolume};
use crate::model::volume::{AzureDisk, Volume};

/// A plugin that was part of Kubernetes.
#[derive(Debug, PartialEq, Eq)]
pub struct Plugin {
    /// Its name, which classes have as their provisioner.
    pub name: &'static str,
    /// The driver that took its place.
    pub driver: &'static str,
    /// The label of nodes by which the driver knows zones.
    zone: Option<&'static str>,
    /// Whether the scheduler sees its volumes as those of the driver (`plugins/nodevolumelimits/utils.go`, `isCSIMigrationOn`).
    pub is_migrated: bool,
}

static AWS: Plugin = Plugin {
    name: "kubernetes.io/aws-ebs",
    driver: "ebs.csi.aws.com",
    zone: Some("topology.ebs.csi.aws.com/zone"),
    is_migrated: true,
};
static GCE: Plugin = Plugin {
    name: "kubernetes.io/gce-pd",
    driver: "pd.csi.storage.gke.io",
    zone: Some("topology.gke.io/zone"),
    is_migrated: true,
};
static AZURE_DISK: Plugin =
    Plugin { name: "kubernetes.io/azure-disk", driver: "disk.csi.azure.com", zone: None, is_migrated: true };
static CINDER: Plugin = Plugin {
    name: "kubernetes.io/cinder",
    driver: "cinder.csi.openstack.org",
    zone: Some("topology.cinder.csi.openstack.org/zone"),
    is_migrated: true,
};
static PORTWORX: Plugin = Plugin {
    name: "kubernetes.io/portworx-volume",
    driver: "pxd.portworx.com",
    zone: None,
    is_migrated: true,
};
static AZURE_FILE: Plugin =
    Plugin { name: "kubernetes.io/azure-file", driver: "file.csi.azure.com", zone: None, is_migrated: false };
static VSPHERE: Plugin = Plugin {
    name: "kubernetes.io/vsphere-volume",
    driver: "csi.vsphere.vmware.com",
    zone: None,
    is_migrated: false,
};
static PLUGINS: [&Plugin; 7] = [&AWS, &GCE, &AZURE_DISK, &CINDER, &PORTWORX, &AZURE_FILE, &VSPHERE];

/// The annotation of a `CSINode` that names the plugins whose drivers the node has (`MigratedPluginsAnnotationKey`).
const MIGRATED: &str = "storage.alpha.kubernetes.io/migrated-plugins";
/// Between the zones of a label (`labelMultiZoneDelimiter`).
const BETWEEN_ZONES: &str = "__";
const ZONE: &str = "topology.kubernetes.io/zone";
const REGION: &str = "topology.kubernetes.io/region";
const BETA_ZONE: &str = "failure-domain.beta.kubernetes.io/zone";
const BETA_REGION: &str = "failure-domain.beta.kubernetes.io/region";

/// Returns the plugin of a provisioner's name.
pub fn by_name(name: &str) -> Option<&'static Plugin> {
    PLUGINS.into_iter().find(|plugin| plugin.name == name)
}

/// Returns the plugin of a pod's own volume.
pub fn of_inline(volume: &Volume) -> Option<&'static Plugin> {
    let has = [
        (&AWS, volume.aws_elastic_block_store.is_some()),
        (&GCE, volume.gce_persistent_disk.is_some()),
        (&AZURE_DISK, volume.azure_disk.is_some()),
        (&CINDER, volume.cinder.is_some()),
        (&PORTWORX, volume.portworx_volume.is_some()),
        (&AZURE_FILE, volume.azure_file.is_some()),
        (&VSPHERE, volume.vsphere_volume.is_some()),
    ];
    has.into_iter().find(|(_, has)| *has).map(|(plugin, _)| plugin)
}

/// Returns the plugin of a volume.
pub fn of_volume(volume: &PersistentVolume) -> Option<&'static Plugin> {
    let spec = &volume.spec;
    let has = [
        (&AWS, spec.aws_elastic_block_store.is_some()),
        (&GCE, spec.gce_persistent_disk.is_some()),
        (&AZURE_DISK, spec.azure_disk.is_some()),
        (&CINDER, spec.cinder.is_some()),
        (&PORTWORX, spec.portworx_volume.is_some()),
        (&AZURE_FILE, spec.azure_file.is_some()),
        (&VSPHERE, spec.vsphere_volume.is_some()),
    ];
    has.into_iter().find(|(_, has)| *has).map(|(plugin, _)| plugin)
}

/// Tells whether a node says that it has the driver of a plugin (`isPluginMigratedToCSIOnNode`).
pub fn is_announced(plugin: &Plugin, node: &CsiNode) -> bool {
    let names = node.metadata.annotations.get(MIGRATED);
    names.is_some_and(|names| names.split(',').any(|name| name == plugin.name))
}

/// Returns what the driver calls a pod's own volume; an error in the scheduler's words if it cannot be told.
pub fn inline_handle(volume: &Volume) -> Result<String, String> {
    if let Some(disk) = &volume.aws_elastic_block_store {
        return ebs_id(&disk.volume_id);
    }
    if let Some(disk) = &volume.gce_persistent_disk {
        return Ok(gce_handle("zones", "UNSPECIFIED", &disk.pd_name));
    }
    if let Some(disk) = &volume.azure_disk {
        return azure_handle(disk);
    }
    let cinder = volume.cinder.as_ref().map(|disk| &disk.volume_id);
    let handle = cinder.or(volume.portworx_volume.as_ref().map(|disk| &disk.volume_id));
    Ok(handle.cloned().unwrap_or_default())
}

/// Returns what the driver calls a volume; an error in the scheduler's words if it cannot be told.
pub fn handle(volume: &PersistentVolume) -> Result<String, String> {
    let spec = &volume.spec;
    if let Some(disk) = &spec.aws_elastic_block_store {
        return ebs_id(&disk.volume_id);
    }
    if let Some(disk) = &spec.gce_persistent_disk {
        return gce_volume(volume, &disk.pd_name);
    }
    if let Some(disk) = &spec.azure_disk {
        return azure_handle(disk);
    }
    let cinder = spec.cinder.as_ref().map(|disk| &disk.volume_id);
    let handle = cinder.or(spec.portworx_volume.as_ref().map(|disk| &disk.volume_id));
    Ok(handle.cloned().unwrap_or_default())
}

/// Reads `aws://zone/vol-1234`, or takes the bare identifier (`KubernetesVolumeIDToEBSVolumeID`).
fn ebs_id(id: &str) -> Result<String, String> {
    let Some(url) = id.strip_prefix("aws://") else { return Ok(id.to_owned()) };
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once('/').map_or("", |(_, path)| path).trim_matches('/');
    match path.starts_with("vol-") && !path.contains('/') {
        true => Ok(path.to_owned()),
        false => Err(format!(
            "failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume ({id})"
        )),
    }
}

fn azure_handle(disk: &AzureDisk) -> Result<String, String> {
    match &disk.kind {
        Some(kind) if !kind.eq_ignore_ascii_case("managed") => {
            Err(format!("kind({kind}) is not supported in csi migration"))
        }
        _ => Ok(disk.disk_uri.clone()),
    }
}

fn gce_handle(kind: &str, place: &str, disk: &str) -> String {
    format!("projects/UNSPECIFIED/{kind}/{place}/disks/{disk}")
}

fn gce_volume(volume: &PersistentVolume, disk: &str) -> Result<String, String> {
    let label = |key: &str| volume.metadata.labels.get(key).filter(|value| !value.is_empty());
    let zones = label(BETA_ZONE).or_else(|| label(ZONE)).map_or("", String::as_str);
    let zones: Vec<&str> = zones.split(BETWEEN_ZONES).collect();
    match zones.as_slice() {
        [""] => Ok(gce_handle("zones", "UNSPECIFIED", disk)),
        [zone] => Ok(gce_handle("zones", zone, disk)),
        zones => Ok(gce_handle("regions", &gce_region(zones)?, disk)),
    }
}

/// Returns the one region of zones such as `us-central1-a` (`gceGetRegionFromZones`).
fn gce_region(zones: &[&str]) -> Result<String, String> {
    let mut regions = BTreeSet::new();
    for zone in zones {
        let parts: Vec<&str> = zone.split('-').collect();
        let [locale, region, _] = parts.as_slice() else {
            return Err(format!(
                "failed to get region from zones: zone in unexpected format, expected: {{locale}}-{{region}}-{{zone}}, got: {zone}"
            ));
        };
        regions.insert(format!("{locale}-{region}"));
    }
    match regions.len() {
        1 => Ok(regions.into_iter().collect()),
        _ => {
            // Go writes a set as a map.
            let regions: Vec<String> = regions.iter().map(|region| format!("{region}:{{}}")).collect();
            Err(format!(
                "failed to get region from zones: multiple or no regions gotten from zones, got: map[{}]",
                regions.join(" ")
            ))
        }
    }
}

/// Returns from which nodes a volume can be reached once it is the driver's: zones are told by the driver's label instead of
/// Kubernetes' own, in the affinity or else in labels of the volume (`translateTopologyFromInTreeToCSI`).
pub fn affinity(volume: &PersistentVolume, plugin: &Plugin) -> Option<NodeSelector> {
    let mut selector = volume.spec.node_affinity.as_ref().and_then(|affinity| affinity.required.clone());
    let Some(key) = plugin.zone else { return selector };
    let labels = &volume.metadata.labels;
    let is_beta = match selector.as_ref() {
        Some(selector) if has_key(selector, ZONE) => false,
        Some(selector) if has_key(selector, BETA_ZONE) => true,
        _ => !labels.contains_key(ZONE) && labels.contains_key(BETA_ZONE),
    };
    let zone = if is_beta { BETA_ZONE } else { ZONE };
    if selector.as_ref().is_some_and(|selector| has_values(selector, zone)) {
        rename(&mut selector, zone, key);
    } else if let Some(zones) = labels.get(zone) {
        let zones: BTreeSet<&str> = zones.split(BETWEEN_ZONES).map(str::trim).collect();
        let zones: Vec<String> =
            zones.into_iter().filter(|zone| !zone.is_empty()).map(str::to_owned).collect();
        if !zones.is_empty() {
            demand(&mut selector, key, zones);
        }
    }
    if is_beta && selector.as_ref().is_some_and(|selector| has_values(selector, BETA_REGION)) {
        rename(&mut selector, BETA_REGION, REGION);
    }
    selector
}

fn expressions(selector: &NodeSelector) -> impl Iterator<Item = &Requirement> {
    selector.node_selector_terms.iter().flat_map(|term| &term.match_expressions)
}

fn has_key(selector: &NodeSelector, key: &str) -> bool {
    expressions(selector).any(|one| one.key == key)
}

fn has_values(selector: &NodeSelector, key: &str) -> bool {
    expressions(selector).any(|one| one.key == key && !one.values.is_empty())
}

fn rename(selector: &mut Option<NodeSelector>, from: &str, to: &str) {
    let terms = selector.iter_mut().flat_map(|selector| &mut selector.node_selector_terms);
    let all = terms.flat_map(|term| &mut term.match_expressions);
    all.filter(|one| one.key == from).for_each(|one| to.clone_into(&mut one.key));
}

/// Adds a requirement to all terms; there is one at least.
fn demand(selector: &mut Option<NodeSelector>, key: &str, values: Vec<String>) {
    let selector = selector.get_or_insert_default();
    if selector.node_selector_terms.is_empty() {
        selector.node_selector_terms.push(crate::model::selector::NodeSelectorTerm::default());
    }
    let one = Requirement { key: key.to_owned(), operator: "In".to_owned(), values };
    selector.node_selector_terms.iter_mut().for_each(|term| term.match_expressions.push(one.clone()));
}
