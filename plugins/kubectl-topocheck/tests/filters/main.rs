//! The filters of the scheduler, each in small worlds: what it says of a pod, word by word, and whether Kubernetes of each version says
//! the same.

mod case;
mod devices;
mod features;
mod general;
mod limits;
mod oracle;
mod restrictions;
mod sources;
mod volumes;
mod words;
mod world;
mod zones;
