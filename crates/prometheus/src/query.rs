//! Questions of the HTTP API (`/api/v1`, <https://prometheus.io/docs/prometheus/latest/querying/api/>).

use std::fmt::Write;

/// The longest path, in bytes, that is asked for with GET; beyond, the parameters go as a form with POST. Proxies accept lines of
/// 8 KB (nginx, `large_client_header_buffers`), of which whatever stands before the path needs some. GET is better as long as it
/// fits: through an API server it needs the verb `get` of a role, where POST needs `create`.
const LONGEST: usize = 7 * 1024;

/// An instant, in milliseconds since 1970, which is as fine as Prometheus keeps time.
pub type Millis = i64;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The value of an expression at one instant.
    Instant {
        /// The expression.
        promql: String,
        /// The instant.
        at: Millis,
    },
    /// The values of an expression at instants that follow each other.
    Range {
        /// The expression.
        promql: String,
        /// The first instant.
        start: Millis,
        /// No instant is behind this one.
        end: Millis,
        /// How far the instants are apart, in milliseconds; more than 0.
        step: Millis,
    },
    /// The label sets of the series that a selector matches in a span of time.
    Series {
        /// The selector.
        selector: String,
        /// The beginning of the span.
        start: Millis,
        /// Its end.
        end: Millis,
        /// The most series that are wanted; 0 is all. A hint: older servers ignore it.
        limit: u32,
    },
}

/// A question as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The path below the address of the server, with what follows the question mark.
    pub path: String,
    /// What to send with POST, as `application/x-www-form-urlencoded`; none is GET.
    pub form: Option<String>,
}

impl Query {
    /// Returns the expression or selector.
    pub fn promql(&self) -> &str {
        match self {
            Query::Instant { promql, .. } | Query::Range { promql, .. } => promql,
            Query::Series { selector, .. } => selector,
        }
    }

    /// Returns the path without parameters: `/api/v1/query`.
    pub fn endpoint(&self) -> &'static str {
        match self {
            Query::Instant { .. } => "/api/v1/query",
            Query::Range { .. } => "/api/v1/query_range",
            Query::Series { .. } => "/api/v1/series",
        }
    }

    /// Returns the path with all parameters.
    pub fn path(&self) -> String {
        format!("{}?{}", self.endpoint(), self.parameters())
    }

    /// Returns the question as it is sent: with GET, or with POST if it is too long for that.
    pub fn request(&self) -> Request {
        let path = self.path();
        if path.len() <= LONGEST {
            return Request { path, form: None };
        }
        Request { path: self.endpoint().to_owned(), form: Some(self.parameters()) }
    }

    /// Returns the parameters, percent-encoded.
    ///
    /// Thanos and VictoriaMetrics answer with what they have if a part of their stores is down, unless they are told otherwise, each by
    /// a parameter of its own; other servers know neither.
    fn parameters(&self) -> String {
        let text = escaped(self.promql());
        let own = match self {
            Query::Instant { at, .. } => format!("query={text}&time={}", seconds(*at)),
            Query::Range { start, end, step, .. } => {
                format!(
                    "query={text}&start={}&end={}&step={}",
                    seconds(*start),
                    seconds(*end),
                    seconds(*step)
                )
            }
            Query::Series { start, end, limit, .. } => {
                let limit = if *limit == 0 { String::new() } else { format!("&limit={limit}") };
                format!("match%5B%5D={text}&start={}&end={}{limit}", seconds(*start), seconds(*end))
            }
        };
        format!("{own}&partial_response=false&deny_partial_response=1")
    }
}

/// Writes milliseconds as decimal seconds, as exactly as they are.
fn seconds(millis: Millis) -> String {
    let sign = if millis < 0 { "-" } else { "" };
    let (whole, rest) = (millis.unsigned_abs() / 1000, millis.unsigned_abs() % 1000);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest:03}") }
}

/// Percent-encodes a value (RFC 3986, section 2.3: what need not be encoded).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").expect("a text grows as it needs to");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(promql: &str) -> Query {
        Query::Instant { promql: promql.to_owned(), at: 1_793_404_800_000 }
    }

    #[test]
    fn times_keep_their_milliseconds() {
        for (millis, text) in [
            (1_793_404_800_000, "1793404800"),
            (1_793_404_800_050, "1793404800.050"),
            (0, "0"),
            (-1, "-0.001"),
            (-1500, "-1.500"),
            (i64::MIN, "-9223372036854775.808"),
        ] {
            assert_eq!(seconds(millis), text);
        }
    }

    #[test]
    fn questions_are_paths_with_parameters() {
        assert_eq!(
            instant("sum(x{a=~\"5.. +ü\"})").path(),
            "/api/v1/query?query=sum%28x%7Ba%3D~%225..%20%2B%C3%BC%22%7D%29&time=1793404800&partial_response=false&deny_partial_response=1"
        );
        let range = Query::Range { promql: "x".to_owned(), start: 1000, end: 61_500, step: 500 };
        assert_eq!(
            range.path(),
            "/api/v1/query_range?query=x&start=1&end=61.500&step=0.500&partial_response=false&deny_partial_response=1"
        );
        let series = |limit| Query::Series { selector: "x{}".to_owned(), start: 0, end: 1000, limit }.path();
        assert_eq!(
            series(0),
            "/api/v1/series?match%5B%5D=x%7B%7D&start=0&end=1&partial_response=false&deny_partial_response=1"
        );
        assert!(series(20).contains("&end=1&limit=20&"), "{}", series(20));
    }

    #[test]
    fn only_what_is_long_is_posted() {
        let short = instant("up").request();
        assert_eq!(short, Request { path: instant("up").path(), form: None });
        let least = instant("").path().len();
        assert_eq!(instant(&"x".repeat(LONGEST - least)).request().form, None);
        let long = instant(&"x".repeat(LONGEST - least + 1));
        let request = long.request();
        assert_eq!(request.path, "/api/v1/query");
        assert_eq!(request.form.map(|form| format!("/api/v1/query?{form}")), Some(long.path()));
    }
}
