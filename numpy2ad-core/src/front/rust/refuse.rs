//! What cannot be differentiated, and what to write instead.

use syn::Expr;

/// A construct's name and the advice for it; `None` for expressions that lowering handles itself.
pub(super) fn construct(expr: &Expr) -> Option<(&'static str, &'static str)> {
    const BRANCH: &str = "write one function for each branch and choose between them outside";
    const LOOP: &str =
        "write out the iterations as `let` bindings, or differentiate one step and loop outside";
    const PLAIN: &str = "write the body as `let` bindings and a tail expression of array code";
    Some(match expr {
        Expr::If(_) => ("`if`", BRANCH),
        Expr::Match(_) => ("`match`", BRANCH),
        Expr::ForLoop(_) => ("a `for` loop", LOOP),
        Expr::While(_) => ("a `while` loop", LOOP),
        Expr::Loop(_) => ("a `loop`", LOOP),
        Expr::Break(_) => ("`break`", LOOP),
        Expr::Continue(_) => ("`continue`", LOOP),
        Expr::Return(_) => ("an early `return`", "let the body end in its result"),
        Expr::Closure(_) => ("a closure", "closures are understood inside `mapv(|x| ..)` only"),
        Expr::Async(_) | Expr::Await(_) => ("`async` code", PLAIN),
        Expr::Unsafe(_) => ("an `unsafe` block", PLAIN),
        Expr::Index(_) => {
            ("indexing", "write the element as a product with a unit vector, or pass it as a parameter")
        }
        Expr::Tuple(_) => ("a tuple", "a function has one result; write one function for each"),
        Expr::Array(_) | Expr::Repeat(_) => ("an array expression", "pass the array as a parameter"),
        Expr::Struct(_) => ("a struct", PLAIN),
        Expr::Range(_) => ("a range", PLAIN),
        Expr::Field(_) => ("a field", "pass the field's array as a parameter"),
        Expr::Let(_) => ("a `let` condition", BRANCH),
        Expr::TryBlock(_) => ("a `try` block", PLAIN),
        Expr::Yield(_) => ("`yield`", PLAIN),
        Expr::Const(_) => ("a `const` block", "name the constant: `const LAMBDA: f64 = ..;`"),
        _ => return None,
    })
}

/// Whether a method changes its receiver, by what ndarray calls such methods.
pub(super) fn is_in_place(method: &str) -> bool {
    const NAMES: [&str; 13] = [
        "fill",
        "assign",
        "scaled_add",
        "swap",
        "swap_axes",
        "invert_axis",
        "zip_mut_with",
        "push",
        "push_row",
        "push_column",
        "append",
        "accumulate_axis_inplace",
        "slice_collapse",
    ];
    NAMES.contains(&method) || method.ends_with("_mut") || method.ends_with("_inplace")
}

/// The candidate nearest to a name by edit distance, if any is near enough to be meant.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Levenshtein's edit distance.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            left = (diagonal + usize::from(x != *y)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_finds_its_method() {
        assert_eq!(nearest("dott", ["dot", "t", "exp"]), Some("dot"));
        assert_eq!(nearest("solve", ["dot", "t", "exp"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
    }
}
