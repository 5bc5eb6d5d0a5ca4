//! Compares our verdicts on CRDs and on their objects with those of the API server's own code, which a Go program of ours
//! answers for.

mod cel;
mod compare;
mod definitions;
mod fragments;
mod modules;
