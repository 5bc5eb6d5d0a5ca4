//! A CustomResourceDefinition: its objects, and the webhook that converts them.

use kubecheck_core::kube::{Depth, Scanned, Wanted};
use serde_json::Value;

use super::{Trail, Walker, link};
use crate::chain::backend::{self, Service, Standing};
use crate::chain::definition::{self, Conversion};
use crate::chain::look::Seen;
use crate::chain::named::Named;
use crate::chain::{Link, State, namespace};
use crate::evidence::Alive;

impl Walker<'_> {
    /// Tells what is left of the objects of a definition that is being deleted.
    pub(super) fn instances(&self, named: &Named, definition: &Value, trail: &mut Trail) {
        let terminating = definition::terminating(definition);
        let (group, plural) = definition::defines(definition);
        let list = self.look.wanted(group, plural, "");
        let lists: Vec<Wanted> =
            list.map(|list| Wanted { depth: Depth::Metadata, ..list }).into_iter().collect();
        let Scanned { kept: found, faults } = self.look.scan(&lists, |_| true);
        let (_, message) = terminating.unwrap_or_default();
        let is_unread = |message: &str| namespace::conversion(message).is_some();
        let is_broken = is_unread(message) || faults.iter().any(|(_, fault)| is_unread(&fault.message));
        if let Some((reason, message)) =
            terminating.filter(|(reason, _)| *reason != "InstanceDeletionCompleted")
        {
            let state = if reason == "InstanceDeletionFailed" { State::Stuck } else { State::InProgress };
            let says = format!("Terminating ({reason}): {message}");
            trail.push(Link { says, condition: Some("Terminating".to_owned()), ..link(named, state) });
        }
        if is_broken {
            self.conversion(named, definition, trail);
        } else if lists.is_empty() || !faults.is_empty() {
            let says = format!("which {plural}.{group} are left is not known");
            trail.push(Link { says, ..link(named, State::Unknown) });
        }
        self.groups(&lists, found, "though its definition is", trail);
    }

    /// Tells of the conversion webhook of a definition that failed.
    pub(super) fn conversion(&self, named: &Named, definition: &Value, trail: &mut Trail) {
        let (alive, why) = match definition::conversion(definition) {
            // It was changed meanwhile.
            Conversion::None => return,
            Conversion::Url(url) => (Alive::Unknown, format!("it is outside of the cluster, at {url}")),
            Conversion::Service(service) => {
                let standing = self.service(&service);
                (alive(standing), service.says(standing))
            }
        };
        let is_going = definition["metadata"]["deletionTimestamp"].is_string();
        let none = r#"'{"spec":{"conversion":{"strategy":"None","webhook":null}}}'"#;
        trail.push(Link {
            says: format!("{named}: its conversion webhook fails, {why}"),
            owner: Some("its conversion webhook".to_owned()),
            alive,
            cure: Some(
                "bring the webhook back; or set the conversion strategy None, so that objects are read as they are stored, which is \
                 enough to delete them"
                    .to_owned(),
            ),
            next: Some(if is_going {
                format!("kubectl patch {named} --type=merge -p {none}")
            } else {
                format!("kubectl describe {named}")
            }),
            ..link(named, State::Stuck)
        });
    }

    /// Looks how a service stands.
    pub(super) fn service(&self, service: &Service) -> Standing {
        let Service { namespace, name } = service;
        match self.look.get("", "services", namespace, name) {
            Seen::Absent => Standing::Absent,
            Seen::Unknown => Standing::Unknown,
            Seen::There(service) if service["spec"]["type"] == "ExternalName" => Standing::Unknown,
            Seen::There(_) => {
                let labels = format!("kubernetes.io/service-name={name}");
                let slices = self.look.list("discovery.k8s.io", "endpointslices", namespace, Some(&labels));
                slices.map_or(Standing::Unknown, |slices| backend::ready(&slices))
            }
        }
    }

    /// Finds the definition of a kind.
    pub(super) fn definition_of(&self, api_version: &str, kind: &str) -> Option<(Named, Value)> {
        let (group, _) = api_version.split_once('/')?;
        let all = self.look.list("apiextensions.k8s.io", "customresourcedefinitions", "", None)?;
        let definition = all.iter().find(|own| definition::is_of(own, group, kind))?;
        let list = self.look.world.wanted("apiextensions.k8s.io", "customresourcedefinitions")?;
        Some((Named::read(&list, definition), definition.clone()))
    }
}

/// Says whether what is behind a service is alive; endpoints that are ready may fail all the same.
pub(super) fn alive(standing: Standing) -> Alive {
    match standing {
        Standing::Absent | Standing::Empty => Alive::No,
        Standing::Ready(_) | Standing::Unknown => Alive::Unknown,
    }
}
