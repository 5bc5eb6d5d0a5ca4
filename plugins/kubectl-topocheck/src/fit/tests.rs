//! Proposals on small worlds.

use super::*;
