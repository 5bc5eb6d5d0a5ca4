//! Finds what somebody names by a kind.

use kubecheck_core::cli::{CliError, Exit};
use kubecheck_core::kube::{Depth, Wanted};
use kubecheck_core::model::near;
use kubecheck_core::model::query::Query;

use super::World;

impl World {
    /// Finds what is served by the name that somebody typed.
    ///
    /// # Errors
    /// A name that nothing goes by. Where not all that is served is known, or in a dump, that is incomplete rather than wrong.
    pub fn find(&self, query: &Query<'_>) -> Result<Wanted, CliError> {
        if let Some(found) = query.find(self.served()) {
            return Ok(Wanted::all(found, Depth::Full));
        }
        let kind = query.name.unwrap_or_default();
        if !self.is_whole() {
            return Err(CliError::usage(format!("there is no {kind:?} in {}", self.name()))
                .exiting(Exit::Incomplete)
                .hint("a dump shows only what was printed into it"));
        }
        if let Some(gap) = self.gaps.first() {
            let why = format!(
                "nobody knows whether {kind:?} is served, for {} does not answer: {}",
                gap.what, gap.why
            );
            return Err(CliError::usage(why).exiting(Exit::Incomplete));
        }
        let error = CliError::usage(format!("{} serves no {kind:?}", self.name()));
        let names = self.served().preferred().flat_map(|found| found.resource.names().map(String::as_str));
        Err(match near::nearest(kind, names) {
            Some(near) => error.hint(format!("did you mean {near:?}?")),
            None => error.hint("kubectl api-resources lists the kinds"),
        })
    }
}
