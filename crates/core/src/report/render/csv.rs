//! Comma-separated values (RFC 4180), for spreadsheets.

/// Writes a header and rows; a cell with a comma, a quote or a line end is quoted.
pub fn csv(columns: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &mut dyn Iterator<Item = &str>| cells.map(quoted).collect::<Vec<_>>().join(",") + "\n";
    let rows = rows.iter().map(|row| line(&mut row.iter().map(String::as_str)));
    line(&mut columns.iter().copied()) + &rows.collect::<String>()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_cell_is_quoted() {
        let rows = [vec!["a,b".to_owned(), "say \"x\"\n".to_owned()]];
        assert_eq!(csv(&["X", "Y"], &rows), "X,Y\n\"a,b\",\"say \"\"x\"\"\n\"\n");
    }
}
