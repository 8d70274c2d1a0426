//! The margin of a text that stands indented in other code, as Python's `textwrap.dedent` sees it.

use crate::origin::Origin;

/// The number of bytes of space that every line with something on it begins with.
pub(super) fn width(text: &str) -> usize {
    let margin = |line: &str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(first) = lines.next() else { return 0 };
    let mut common = first.get(..margin(first)).unwrap_or("");
    for line in lines {
        let shared = common.bytes().zip(line.bytes()).take_while(|(a, b)| a == b).count();
        common = common.get(..shared).unwrap_or("");
    }
    common.len()
}

/// The text without its margin; a line of space alone loses what it has of it.
pub(super) fn without(text: &str, margin: usize) -> String {
    text.split_inclusive('\n').map(|line| line.get(cut(line, margin)..).unwrap_or("")).collect()
}

/// How much of the margin a line has.
fn cut(line: &str, margin: usize) -> usize {
    let space = line.len() - line.trim_start_matches([' ', '\t']).len();
    space.min(margin)
}

/// A place in the text without its margin, as a place in the text with it.
pub(super) fn outer(text: &str, flush: &str, margin: usize, origin: &Origin) -> Origin {
    let moved = |at: usize| {
        let lines = flush.get(..at).unwrap_or(flush).matches('\n').count() + 1;
        at + text.split_inclusive('\n').take(lines).map(|line| cut(line, margin)).sum::<usize>()
    };
    match origin {
        Origin::Text(range) => Origin::Text(moved(range.start)..moved(range.end)),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_margin_is_cut_and_places_are_found_again() {
        let text = "\n    def f(A):\n        return B\n  \n    # end\n";
        assert_eq!(width(text), 4);
        let flush = without(text, 4);
        assert_eq!(flush, "\ndef f(A):\n    return B\n\n# end\n");
        for (word, from) in [("B", 0), ("def", 0), ("# end", 0), ("A", 0)] {
            let inner = flush.get(from..).and_then(|t| t.find(word)).unwrap();
            let Origin::Text(range) = outer(text, &flush, 4, &Origin::Text(inner..inner + word.len())) else {
                panic!("no text")
            };
            assert_eq!(text.get(range), Some(word));
        }
        assert_eq!(width("y = A\n  z"), 0);
    }
}
