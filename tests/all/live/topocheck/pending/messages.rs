//! What is said of each pod of the table, beside what the scheduler says of it.

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::pods::Described;
use super::story::{Story, condition};
use crate::expect::equal;

pub(super) fn trials() -> Vec<Trial> {
    vec![Trial::test("live/topocheck/pending says of each pod what the scheduler says", says_the_same)]
}

fn says_the_same() -> Result<(), Failed> {
    let story = Story::get();
    // Something is stuck, and nothing could not be read.
    equal("exit code", (story.ended.code, story.ended.stderr.as_str()), (1, ""))?;
    let partial = story.scenarios.iter().filter(|one| one.confidence == "partial");
    let gaps: Vec<Option<&str>> = story.gaps.iter().map(|gap| gap["what"].as_str()).collect();
    let names: Vec<String> = partial.map(|one| format!("pod shop/{}", one.name)).collect();
    equal("gaps", gaps, names.iter().map(|name| Some(name.as_str())).collect())?;
    equal("pods", story.told.len(), story.scenarios.len())?;
    equal("enough pods", story.scenarios.len() >= 55, true)?;
    let mut wrong = Vec::new();
    for scenario in &story.scenarios {
        let (told, pod) = (story.told.get(&scenario.name), story.pods.get(&scenario.name));
        let (told, pod) = told.zip(pod).ok_or_else(|| format!("nothing is said of {}", scenario.name))?;
        if let Err(why) = compare(scenario, told, condition(pod)) {
            wrong.push(format!("{}: {}", scenario.name, why.message().unwrap_or_default()));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

fn compare(scenario: &Described, told: &Value, said: Option<&str>) -> Result<(), Failed> {
    // Where others have to go first, the scheduler has not looked again yet.
    let tail = " no new claims to deallocate, preemption: not eligible due to a terminating pod on the nominated node.";
    let message = told["message"].as_str().map(|message| {
        message.strip_suffix(tail).filter(|_| told["state"] == "nominated").unwrap_or(message)
    });
    equal("message", message, said)?;
    equal("condition", told["condition"].as_str(), said)?;
    equal("whether the scheduler says the same", told["messageMatches"].as_bool(), said.map(|_| true))?;
    equal("state", told["state"].as_str(), Some(scenario.state.as_str()))?;
    equal("confidence", told["confidence"].as_str(), Some(scenario.confidence.as_str()))?;
    let fits = told["nodes"].as_array().into_iter().flatten().filter(|node| node["fits"] == true).count();
    let is_waiting = scenario.state == "gated";
    equal("a node that takes it", fits > 0 && !is_waiting, false)
}
