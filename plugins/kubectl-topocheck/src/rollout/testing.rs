//! What tests of rollouts share.

use std::collections::BTreeSet;

use kubecheck_core::model::time;

use crate::start::Look;
use crate::start::there::Names;
use crate::start::told::{Flags, Images, Scene};
use crate::world::kinds::Kind;
use crate::world::objects::Objects;

/// The time it is in tests.
pub(super) const NOW: &str = "2026-01-01T01:00:00Z";

/// Looks at objects at [`NOW`]. ConfigMaps and Secrets of `shop` count as read to their end.
pub(super) fn at<T>(objects: &Objects, look_at: impl FnOnce(&Scene<'_>) -> T) -> T {
    let now = time::parse(NOW).expect("it is a time");
    let look = Look::new(objects, now);
    let whole = BTreeSet::from([(Kind::ConfigMap, "shop".to_owned()), (Kind::Secret, "shop".to_owned())]);
    let (images, flags) = (Images::new(objects), Flags::default());
    let names = Names { objects, whole: &whole };
    look_at(&Scene { look: &look, names, images: &images, flags: &flags })
}
