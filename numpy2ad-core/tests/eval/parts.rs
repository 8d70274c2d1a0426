//! Reductions, parts, shapes and arrays of constants, element by element.

use super::linalg::root;
use super::tensor::{Outcome, Scalar, Tensor};
use numpy2ad_core::ops::{Along, Attr, End, Region};

/// Their names.
pub const KNOWN: [&str; 20] = [
    "mean",
    "product",
    "others",
    "var",
    "std",
    "norm",
    "norm_slope",
    "recip_or_zero",
    "trace",
    "slice",
    "unslice",
    "insert_axis",
    "from_diag",
    "triangle",
    "reshape",
    "concatenate",
    "kron",
    "broadcast_to",
    "collapse",
    "linspace",
];

/// The result of one of them.
pub fn operation<T: Scalar>(name: &str, attr: Attr, args: &[Tensor<T>]) -> Outcome<Tensor<T>> {
    let (zero, one) = (T::of(0.0), T::of(1.0));
    Ok(match (name, args) {
        ("mean", [a]) => reduced(attr, a, |line| sum(line) / T::of(line.len() as f64)),
        ("product", [a]) => reduced(attr, a, |line| line.iter().fold(one, |product, &x| product * x)),
        ("var", [a, ddof]) => reduced(attr, a, |line| variance(line, ddof.data[0])),
        ("std", [a, ddof]) => {
            let variances = reduced(attr, a, |line| variance(line, ddof.data[0]));
            variances.map(|x| if x == zero { zero } else { root(x).unwrap_or(x) })
        }
        ("others", [a]) => along(attr, a, |line, i| others(line, &[i])),
        ("others", [a, moved]) => {
            let of = |line: &[T], i: usize, moved: &[T]| {
                let all = (0..line.len()).filter(|&j| j != i);
                all.fold(zero, |sum, j| sum + moved[j] * others(line, &[i, j]))
            };
            along_two(attr, a, moved, of)
        }
        ("norm", [a]) => Tensor::scalar(norm(attr, &a.data)?),
        ("norm_slope", [a]) if attr == Attr::LMax => {
            let largest = norm(attr, &a.data)?;
            let ties = a.data.iter().filter(|x| x.magnitude() == largest).count();
            a.map(|x| if x.magnitude() == largest { sign(x) / T::of(ties as f64) } else { zero })
        }
        ("norm_slope", [a]) => a.map(sign),
        ("recip_or_zero", [a]) => a.map(|x| if x == zero { zero } else { one / x }),
        ("trace", [a]) => Tensor::scalar((0..a.rows.min(a.cols)).fold(zero, |sum, i| sum + a.at(i, i))),
        ("slice", [a, bounds @ ..]) => {
            let (places, rank) = places(attr, a, bounds)?;
            let data = places.iter().flatten().map(|&(i, j)| a.at(i, j)).collect();
            shaped(data, rank, places.len())
        }
        ("unslice", [value, like, bounds @ ..]) => {
            let (places, _) = places(attr, like, bounds)?;
            let mut out = like.map(|_| zero);
            for (&(i, j), &x) in places.iter().flatten().zip(&value.data) {
                out.data[i * like.cols + j] = x;
            }
            out
        }
        ("insert_axis", [a]) if attr == Attr::Axis(0) => Tensor { rank: 2, ..a.clone() },
        ("insert_axis", [a]) => Tensor { rank: 2, rows: a.cols, cols: 1, data: a.data.clone() },
        ("from_diag", [a]) => Tensor::matrix(a.cols, a.cols, |i, j| if i == j { a.at(0, i) } else { zero }),
        ("triangle", [a, rest @ ..]) => {
            let k = rest.first().map_or(0.0, |k| k.data[0].to_f64()) as isize;
            let inside = |i: usize, j: usize| match attr {
                Attr::Lower => j as isize - i as isize <= k,
                _ => j as isize - i as isize >= k,
            };
            Tensor::matrix(a.rows, a.cols, |i, j| if inside(i, j) { a.at(i, j) } else { zero })
        }
        ("reshape", [a, like]) if attr == Attr::Like => Tensor { data: a.data.clone(), ..*like },
        ("reshape", [a]) => Tensor::vector(a.data.clone()),
        ("reshape", [a, sizes @ ..]) => {
            let known: usize = lengths(sizes).iter().flatten().product();
            let free = a.data.len().checked_div(known).unwrap_or(0);
            let lengths: Vec<usize> = lengths(sizes).iter().map(|length| length.unwrap_or(free)).collect();
            if lengths.iter().product::<usize>() != a.data.len() {
                return Err(format!("{:?} has no shape {lengths:?}", a.shape()));
            }
            shaped(a.data.clone(), lengths.len(), lengths[0])
        }
        ("concatenate", all) => concatenated(attr, all)?,
        ("kron", [a, b]) => Tensor::matrix(a.rows * b.rows, a.cols * b.cols, |i, j| {
            a.at(i / b.rows, j / b.cols) * b.at(i % b.rows, j % b.cols)
        }),
        // What a product and one of its factors say of the other: the sum over blocks, or within them.
        ("kron", [y, b, a]) if attr == Attr::KronLeft => Tensor::matrix(a.rows, a.cols, |i, j| {
            let places = (0..b.rows).flat_map(|p| (0..b.cols).map(move |q| (p, q)));
            places.fold(zero, |sum, (p, q)| sum + y.at(i * b.rows + p, j * b.cols + q) * b.at(p, q))
        }),
        ("kron", [y, a, b]) => Tensor::matrix(b.rows, b.cols, |p, q| {
            let places = (0..a.rows).flat_map(|i| (0..a.cols).map(move |j| (i, j)));
            places.fold(zero, |sum, (i, j)| sum + y.at(i * b.rows + p, j * b.cols + q) * a.at(i, j))
        }),
        ("broadcast_to", [a, sizes @ ..]) => match lengths(sizes)[..] {
            [Some(n)] => a.zip(&Tensor::vector(vec![zero; n]), |a, _| a)?,
            [Some(m), Some(n)] => a.zip(&Tensor::matrix(m, n, |_, _| zero), |a, _| a)?,
            _ => return Err("lengths that are not known".to_owned()),
        },
        ("collapse", [a, like]) => {
            let mut out = like.map(|_| zero);
            out.accumulate_any(a)?;
            out
        }
        ("linspace", [first, last, count]) => {
            let n = count.data[0].to_f64() as usize;
            let step = (last.data[0] - first.data[0]) / T::of((n.max(2) - 1) as f64);
            Tensor::vector((0..n).map(|i| first.data[0] + step * T::of(i as f64)).collect())
        }
        (name, args) => return Err(format!("`{name}` of {} operands", args.len())),
    })
}

