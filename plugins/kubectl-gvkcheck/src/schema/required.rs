//! stub
/// stub
pub fn accepted_absent(_group: &str, _kind: &str, _parents: &[&str], _field: &str) -> bool {
    false
}
