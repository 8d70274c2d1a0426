//! What cannot be differentiated, and what to write instead.

use syn::Expr;

/// A construct's name and the advice for it; `None` for expressions that lowering handles itself.
pub(super) fn construct(expr: &Expr) -> Option<(&'static str, &'static str)> {
    const BRANCH: &str = "write one function for each branch and choose between them outside";
    const LOOP: &str =
        "write out the iterations as `let` bindings, or differentiate one step and loop outside";
    const PLAIN: &str = "write the body as `let` bindings and a tail expression of array code";
    Some(match expr {
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

/// How to write what other libraries and other methods of ndarray call by this name.
pub(super) fn instead(name: &str) -> Option<&'static str> {
    Some(match name {
        "transpose" | "permuted_axes" => "write `a.t()`",
        "inverse" | "invert" => "write `inv(&a)` or `a.inv()?`",
        "matmul" | "mm" => "write `a.dot(&b)`",
        "solve_into" | "solve_inplace" | "solvec_into" | "solveh_into" => {
            "write `solve(&a, &b)` or `a.solve(&b)?`"
        }
        "slogdet" | "logdet" | "log_det" => "write `ln_det(&a)`, or `let (sign, ln) = a.sln_det()?;`",
        "factorize" | "factorizec" | "factorizeh" | "factorize_into" | "lu" => {
            "write `a.solve(&b)?` and `ln_det(&a)`: what several of them need of `a` is factorised once"
        }
        "pow" => "write `a.powi(2)` or `a.powf(0.5)`",
        "sin_cos" => "write `a.sin()` and `a.cos()`",
        "to_radians" => "write `a * (PI / 180.0)`",
        "to_degrees" => "write `a * (180.0 / PI)`",
        "maximum" | "fmax" | "relu" => {
            "write `elementwise::maximum(&a, &b)` of two arrays, or `a.mapv(|x| x.max(0.0))`"
        }
        "minimum" | "fmin" => {
            "write `elementwise::minimum(&a, &b)` of two arrays, or `a.mapv(|x| x.min(1.0))`"
        }
        "clip" => "write `a.clamp(0.0, 1.0)`",
        "sigmoid" | "logistic" => "write `a.mapv(|x| 1.0 / (1.0 + (-x).exp()))`",
        "softplus" => "write `a.mapv(|x| x.exp().ln_1p())`",
        "floor" | "ceil" | "round" | "trunc" | "fract" | "rem_euclid" => {
            "its slope is 0 or jumps: take it outside, and pass the result as a parameter"
        }
        "neg" => "write `-a`",
        "rows" | "columns" | "outer_iter" | "get" | "select" | "slice_axis" => {
            "write the part itself: `a.slice(s![1..3, ..])`, `a.row(i)`, `a[[i, j]]`"
        }
        "eig" | "eigvals" | "eig_into" => {
            "write `a.eigh(UPLO::Lower)?` or `a.eigvalsh(UPLO::Lower)?` of a symmetric matrix; eigenvalues of others \
             may be complex, which nothing here is"
        }
        "prod" => "write `a.product()`",
        "into_diag" => "write `a.diag()`",
        "fold" | "fold_axis" | "map_axis" | "accumulate_axis" => {
            "write `a.sum_axis(Axis(0))`, `a.product()` or the like"
        }
        _ => return None,
    })
}

/// How to write what a constructor of arrays makes that has no rule.
pub(super) fn constructed(name: &str) -> Option<&'static str> {
    Some(match name {
        "from_shape_fn" | "from_fn" => {
            "write it of whole arrays, as `&x.view().insert_axis(Axis(1)) - &x.view().insert_axis(Axis(0))` is of \
             the elements `x[i] - x[j]`; what has no derivative may be made outside, and be a parameter"
        }
        "from_shape_vec" | "from_shape" | "from_vec" | "from_iter" | "from" => {
            "make it in the function that calls this one, and take it as a parameter"
        }
        _ => return None,
    })
}

/// The candidate nearest to a name by edit distance, if any is near enough to be meant.
pub(crate) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (name.len().min(candidate.len()) / 3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The edit distance of Damerau and Levenshtein, in which two exchanged neighbours are one edit.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut above: Vec<usize> = Vec::new();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(usize::MAX);
            let substituted = at(&row, j) + usize::from(x != *y);
            let mut best = substituted.min(at(&row, j + 1) + 1).min(at(&next, j) + 1);
            let before = j.checked_sub(1).and_then(|before| b.get(before));
            if last == Some(*y) && before == Some(&x) {
                best = best.min(at(&above, j.saturating_sub(1)).saturating_add(1));
            }
            next.push(best);
        }
        above = std::mem::replace(&mut row, next);
        last = Some(x);
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
        assert_eq!(nearest("dto", ["dot", "t", "exp"]), Some("dot"));
        assert_eq!(nearest("row", ["nrows", "t"]), None);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("rihgt", "right"), 1);
        assert_eq!(distance("", "ab"), 2);
    }
}