fn sum<T: Scalar>(line: &[T]) -> T {
    line.iter().fold(T::of(0.0), |sum, &x| sum + x)
}

fn sign<T: Scalar>(x: T) -> T {
    if x == T::of(0.0) { x } else { x / x.magnitude() }
}

fn variance<T: Scalar>(line: &[T], ddof: T) -> T {
    let n = T::of(line.len() as f64);
    let mean = sum(line) / n;
    let squares: Vec<T> = line.iter().map(|&x| (x - mean) * (x - mean)).collect();
    sum(&squares) / (n - ddof)
}

/// The product of all but these.
fn others<T: Scalar>(line: &[T], without: &[usize]) -> T {
    let kept = line.iter().enumerate().filter(|(k, _)| !without.contains(k));
    kept.fold(T::of(1.0), |product, (_, &x)| product * x)
}

fn norm<T: Scalar>(attr: Attr, data: &[T]) -> Outcome<T> {
    let zero = T::of(0.0);
    let magnitudes: Vec<T> = data.iter().map(|x| x.magnitude()).collect();
    Ok(match attr {
        Attr::L1 => sum(&magnitudes),
        Attr::LMax => magnitudes.into_iter().fold(zero, |max, x| if x > max { x } else { max }),
        _ => {
            let squares: Vec<T> = data.iter().map(|&x| x * x).collect();
            let sum = sum(&squares);
            if sum == zero { zero } else { root(sum)? }
        }
    })
}

/// The elements that are reduced together, as indices: all, those of a column, those of a row.
fn lines<T: Scalar>(attr: Attr, a: &Tensor<T>) -> Vec<Vec<usize>> {
    let column = |j: usize| (0..a.rows).map(|i| i * a.cols + j).collect();
    let row = |i: usize| (0..a.cols).map(|j| i * a.cols + j).collect();
    match attr {
        Attr::Axis(0) if a.rank == 2 => (0..a.cols).map(column).collect(),
        Attr::Axis(1) => (0..a.rows).map(row).collect(),
        _ => vec![(0..a.data.len()).collect()],
    }
}

fn picked<T: Scalar>(a: &Tensor<T>, line: &[usize]) -> Vec<T> {
    line.iter().map(|&at| a.data[at]).collect()
}

/// One number for each line.
pub fn reduced<T: Scalar>(attr: Attr, a: &Tensor<T>, f: impl Fn(&[T]) -> T) -> Tensor<T> {
    let data: Vec<T> = lines(attr, a).iter().map(|line| f(&picked(a, line))).collect();
    match attr {
        Attr::Axis(_) if a.rank == 2 => Tensor::vector(data),
        _ => Tensor::scalar(data[0]),
    }
}

