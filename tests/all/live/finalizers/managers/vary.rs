//! Varies objects: parts left out, values changed, items added. The same number makes the same object.

use serde_json::{Value, json};

/// Numbers that look random and are always the same (Knuth's MMIX).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What an item of a list is known by stays as it is, mostly.
const KEYS: [&str; 7] = ["name", "zone", "port", "containerPort", "protocol", "kind", "apiVersion"];

/// Returns an object as somebody may apply it: a part of it, with other values here and there.
pub(super) fn vary(object: &Value, dice: &mut Dice) -> Value {
    let mut varied = object.clone();
    for (name, value) in varied.as_object_mut().into_iter().flatten() {
        if !["apiVersion", "kind", "metadata"].contains(&name.as_str()) {
            part(value, dice);
        }
    }
    let name = varied["metadata"]["name"].clone();
    part(&mut varied["metadata"], dice);
    varied["metadata"]["name"] = name;
    varied
}

fn part(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(fields) => {
            let names: Vec<String> = fields.keys().cloned().collect();
            for name in names {
                let is_key = KEYS.contains(&name.as_str());
                if !is_key && dice.roll(5) == 0 {
                    fields.remove(&name);
                } else if !is_key || dice.roll(20) == 0 {
                    part(&mut fields[&name], dice);
                }
            }
        }
        Value::Array(items) => {
            if !items.is_empty() && dice.roll(4) == 0 {
                let at = dice.roll(items.len() as u64) as usize;
                items.remove(at);
            }
            items.iter_mut().filter(|item| item.is_object()).for_each(|item| part(item, dice));
            match items.first() {
                Some(Value::String(_)) if dice.roll(4) == 0 => {
                    items.push(json!(format!("new{}", dice.roll(3))))
                }
                Some(Value::Number(_)) if dice.roll(4) == 0 => items.push(json!(dice.roll(3) + 10)),
                _ => {}
            }
            if items.len() > 1 && dice.roll(4) == 0 {
                items.reverse();
            }
        }
        Value::String(text) if dice.roll(4) == 0 => *text = format!("{text}{}", dice.roll(2)),
        Value::Number(number) if dice.roll(4) == 0 => {
            *value = match number.as_i64() {
                Some(whole) if dice.roll(4) == 0 => json!(whole as f64),
                Some(whole) => json!(whole + 1),
                None => json!(0.25),
            };
        }
        _ => {}
    }
}
