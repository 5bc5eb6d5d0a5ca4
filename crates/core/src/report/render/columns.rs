//! Columns as kubectl prints them: no borders, upper-case headers, three spaces between.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, TableStyle};

use super::{Style, escape};

/// The spaces between two columns.
const GAP: u16 = 3;

/// The least width at which the last column is wrapped; below it, the terminal itself breaks the lines.
const LEAST_LAST: usize = 24;

/// Lays rows out in columns; each line ends with a newline.
///
/// Cells are escaped. On a terminal only the last column is wrapped, so that what precedes it can be copied whole.
pub fn table(columns: &[&str], rows: &[Vec<String>], style: &Style) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    if style.headers {
        table.set_header(columns.to_vec());
    }
    for row in rows {
        table.add_row(row.iter().map(|cell| escape(cell).into_owned()).collect::<Vec<_>>());
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, GAP));
    }
    if let Some(last) = table.column_mut(columns.len().saturating_sub(1)) {
        last.set_padding((0, 0));
    }
    wrap_last(&mut table, style);
    let mut text = String::new();
    for line in table.lines() {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// Lets the last column wrap, if the terminal leaves it enough room.
fn wrap_last(table: &mut Table, style: &Style) {
    table.set_content_arrangement(ContentArrangement::Disabled);
    let widths = table.column_max_content_widths();
    let (Some(width), Some((_, others))) = (style.width, widths.split_last()) else { return };
    let taken: usize = others.iter().map(|other| usize::from(other + GAP)).sum();
    if taken + LEAST_LAST > width {
        return;
    }
    for column in table.column_iter_mut().take(others.len()) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.iter().map(|&cell| cell.to_owned()).collect()).collect()
    }

    #[test]
    fn columns_are_three_spaces_apart_and_lines_have_no_tail() {
        let rows = rows(&[&["pods", "po", "Pod"], &["configmaps", "cm", ""]]);
        assert_eq!(
            table(&["NAME", "SHORT", "KIND"], &rows, &Style::default()),
            "NAME         SHORT   KIND\n\
             pods         po      Pod\n\
             configmaps   cm\n"
        );
    }

    #[test]
    fn headers_can_be_left_out() {
        let style = Style { headers: false, ..Style::default() };
        assert_eq!(table(&["NAME", "KIND"], &rows(&[&["pods", "Pod"]]), &style), "pods   Pod\n");
        assert_eq!(table(&["NAME", "KIND"], &[], &style), "");
    }

    #[test]
    fn only_the_last_column_is_wrapped_and_only_on_a_terminal() {
        let rows = rows(&[&["a-rather-long-name-indeed", "one two three four five six seven eight"]]);
        let narrow = Style { width: Some(54), ..Style::default() };
        assert_eq!(
            table(&["NAME", "MESSAGE"], &rows, &narrow),
            "NAME                        MESSAGE\n\
             a-rather-long-name-indeed   one two three four five\n\
             \u{20}                           six seven eight\n"
        );
        let tight = Style { width: Some(40), ..Style::default() };
        assert_eq!(table(&["A", "B"], &rows, &tight), table(&["A", "B"], &rows, &Style::default()));
    }

    #[test]
    fn a_cell_cannot_break_the_table() {
        let rows = rows(&[&["a\nb\u{1b}[2J", "c"]]);
        assert_eq!(table(&["X", "Y"], &rows, &Style::default()), "X               Y\na\\nb\\u{1b}[2J   c\n");
    }
}