/// A number for each element, from its line and its place in that.
fn along<T: Scalar>(attr: Attr, a: &Tensor<T>, f: impl Fn(&[T], usize) -> T) -> Tensor<T> {
    along_two(attr, a, a, |line, i, _| f(line, i))
}

fn along_two<T: Scalar>(
    attr: Attr,
    a: &Tensor<T>,
    b: &Tensor<T>,
    f: impl Fn(&[T], usize, &[T]) -> T,
) -> Tensor<T> {
    let mut out = a.clone();
    for line in lines(attr, a) {
        for (i, &at) in line.iter().enumerate() {
            out.data[at] = f(&picked(a, &line), i, &picked(b, &line));
        }
    }
    out
}

/// The lengths; nothing for the one that is -1.
fn lengths<T: Scalar>(sizes: &[Tensor<T>]) -> Vec<Option<usize>> {
    sizes
        .iter()
        .map(|size| size.data[0].to_f64())
        .map(|size| (size >= 0.0).then_some(size as usize))
        .collect()
}

fn shaped<T: Scalar>(data: Vec<T>, rank: usize, rows: usize) -> Tensor<T> {
    match rank {
        0 => Tensor { rank, rows: 1, cols: 1, data },
        1 => Tensor::vector(data),
        _ => Tensor { rank, rows, cols: data.len().checked_div(rows).unwrap_or(0), data },
    }
}

type Places = Vec<Vec<(usize, usize)>>;

/// Where the elements of a part stand, row by row, and the rank of the part.
fn places<T: Scalar>(attr: Attr, a: &Tensor<T>, bounds: &[Tensor<T>]) -> Outcome<(Places, usize)> {
    let Attr::Region(Region { first, second }) = attr else {
        return Ok((vec![(0..a.rows.min(a.cols)).map(|i| (i, i)).collect()], 1));
    };
    let mut bounds = bounds.iter().map(|bound| bound.data[0].to_f64() as isize);
    let mut of = |along: Along, length: usize| -> Outcome<Vec<usize>> {
        let absolute = |at: isize| if at < 0 { at + length as isize } else { at };
        let mut next = || bounds.next().map(absolute).ok_or("a bound is missing");
        let Along::Range { from, to, step } = along else {
            let at = usize::try_from(next()?).ok().filter(|&at| at < length);
            return Ok(vec![at.ok_or("an index out of range")?]);
        };
        let from = if from { next()? } else { 0 };
        let to = match to {
            End::Open => length as isize,
            End::Before => next()?,
            End::With => next()? + 1,
        };
        // As in ndarray, backwards from the last one.
        let range = from..to.min(length as isize);
        let kept: Vec<usize> = range.map(|at| at as usize).collect();
        let every = step.unsigned_abs() as usize;
        Ok(match step < 0 {
            true => kept.into_iter().rev().step_by(every).collect(),
            false => kept.into_iter().step_by(every).collect(),
        })
    };
    let index = |along: Along| usize::from(along == Along::Index);
    Ok(match second {
        None => (vec![of(first, a.cols)?.into_iter().map(|j| (0, j)).collect()], 1 - index(first)),
        Some(second) => {
            let (rows, columns) = (of(first, a.rows)?, of(second, a.cols)?);
            let row = |&i: &usize| columns.iter().map(|&j| (i, j)).collect();
            (rows.iter().map(row).collect(), 2 - index(first) - index(second))
        }
    })
}

fn concatenated<T: Scalar>(attr: Attr, all: &[Tensor<T>]) -> Outcome<Tensor<T>> {
    // As rows of one matrix, or columns of it.
    let (parts, down): (Vec<Tensor<T>>, bool) = match attr {
        Attr::Axis(axis) => (all.to_vec(), axis == 0 && all[0].rank == 2),
        Attr::Stacked(0) => (all.iter().map(|a| Tensor { rank: 2, ..a.clone() }).collect(), true),
        Attr::Stacked(_) => {
            let column = |a: &Tensor<T>| Tensor { rank: 2, rows: a.cols, cols: 1, data: a.data.clone() };
            (all.iter().map(column).collect(), false)
        }
        _ => return Err("arrays along no axis".to_owned()),
    };
    let rank = parts[0].rank;
    let data: Vec<T> = if down {
        parts.iter().flat_map(|part| part.data.clone()).collect()
    } else {
        let row = |i: usize| parts.iter().flat_map(move |part| (0..part.cols).map(move |j| part.at(i, j)));
        (0..parts[0].rows).flat_map(row).collect()
    };
    let rows = if down { parts.iter().map(|part| part.rows).sum() } else { parts[0].rows };
    Ok(shaped(data, rank, rows))
}
