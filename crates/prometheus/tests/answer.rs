//! Answers are read as they are, or refused with what is wrong.

mod answers;

use std::collections::BTreeMap;

use answers::{check, plain, write};
use kubecheck_prometheus::answer::{Answer, Data, Error, Labels, Sample, Series};
use proptest::prelude::*;

fn read(text: &str) -> Result<Answer, Error> {
    Answer::parse(text.as_bytes())
}

fn labels(pairs: &[(&str, &str)]) -> Labels {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// An answer whose data has a type and a result.
fn result(kind: &str, result: &str) -> String {
    format!(r#"{{"status":"success","data":{{"resultType":"{kind}","result":{result}}}}}"#)
}

#[test]
fn a_vector_has_samples_with_any_value() {
    let text = result(
        "vector",
        r#"[{"metric":{"__name__":"up","job":"a"},"value":[1793404800.05,"1e+06"]},
            {"metric":{},"value":[1793404800,"NaN"]},
            {"metric":{"a":"\"ü"},"value":[1793404800,"-Inf"],"more":[{}]},
            {"metric":{"b":""},"histogram":[1793404800,{"count":"3","sum":"1.5","buckets":[[0,"1","2","3"]]}]}]"#,
    );
    let Ok(Answer { data: Data::Vector(samples), .. }) = read(&text) else { panic!("{:?}", read(&text)) };
    assert_eq!(
        samples[0],
        Sample {
            labels: labels(&[("__name__", "up"), ("job", "a")]),
            at: 1_793_404_800_050,
            value: Some(1e6)
        }
    );
    assert!(samples[1].value.is_some_and(f64::is_nan));
    assert_eq!((&samples[2].labels, samples[2].value), (&labels(&[("a", "\"ü")]), Some(f64::NEG_INFINITY)));
    assert_eq!((samples[3].at, samples[3].value), (1_793_404_800_000, None));
}

#[test]
fn matrices_scalars_texts_and_label_sets_are_read() {
    let text = result(
        "matrix",
        r#"[{"metric":{"a":"b"},"values":[[1,"1"],[1.5,"+Inf"]]},{"values":[],"metric":{},"histograms":[]}]"#,
    );
    let series = vec![
        Series { labels: labels(&[("a", "b")]), values: vec![(1000, 1.0), (1500, f64::INFINITY)] },
        Series { labels: Labels::new(), values: Vec::new() },
    ];
    assert_eq!(read(&text).map(|answer| answer.data), Ok(Data::Matrix(series)));
    assert_eq!(
        read(&result("scalar", r#"[1.001,"0.1"]"#)).map(|answer| answer.data),
        Ok(Data::Scalar(1001, 0.1))
    );
    assert_eq!(
        read(&result("string", r#"[-1,"x"]"#)).map(|answer| answer.data),
        Ok(Data::Text(-1000, "x".to_owned()))
    );
    let text = r#"{"status":"success","data":[{"__name__":"up"},{}],"extra":1}"#;
    assert_eq!(
        read(text).map(|answer| answer.data),
        Ok(Data::Labels(vec![labels(&[("__name__", "up")]), Labels::new()]))
    );
    assert_eq!(
        read(r#"{"data":[],"status":"success"}"#).map(|answer| answer.data),
        Ok(Data::Labels(Vec::new()))
    );
}

#[test]
fn what_the_server_says_beside_the_values_is_kept() {
    let text = r#"{"status":"success","warnings":["part of it"],"infos":["no counter"],
        "data":{"result":[],"stats":{"x":[1]},"resultType":"vector"}}"#;
    let answer = read(text).unwrap();
    assert_eq!((answer.data, answer.warnings.len(), answer.infos.len()), (Data::default(), 1, 1));
    let null = r#"{"status":"success","warnings":null,"data":[]}"#;
    assert!(read(null).unwrap().warnings.is_empty());
}

#[test]
fn what_failed_is_told_in_the_words_of_the_server() {
    let text = r#"{"status":"error","errorType":"bad_data","error":"parse error: x"}"#;
    let expected = Error::Server { kind: "bad_data".to_owned(), text: "parse error: x".to_owned() };
    assert_eq!(read(text), Err(expected));
    assert_eq!(read(r#"{"status":"error","data":null}"#).unwrap_err().to_string(), "error: ",);
}

#[test]
fn nonsense_says_what_is_wrong() {
    let sample = |value: &str| result("vector", &format!(r#"[{{"metric":{{"a":"b"}},{value}}}]"#));
    let series = |values: &str| result("matrix", &format!(r#"[{{"metric":{{"a":"b"}},{values}}}]"#));
    for (text, why) in [
        ("", "it is no JSON: EOF"),
        ("<html>", "it is no JSON: expected value at line 1"),
        ("{\"status\":\"success\"", "it is no JSON: EOF"),
        ("[]", "invalid length 0"),
        ("{}", "missing field `status`"),
        (r#"{"status":"ok","data":[]}"#, "its status is \"ok\""),
        (r#"{"status":"success"}"#, "has no data"),
        (r#"{"status":"success","data":null}"#, "has no data"),
        (r#"{"status":"success","data":["up"]}"#, "invalid type: string \"up\""),
        (r#"{"status":"success","data":{"result":[]}}"#, "missing field `resultType`"),
        (r#"{"status":"success","data":{"resultType":"vector"}}"#, "missing field `result`"),
        (r#"{"status":"success","data":[]} x"#, "it is no JSON: trailing characters"),
        (r#"{"status":"success","data":[],"warnings":"x"}"#, "expected a sequence"),
        (&result("vector", "null"), "expected a list of series, or a time and a value"),
        (&result("vector", "{}"), "expected a list of series, or a time and a value"),
        (&result("vector", r#"[1,"2"]"#), "its result is one value, and should be a vector"),
        (&result("scalar", "[]"), "its result is a list of series, and should be a scalar"),
        (&result("scalar", "[1]"), "a time stands without a value"),
        (&result("scalar", r#"[1,"2","3"]"#), "something stands behind"),
        (&result("scalar", r#"[1,2]"#), "expected a string"),
        (&result("scalar", r#"[1,"x"]"#), "\"x\" is no number"),
        (&result("tensor", "[]"), "the unknown type \"tensor\""),
        (&sample(r#""value":[1,2]"#), "expected a number in quotes"),
        (&sample(r#""value":["1","2"]"#), "expected f64"),
        (&sample(r#""value":[1e300,"2"]"#), "is no time"),
        (&sample(r#""value":[1]"#), "invalid length 1"),
        (&sample(r#""value":[1,"nan"]"#), "\"nan\" is no number"),
        (&sample(r#""value":[1,"infinity"]"#), "\"infinity\" is no number"),
        (&sample(r#""value":[1,"1e999"]"#), "\"1e999\" is no number"),
        (&sample(r#""value":[1,""]"#), "\"\" is no number"),
        (&sample(r#""other":1"#), "the series {a=\"b\"} has no value"),
        (&sample(r#""value":[1,"1"],"histogram":[1,{}]"#), "has two values at once"),
        (&sample(r#""values":[[1,"1"]]"#), "of a vector has several values"),
        (&result("vector", r#"[{"value":[1,"1"]}]"#), "missing field `metric`"),
        (&result("vector", r#"[{"metric":{"a":1},"value":[1,"1"]}]"#), "expected a string"),
        (&series(r#""value":[1,"1"]"#), "has one value instead of a list"),
        (&series(r#""other":1"#), "has no values"),
        (&series(r#""values":[[1,"1"],[1,"2"]]"#), "not in the order of time"),
        (
            &series(r#""values":[],"histograms":[[1,{}]]"#),
            "has native histograms, where numbers are expected",
        ),
    ] {
        match read(text) {
            Err(Error::Nonsense(told)) => {
                assert!(told.contains(why), "{text}\ntold: {told}\nexpected: {why}")
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

/// Numbers of any kind, the odd ones more often than chance has them.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        Just(f64::NAN),
        Just(f64::INFINITY),
        Just(f64::NEG_INFINITY),
        Just(0.0),
        -1e9..1e9
    ]
}

fn label_sets() -> impl Strategy<Value = Labels> {
    prop::collection::btree_map("[a-z_]{1,8}", ".{0,8}", 0..4)
        .prop_map(|labels| labels.into_iter().collect::<BTreeMap<_, _>>())
}

fn time() -> impl Strategy<Value = i64> {
    -4_000_000_000_000_i64..4_000_000_000_000
}

fn data() -> impl Strategy<Value = Data> {
    let sample = (label_sets(), time(), prop::option::weighted(0.9, number()))
        .prop_map(|(labels, at, value)| Sample { labels, at, value });
    let values = prop::collection::btree_map(time(), number(), 0..8);
    let series = (label_sets(), values)
        .prop_map(|(labels, values)| Series { labels, values: values.into_iter().collect() });
    prop_oneof![
        prop::collection::vec(sample, 0..8).prop_map(Data::Vector),
        prop::collection::vec(series, 0..8).prop_map(Data::Matrix),
        (time(), number()).prop_map(|(at, value)| Data::Scalar(at, value)),
        (time(), ".{0,20}").prop_map(|(at, text)| Data::Text(at, text)),
        prop::collection::vec(label_sets(), 0..8).prop_map(Data::Labels),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let notes = || prop::collection::vec(".{0,20}", 0..3);
    (data(), notes(), notes()).prop_map(|(data, warnings, infos)| Answer { data, warnings, infos })
}

proptest! {
    #[test]
    fn what_a_server_writes_is_read(answer in answer()) {
        let again = Answer::parse(&write(&answer));
        prop_assert_eq!(again.as_ref().map(plain), Ok(plain(&answer)));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&bytes);
    }

    #[test]
    fn answers_with_a_wrong_byte_are_read_or_refused(answer in answer(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut bytes = write(&answer);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        check(&bytes);
    }

    #[test]
    fn answers_that_end_early_are_refused(answer in answer(), at in any::<prop::sample::Index>()) {
        let bytes = write(&answer);
        let at = at.index(bytes.len());
        prop_assert!(Answer::parse(&bytes[..at]).is_err());
    }
}

#[test]
fn a_part_of_the_truth_is_warned_of() {
    let whole = br#"{"status":"success","isPartial":false,"data":{"resultType":"vector","result":[]}}"#;
    assert!(Answer::parse(whole).expect("it is an answer").warnings.is_empty());
    let part = br#"{"status":"success","isPartial":true,"data":{"resultType":"vector","result":[]}}"#;
    let warnings = Answer::parse(part).expect("it is an answer").warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
}
