//! The operators of HCL on known values; `None` when a side is not known.

use super::value::Value;
use hcl_edit::expr::{BinaryOperator, UnaryOperator};

/// `-x` and `!x`.
pub(super) fn unary(operator: UnaryOperator, value: &Value) -> Option<Value> {
    match operator {
        UnaryOperator::Neg => Some(Value::Number(-value.number()?)),
        UnaryOperator::Not => Some(Value::Bool(!value.truth()?)),
    }
}

/// `left operator right`.
pub(super) fn binary(operator: BinaryOperator, left: &Value, right: &Value) -> Option<Value> {
    let number =
        |apply: fn(f64, f64) -> f64| Some(Value::Number(apply(left.number()?, right.number()?)));
    let order =
        |apply: fn(f64, f64) -> bool| Some(Value::Bool(apply(left.number()?, right.number()?)));
    match operator {
        BinaryOperator::Eq => equal(left, right).map(Value::Bool),
        BinaryOperator::NotEq => equal(left, right).map(|equal| Value::Bool(!equal)),
        BinaryOperator::LessEq => order(|left, right| left <= right),
        BinaryOperator::GreaterEq => order(|left, right| left >= right),
        BinaryOperator::Less => order(|left, right| left < right),
        BinaryOperator::Greater => order(|left, right| left > right),
        BinaryOperator::Plus => number(|left, right| left + right),
        BinaryOperator::Minus => number(|left, right| left - right),
        BinaryOperator::Mul => number(|left, right| left * right),
        BinaryOperator::Div => number(|left, right| left / right),
        BinaryOperator::Mod => number(|left, right| left % right),
        // One side that decides is enough, whatever the other would be.
        BinaryOperator::And => match (left.truth(), right.truth()) {
            (Some(false), _) | (_, Some(false)) => Some(Value::Bool(false)),
            (Some(true), Some(true)) => Some(Value::Bool(true)),
            _ => None,
        },
        BinaryOperator::Or => match (left.truth(), right.truth()) {
            (Some(true), _) | (_, Some(true)) => Some(Value::Bool(true)),
            (Some(false), Some(false)) => Some(Value::Bool(false)),
            _ => None,
        },
    }
}

/// Whether two values are equal; `None` when that hangs on something open.
pub(super) fn equal(left: &Value, right: &Value) -> Option<bool> {
    if left.open().is_some() || right.open().is_some() {
        return None;
    }
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => Some(left.text == right.text),
        (left, right) => Some(left == right),
    }
}
