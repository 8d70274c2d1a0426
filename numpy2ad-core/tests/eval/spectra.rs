//! Determinants, decompositions, and functions of matrices, by the simplest methods that are exact to rounding.

use super::linalg::root;
use super::tensor::{Outcome, Scalar, Tensor};

/// Their names.
pub const KNOWN: [&str; 17] = [
    "det",
    "cofactors",
    "cofactors_moved",
    "ln_det",
    "det_sign",
    "eigh",
    "eigh_values",
    "eigh_vectors",
    "qr",
    "qr_q",
    "qr_r",
    "svd",
    "svd_u",
    "svd_s",
    "svd_vt",
    "pinv",
    "expm",
];

/// The result of one of them.
pub fn operation<T: Scalar>(name: &str, args: &[Tensor<T>]) -> Outcome<Tensor<T>> {
    let (zero, one) = (T::of(0.0), T::of(1.0));
    Ok(match (name, args) {
        ("det", [a]) => Tensor::scalar(det(a)),
        ("cofactors", [a]) => cofactors(a),
        ("cofactors_moved", [a, x]) => Tensor::matrix(a.rows, a.cols, |i, j| {
            let moved = cofactors(&minor(a, i, j)).data;
            let x = minor(x, i, j).data;
            let sum = moved.iter().zip(&x).fold(zero, |sum, (&c, &x)| sum + c * x);
            if (i + j) % 2 == 0 { sum } else { -sum }
        }),
        // To the program, a factorisation is its matrix.
        ("ln_det", [a]) => Tensor::scalar(det(a).magnitude().ln()),
        ("det_sign", [a]) => Tensor::scalar(if det(a) < zero { -one } else { one }),
        ("eigh" | "qr" | "svd", [a]) => a.clone(),
        ("eigh_values", [a]) => eigh(a)?.0,
        ("eigh_vectors", [a]) => eigh(a)?.1,
        ("qr_q", [a]) => qr(a)?.0,
        ("qr_r", [a]) => qr(a)?.1,
        ("svd_u", [a]) => svd(a)?.0,
        ("svd_s", [a]) => svd(a)?.1,
        ("svd_vt", [a]) => svd(a)?.2,
        ("pinv", [a]) => {
            let (u, s, vt) = svd(a)?;
            let scaled = u.zip(&s, |u, s| u / s)?;
            vt.transpose().dot(&scaled.transpose())?
        }
        ("expm", [a]) => expm(a)?,
        (name, args) => return Err(format!("`{name}` of {} operands", args.len())),
    })
}

/// Of Jacobi's method, which converges quadratically: enough for 31 digits of the few rows that tests have.
const SWEEPS: usize = 10;

fn minor<T: Scalar>(a: &Tensor<T>, row: usize, col: usize) -> Tensor<T> {
    let skip = |at: usize, without: usize| if at < without { at } else { at + 1 };
    Tensor::matrix(a.rows - 1, a.cols - 1, |i, j| a.at(skip(i, row), skip(j, col)))
}

/// By elimination with partial pivoting.
fn det<T: Scalar>(a: &Tensor<T>) -> T {
    let (mut a, n) = (a.clone(), a.rows);
    let mut det = T::of(1.0);
    for k in 0..n {
        let pivot = (k..n)
            .fold(k, |best, i| if a.at(i, k).magnitude() > a.at(best, k).magnitude() { i } else { best });
        if a.at(pivot, k) == T::of(0.0) {
            return T::of(0.0);
        }
        if pivot != k {
            (0..n).for_each(|j| a.data.swap(k * n + j, pivot * n + j));
            det = -det;
        }
        det = det * a.at(k, k);
        for i in k + 1..n {
            let factor = a.at(i, k) / a.at(k, k);
            (k..n).for_each(|j| a.data[i * n + j] = a.at(i, j) - factor * a.at(k, j));
        }
    }
    det
}

fn cofactors<T: Scalar>(a: &Tensor<T>) -> Tensor<T> {
    Tensor::matrix(a.rows, a.cols, |i, j| {
        let det = det(&minor(a, i, j));
        if (i + j) % 2 == 0 { det } else { -det }
    })
}

/// The rotation that makes two columns orthogonal, or a symmetric matrix diagonal, from what both are: cosine and sine
/// (Golub and Van Loan 2013, section 8.5.2). None where they are so already.
fn rotation<T: Scalar>(p: T, off: T, q: T) -> Outcome<Option<(T, T)>> {
    let (zero, one) = (T::of(0.0), T::of(1.0));
    let scale = p.to_f64().abs() + q.to_f64().abs();
    if off.to_f64().abs() <= scale * 1e-40 {
        return Ok(None);
    }
    let tau = (q - p) / (off + off);
    let sign = if tau < zero { -one } else { one };
    let t = sign / (tau.magnitude() + root(one + tau * tau)?);
    let c = one / root(one + t * t)?;
    Ok(Some((c, t * c)))
}

