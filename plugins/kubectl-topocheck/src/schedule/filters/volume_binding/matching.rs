//! Volumes that are there already, for a claim that has none (`k8s.io/component-helpers/storage/volume/pv_helpers.go`,
//! `FindMatchingVolume`).

use std::sync::Arc;

use super::bound::required;
use crate::model::Labels;
use crate::model::selector::{LabelSelector, Selector};
use crate::model::storage::{PersistentVolume, PersistentVolumeClaim};
use crate::schedule::snapshot::Snapshot;

/// The volumes that would do for a claim, but for the node.
#[derive(Clone)]
pub(super) struct Search<'s> {
    /// Those that are meant for the claim; the first is taken or, if the node does not do, none.
    meant: Vec<&'s PersistentVolume>,
    /// Those that are free, the smallest first, of equal ones by name.
    free: Vec<&'s PersistentVolume>,
    /// What the scheduler says instead of looking.
    error: Option<String>,
}

/// What is found on a node.
pub(super) struct Best<'s> {
    /// The volume.
    pub(super) volume: Option<&'s PersistentVolume>,
    /// Whether another would have done as well, so that the scheduler may take that.
    pub(super) had_choice: bool,
}

impl<'s> Search<'s> {
    /// Looks for volumes once.
    pub(super) fn new(claim: &'s PersistentVolumeClaim, snapshot: &'s Snapshot) -> Search<'s> {
        let has_attributes = snapshot.features.volume_attributes;
        let error = error(claim, has_attributes);
        let all = snapshot.around.volumes.values().map(Arc::as_ref);
        let all = all.filter(|volume| volume.class() == claim.class());
        let fitting: Vec<&PersistentVolume> =
            all.filter(|volume| fits(claim, volume, has_attributes)).collect();
        let (meant, others): (Vec<_>, Vec<_>) =
            fitting.into_iter().partition(|volume| is_meant(claim, volume));
        let selector = claim.spec.selector.as_ref().map(|selector| Selector::new(Some(selector)));
        let is_free = |volume: &&PersistentVolume| {
            let has_mode = |mode| volume.spec.access_modes.contains(mode);
            volume.spec.claim_ref.is_none()
                && volume.status.phase == "Available"
                && selector.as_ref().is_none_or(|selector| selector.matches(&volume.metadata.labels))
                && claim.spec.access_modes.iter().all(has_mode)
        };
        let mut free: Vec<&PersistentVolume> = others.into_iter().filter(is_free).collect();
        free.sort_by_key(|volume| volume.size());
        Search { meant, free, error }
    }

    /// Finds the volume that the scheduler would take on a node, beside those that it has chosen already. Which of equal free volumes it
    /// takes only matters if it looks `for_others` too.
    pub(super) fn on(
        &self,
        labels: &Labels,
        chosen: &[&PersistentVolume],
        for_others: bool,
    ) -> Result<Best<'s>, String> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let is_left = |volume: &&&PersistentVolume| {
            !chosen.iter().any(|chosen| chosen.metadata.name == volume.metadata.name)
        };
        let is_near = |volume: &&&PersistentVolume| {
            required(volume).is_none_or(|affinity| affinity.matches_labels(labels))
        };
        let mut meant = self.meant.iter().filter(is_left);
        if let Some(first) = meant.next() {
            let volume = Some(first).filter(is_near).copied();
            let had_choice = meant.any(|other| is_near(&other) != volume.is_some());
            return Ok(Best { volume, had_choice });
        }
        let mut near = self.free.iter().filter(is_left).filter(is_near);
        let (volume, next) = (near.next().copied(), near.next());
        let is_equal = volume.zip(next).is_some_and(|(volume, next)| volume.size() == next.size());
        Ok(Best { volume, had_choice: is_equal && for_others })
    }
}

/// Returns why the scheduler fails for a claim before it looks at volumes.
fn error(claim: &PersistentVolumeClaim, has_attributes: bool) -> Option<String> {
    let key = claim.metadata.key();
    if !has_attributes && !attributes(claim.spec.volume_attributes_class_name.as_ref()).is_empty() {
        return Some(format!(
            "unsupported volumeAttributesClassName is set on claim {key} when the feature-gate VolumeAttributesClass is disabled"
        ));
    }
    let why = claim.spec.selector.as_ref().and_then(nonsense)?;
    Some(format!("error creating internal label selector for claim: {key}: {why}"))
}

/// Says what of a selector means nothing (`meta/v1/helpers.go`, `LabelSelectorAsSelector`; `labels/selector.go`, `NewRequirement`).
fn nonsense(selector: &LabelSelector) -> Option<String> {
    selector.match_expressions.iter().find_map(|one| {
        let values = || serde_json::to_string(&one.values).unwrap_or_default();
        match (one.operator.as_str(), one.values.is_empty()) {
            ("In" | "NotIn", false) | ("Exists" | "DoesNotExist", true) => None,
            ("In" | "NotIn", true) => Some(
                "values: Invalid value: null: for 'in', 'notin' operators, values set can't be empty"
                    .to_owned(),
            ),
            ("Exists" | "DoesNotExist", false) => Some(format!(
                "values: Invalid value: {}: values set must be empty for exists and does not exist",
                values()
            )),
            (operator, _) => Some(format!("{operator:?} is not a valid label selector operator")),
        }
    })
}

fn attributes(class: Option<&String>) -> &str {
    class.map_or("", String::as_str)
}

/// Tells whether a volume would do for a claim, were it free.
fn fits(claim: &PersistentVolumeClaim, volume: &PersistentVolume, has_attributes: bool) -> bool {
    let mode = |mode: &Option<String>| mode.clone().unwrap_or_else(|| "Filesystem".to_owned());
    let wanted = attributes(claim.spec.volume_attributes_class_name.as_ref());
    let found = attributes(volume.spec.volume_attributes_class_name.as_ref());
    volume.size() >= claim.size().unwrap_or_default()
        && mode(&claim.spec.volume_mode) == mode(&volume.spec.volume_mode)
        && if has_attributes { wanted == found } else { found.is_empty() }
        && !volume.metadata.is_deleted()
}

/// Tells whether a volume is bound to a claim, or meant for it (`IsVolumeBoundToClaim`).
fn is_meant(claim: &PersistentVolumeClaim, volume: &PersistentVolume) -> bool {
    let (claim, meant) = (&claim.metadata, volume.spec.claim_ref.as_ref());
    meant.is_some_and(|meant| {
        meant.name == claim.name
            && meant.namespace == claim.namespace
            && (meant.uid.is_empty() || meant.uid == claim.uid)
    })
}
