//! `kubectl gvkcheck`: is this the API you think it is?
//!
//! [`identity`] judges an apiVersion and kind, [`schema`] a body, [`checks`] word what they found, one file a rule.
//! [`cmd`] holds the verbs of the command line.

pub mod checks;
pub mod closed;
pub mod cmd;
pub mod crd;
pub mod declared;
pub mod etcd;
pub mod facts;
pub mod identity;
pub mod live;
pub mod refs;
pub mod schema;
pub mod served;
#[cfg(test)]
mod testing;
pub mod world;