/// Eigenvalues in ascending order and eigenvectors of the symmetric matrix of the lower triangle, by Jacobi's method.
fn eigh<T: Scalar>(a: &Tensor<T>) -> Outcome<(Tensor<T>, Tensor<T>)> {
    let n = a.rows;
    let mut d = Tensor::matrix(n, n, |i, j| a.at(i.max(j), i.min(j)));
    let mut v = Tensor::matrix(n, n, |i, j| T::of(f64::from(u8::from(i == j))));
    for _ in 0..SWEEPS {
        for p in 0..n {
            for q in p + 1..n {
                let Some((c, s)) = rotation(d.at(p, p), d.at(p, q), d.at(q, q))? else { continue };
                rotate(&mut d, p, q, c, s);
                d = d.transpose();
                rotate(&mut d, p, q, c, s);
                rotate(&mut v, p, q, c, s);
            }
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| d.at(i, i).to_f64().total_cmp(&d.at(j, j).to_f64()));
    let values = Tensor::vector(order.iter().map(|&i| d.at(i, i)).collect());
    Ok((values, Tensor::matrix(n, n, |i, j| v.at(i, order[j]))))
}

/// Rotates two columns.
fn rotate<T: Scalar>(a: &mut Tensor<T>, p: usize, q: usize, c: T, s: T) {
    for i in 0..a.rows {
        let (x, y) = (a.at(i, p), a.at(i, q));
        a.data[i * a.cols + p] = c * x - s * y;
        a.data[i * a.cols + q] = s * x + c * y;
    }
}

/// By Gram and Schmidt, twice; the diagonal of `r` is positive.
fn qr<T: Scalar>(a: &Tensor<T>) -> Outcome<(Tensor<T>, Tensor<T>)> {
    let (m, n) = (a.rows, a.cols);
    let mut q = a.clone();
    for j in 0..n {
        for _ in 0..2 {
            for k in 0..j {
                let dot = (0..m).fold(T::of(0.0), |sum, i| sum + q.at(i, k) * q.at(i, j));
                (0..m).for_each(|i| q.data[i * n + j] = q.at(i, j) - dot * q.at(i, k));
            }
        }
        let norm = root((0..m).fold(T::of(0.0), |sum, i| sum + q.at(i, j) * q.at(i, j)))?;
        (0..m).for_each(|i| q.data[i * n + j] = q.at(i, j) / norm);
    }
    let r = q.transpose().dot(a)?;
    let r = Tensor::matrix(n, n, |i, j| if i <= j { r.at(i, j) } else { T::of(0.0) });
    Ok((q, r))
}

/// Thin, with singular values in descending order, by one-sided Jacobi rotations of the columns.
fn svd<T: Scalar>(a: &Tensor<T>) -> Outcome<(Tensor<T>, Tensor<T>, Tensor<T>)> {
    if a.rows < a.cols {
        let (u, s, vt) = svd(&a.transpose())?;
        return Ok((vt.transpose(), s, u.transpose()));
    }
    let (m, n) = (a.rows, a.cols);
    let (mut u, mut v) = (a.clone(), Tensor::matrix(n, n, |i, j| T::of(f64::from(u8::from(i == j)))));
    for _ in 0..SWEEPS {
        for p in 0..n {
            for q in p + 1..n {
                let dot =
                    |x: usize, y: usize| (0..m).fold(T::of(0.0), |sum, i| sum + u.at(i, x) * u.at(i, y));
                let Some((c, s)) = rotation(dot(p, p), dot(p, q), dot(q, q))? else { continue };
                rotate(&mut u, p, q, c, s);
                rotate(&mut v, p, q, c, s);
            }
        }
    }
    let norm = |j: usize| root((0..m).fold(T::of(0.0), |sum, i| sum + u.at(i, j) * u.at(i, j)));
    let norms: Vec<T> = (0..n).map(norm).collect::<Outcome<_>>()?;
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&i, &j| norms[j].to_f64().total_cmp(&norms[i].to_f64()));
    let left = Tensor::matrix(m, n, |i, j| u.at(i, order[j]) / norms[order[j]]);
    let s = Tensor::vector(order.iter().map(|&j| norms[j]).collect());
    Ok((left, s, Tensor::matrix(n, n, |i, j| v.at(j, order[i]))))
}

/// By its series, at a scale at which that converges, and squaring.
fn expm<T: Scalar>(a: &Tensor<T>) -> Outcome<Tensor<T>> {
    let largest = a.data.iter().fold(0.0_f64, |max, x| max.max(x.to_f64().abs()));
    let halvings = (largest * a.rows as f64 * 4.0).max(1.0).log2().ceil() as i32;
    let small = a.map(|x| x * T::of(0.5_f64.powi(halvings)));
    let mut term = Tensor::matrix(a.rows, a.rows, |i, j| T::of(f64::from(u8::from(i == j))));
    let mut sum = term.clone();
    for k in 1..24 {
        term = term.dot(&small)?.map(|x| x / T::of(f64::from(k)));
        sum = sum.zip(&term, |a, b| a + b)?;
    }
    for _ in 0..halvings {
        sum = sum.dot(&sum)?;
    }
    Ok(sum)
}
