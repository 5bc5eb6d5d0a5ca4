//! The spellings of a number.

/// Above this many digits a number is only looked for with an exponent.
const DIGITS: usize = 25;

/// Returns a regular expression of all spellings of a decimal number; none if it is no finite number.
///
/// Writers of metrics spell bounds as their language prints numbers (`1`, `1.0`, `1e+00`, `5.0E-4`), and Prometheus 3
/// rewrites them to the form of OpenMetrics (`model/textparse` and `model/labels/float.go`).
pub(super) fn spellings(text: &str) -> Option<String> {
    let number: f64 = text.trim().parse().ok().filter(|number: &f64| number.is_finite())?;
    // Rust's own form with an exponent has the fewest digits that give the number back.
    let shortest = format!("{:e}", number.abs());
    let (mantissa, exponent) = shortest.split_once('e')?;
    let exponent: i32 = exponent.parse().ok()?;
    let digits = mantissa.replace('.', "");
    let sign = if number < 0.0 { "-" } else { "[+]?" };
    let forms = [plain(&digits, exponent), Some(scientific(&digits, exponent)).filter(|_| exponent != 0)];
    let forms: Vec<String> = forms.into_iter().flatten().collect();
    Some(match (number < 0.0, forms.as_slice()) {
        (false, _) => forms.join("|"),
        (true, [form]) => format!("{sign}{form}"),
        (true, _) => format!("{sign}({})", forms.join("|")),
    })
}

/// The forms without an exponent, or with one of zero.
fn plain(digits: &str, exponent: i32) -> Option<String> {
    let zeros = usize::try_from(exponent.unsigned_abs()).ok().filter(|zeros| *zeros <= DIGITS)?;
    if exponent < 0 {
        return Some(format!("0?[.]{}{digits}0*", "0".repeat(zeros - 1)));
    }
    let (whole, behind) = match digits.split_at_checked(zeros + 1) {
        Some((whole, behind)) => (whole.to_owned(), behind),
        None => (format!("{digits}{}", "0".repeat(zeros + 1 - digits.len())), ""),
    };
    let none = if exponent == 0 { "([eE][+-]?0+)?" } else { "" };
    Some(format!("{whole}{}{none}", fraction(behind)))
}

/// The form with one digit before the point.
fn scientific(digits: &str, exponent: i32) -> String {
    let (first, behind) = digits.split_at(1);
    let sign = if exponent < 0 { "-" } else { "[+]?" };
    format!("{first}{}[eE]{sign}0*{}", fraction(behind), exponent.unsigned_abs())
}

fn fraction(digits: &str) -> String {
    if digits.is_empty() { "([.]0*)?".to_owned() } else { format!("[.]{digits}0*") }
}
