//! The operations of linear algebra that are a few lines.

use super::tensor::{Outcome, Scalar, Tensor};
use numpy2ad_core::ops::{Attr, Blocks, Mask};

/// Their names.
pub const KNOWN: [&str; 6] = ["masked", "gaps", "spread", "gather", "cholesky_factor", "matrix_power"];

/// The result of one of them.
pub fn operation<T: Scalar>(name: &str, attr: Attr, args: &[Tensor<T>]) -> Outcome<Tensor<T>> {
    let zero = T::of(0.0);
    Ok(match (name, args) {
        ("masked", [a]) => Tensor::matrix(a.rows, a.cols, |i, j| match attr {
            Attr::Mask(Mask::Lower) if i >= j => a.at(i, j),
            Attr::Mask(Mask::Upper) if i <= j => a.at(i, j),
            Attr::Mask(Mask::StrictLower | Mask::LowerHalf) if i > j => a.at(i, j),
            Attr::Mask(Mask::LowerHalf) if i == j => a.at(i, j) * T::of(0.5),
            _ => zero,
        }),
        ("gaps", [w]) => Tensor::matrix(w.cols, w.cols, |i, j| match w.at(0, j) - w.at(0, i) {
            gap if gap == zero => zero,
            gap => T::of(1.0) / gap,
        }),
        ("spread", [a]) => {
            let n = a.rows;
            Tensor::matrix(2 * n, 2 * n, |i, j| {
                let corner = attr == Attr::Blocks(Blocks::Corner);
                let inside = if corner { i < n && j >= n } else { (i < n) == (j < n) };
                if inside { a.at(i % n, j % n) } else { zero }
            })
        }
        ("gather", [x]) => {
            let n = x.rows / 2;
            Tensor::matrix(n, n, |i, j| match attr {
                Attr::Blocks(Blocks::Corner) => x.at(i, j + n),
                _ => x.at(i, j) + x.at(i + n, j + n),
            })
        }
        ("cholesky_factor", [a]) => return cholesky(a),
        ("matrix_power", [a, n]) => return power(a, n.data[0].to_f64() as i32),
        (name, args) => return Err(format!("`{name}` of {} operands", args.len())),
    })
}

/// Row by row (Golub and Van Loan 2013, section 4.2.5).
fn cholesky<T: Scalar>(a: &Tensor<T>) -> Outcome<Tensor<T>> {
    let mut l = a.map(|_| T::of(0.0));
    for i in 0..a.rows {
        for j in 0..=i {
            let rest = (0..j).fold(a.at(i, j), |sum, k| sum - l.at(i, k) * l.at(j, k));
            let entry = if i == j { root(rest)? } else { rest / l.at(j, j) };
            l.data[i * a.cols + j] = entry;
        }
    }
    Ok(l)
}

/// By Newton's iteration from the root of the nearest `f64`, so that it is exact in any kind of number.
pub fn root<T: Scalar>(x: T) -> Outcome<T> {
    if x <= T::of(0.0) {
        return Err("a matrix that is not positive definite".to_owned());
    }
    let start = T::of(x.to_f64().sqrt());
    Ok((0..3).fold(start, |root, _| (root + x / root) * T::of(0.5)))
}

fn power<T: Scalar>(a: &Tensor<T>, n: i32) -> Outcome<Tensor<T>> {
    let base = if n < 0 { a.inverse()? } else { a.clone() };
    let eye = Tensor::matrix(a.rows, a.rows, |i, j| T::of(f64::from(u8::from(i == j))));
    (0..n.abs()).try_fold(eye, |power, _| power.dot(&base))
}
