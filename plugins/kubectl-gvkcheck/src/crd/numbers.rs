//! Bounds of numbers, as the API server compares them (`k8s.io/kube-openapi/pkg/validation/validate/values.go`): those of
//! an integer are cut to integers.

use super::json::whole;
use super::node::Data;
use super::schema::Type;

/// A number of an object.
#[derive(Clone, Copy)]
pub(super) enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    pub(super) fn of(data: &Data<'_>) -> Option<Number> {
        match data {
            Data::Int(value) => Some(Number::Int(*value)),
            Data::Float(value) => Some(Number::Float(*value)),
            _ => None,
        }
    }

    pub(super) fn is_at_most(self, bound: f64, exclusive: bool) -> bool {
        match self {
            Number::Int(value) if exclusive => value < bound as i64,
            Number::Int(value) => value <= bound as i64,
            Number::Float(value) if exclusive => value < bound,
            Number::Float(value) => value <= bound,
        }
    }

    pub(super) fn is_at_least(self, bound: f64, exclusive: bool) -> bool {
        match self {
            Number::Int(value) if exclusive => value > bound as i64,
            Number::Int(value) => value >= bound as i64,
            Number::Float(value) if exclusive => value > bound,
            Number::Float(value) => value >= bound,
        }
    }

    pub(super) fn is_multiple_of(self, factor: f64) -> bool {
        match self {
            Number::Int(value) => {
                let factor = factor as i64;
                factor > 0 && value % factor == 0
            }
            Number::Float(_) if factor <= 0.0 => false,
            Number::Float(value) => {
                let times = if factor < 1.0 { 1.0 / factor * value } else { value / factor };
                is_nearly_whole(times)
            }
        }
    }
}

/// Tells whether a float is an integer but for rounding (`swag.IsFloat64AJSONInteger`).
fn is_nearly_whole(value: f64) -> bool {
    const LARGEST: f64 = 9_007_199_254_740_991.0;
    const EPSILON: f64 = 1e-9;
    if value.is_nan() || value.abs() > LARGEST {
        return false;
    }
    let nearest = value.trunc();
    let difference = (value - nearest).abs();
    if value == nearest {
        return true;
    }
    if nearest == 0.0 {
        return difference < EPSILON * f64::MIN_POSITIVE;
    }
    difference / (value.abs() + nearest.abs()).min(f64::MAX) < EPSILON
}

/// Tells what a number has to be that is out of the range of its type.
pub(super) fn out_of_range(data: &Data<'_>, kind: Type, format: Option<&str>) -> Option<&'static str> {
    match (kind, format, data) {
        (Type::Integer, Some("int32"), Data::Int(value)) if i32::try_from(*value).is_err() => {
            Some("an integer of 32 bits (up to 2147483647)")
        }
        (Type::Integer, _, Data::Float(value)) if whole(*value).is_none() => {
            Some("an integer of 64 bits (up to 9223372036854775807)")
        }
        (Type::Number, Some("float"), Data::Float(value)) if value.abs() > f64::from(f32::MAX) => {
            Some("a number of 32 bits (up to 3.4e38)")
        }
        _ => None,
    }
}

/// Tells whether a bound is itself a value of the type, which the server demands: no integer has a minimum of 0.5.
pub(super) fn bound_fits(bound: f64, kind: Type, format: Option<&str>) -> bool {
    match (kind, format) {
        (Type::Integer, Some("int32")) => whole(bound).is_some_and(|bound| i32::try_from(bound).is_ok()),
        (Type::Integer, _) => whole(bound).is_some(),
        (Type::Number, Some("float")) => bound.abs() <= f64::from(f32::MAX),
        _ => true,
    }
}
