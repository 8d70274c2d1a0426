//! Macros, of which the pretty printer knows nothing: it sees a name in the place of `s![1..3, ..]` and a call in the place
//! of `concatenate![Axis(0), a, b]`. The text of a function has no other names in capitals.

/// A name as long as the text that it stands for, if that is not too short.
pub(super) fn mark(index: usize, text: &str) -> String {
    let name = format!("PART{index}_");
    let missing = text.chars().count().saturating_sub(name.len());
    name + &"_".repeat(missing)
}

/// The head of a call that stands for a macro.
pub(super) fn call(name: &str) -> String {
    format!("{}__", name.to_uppercase())
}

/// The formatted text with its macros.
pub(super) fn written(mut text: String, parts: &[String]) -> String {
    for (index, part) in parts.iter().enumerate() {
        text = text.replace(&mark(index, part), part);
    }
    for name in ["concatenate", "stack"] {
        let head = call(name) + "(";
        while let Some(start) = text.find(&head) {
            let inside = start + head.len();
            let rest = text.get(inside..).unwrap_or_default();
            let Some(length) = closing(rest) else { return text };
            let (arguments, behind) = rest.split_at_checked(length).unwrap_or_default();
            // Where each argument has a line of its own, a comma stands behind the last, which the macro does not take.
            let arguments = match arguments.trim_end().strip_suffix(',') {
                Some(all) => {
                    format!("{all}{}", arguments.get(arguments.trim_end().len()..).unwrap_or_default())
                }
                None => arguments.to_owned(),
            };
            let behind = behind.strip_prefix(')').unwrap_or(behind);
            text = format!("{}{name}![{arguments}]{behind}", text.get(..start).unwrap_or_default());
        }
    }
    text
}

/// Where the parenthesis ends that is open at the beginning.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return Some(at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_calls_become_macros() {
        let parts = ["s![..;-1, ..]".to_owned(), "s![1]".to_owned()];
        assert_eq!(mark(0, &parts[0]), "PART0________");
        let text = format!(
            "f({}).dot(STACK__(Axis(0), CONCATENATE__(g(x), {})))",
            mark(0, &parts[0]),
            mark(1, &parts[1])
        );
        assert_eq!(written(text, &parts), "f(s![..;-1, ..]).dot(stack![Axis(0), concatenate![g(x), s![1]]])");
        let text = "CONCATENATE__(\n    Axis(0),\n    *a,\n)".to_owned();
        assert_eq!(written(text, &[]), "concatenate![\n    Axis(0),\n    *a\n]");
    }
}
