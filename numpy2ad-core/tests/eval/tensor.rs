//! Tensors of up to two axes over any scalar, with NumPy's broadcasting, and LU factorisation with partial pivoting.
//!
//! Everything is written out as loops of the textbook: what the tests compare with has to be simpler than what they
//! test.

use std::fmt::Debug;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number: `f64`, or a double-double of 32 digits.
pub trait Scalar:
    Copy
    + Debug
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// The number itself, without rounding.
    fn of(x: f64) -> Self;
    /// The nearest `f64`.
    fn to_f64(self) -> f64;
    fn exp(self) -> Self;
    fn ln(self) -> Self;

    /// An elementwise function of the IR, if it is known for this kind of number.
    fn function(self, name: &str) -> Option<Self> {
        let _ = name;
        None
    }

    /// An elementwise function of two numbers; a tie is split.
    fn function2(self, name: &str, other: Self) -> Option<Self> {
        self.function2_of_any(name, other)
    }

    /// Those that need no more than arithmetic and comparisons.
    fn function2_of_any(self, name: &str, other: Self) -> Option<Self> {
        Some(match name {
            "max" | "maximum" => {
                if self < other {
                    other
                } else {
                    self
                }
            }
            "min" | "minimum" => {
                if self > other {
                    other
                } else {
                    self
                }
            }
            "step" if self == other => Self::of(0.5),
            "step" => Self::of(f64::from(u8::from(self > other))),
            "log" => self.ln() / other.ln(),
            _ => return None,
        })
    }

    fn magnitude(self) -> Self {
        if self < Self::of(0.0) { -self } else { self }
    }

    /// The power; an exponent without a fraction is repeated multiplication, as it is for negative bases too.
    fn power(self, exponent: Self) -> Self {
        let whole = exponent.to_f64();
        if whole.fract() != 0.0 {
            return (exponent * self.ln()).exp();
        }
        let mut product = Self::of(1.0);
        for _ in 0..whole.abs() as u64 {
            product = product * self;
        }
        if whole < 0.0 { Self::of(1.0) / product } else { product }
    }
}

impl Scalar for f64 {
    fn of(x: f64) -> Self {
        x
    }

    fn to_f64(self) -> f64 {
        self
    }

    fn exp(self) -> Self {
        self.exp()
    }

    fn ln(self) -> Self {
        self.ln()
    }

    fn function(self, name: &str) -> Option<Self> {
        Some(match name {
            "exp2" => self.exp2(),
            "exp_m1" => self.exp_m1(),
            "log2" => self.log2(),
            "log10" => self.log10(),
            "ln_1p" => self.ln_1p(),
            "sqrt" => self.sqrt(),
            "cbrt" => self.cbrt(),
            "sin" => self.sin(),
            "cos" => self.cos(),
            "tan" => self.tan(),
            "asin" => self.asin(),
            "acos" => self.acos(),
            "atan" => self.atan(),
            "sinh" => self.sinh(),
            "cosh" => self.cosh(),
            "tanh" => self.tanh(),
            "asinh" => self.asinh(),
            "acosh" => self.acosh(),
            "atanh" => self.atanh(),
            "abs" => self.abs(),
            "signum" => self.signum(),
            "sign" if self == 0.0 => 0.0,
            "sign" => self.signum(),
            _ => return None,
        })
    }

    fn function2(self, name: &str, other: Self) -> Option<Self> {
        Some(match name {
            "hypot" => self.hypot(other),
            "atan2" => self.atan2(other),
            _ => return self.function2_of_any(name, other),
        })
    }
}

/// A number, a vector or a matrix in row-major order. A vector is kept as one row, which is what it is to NumPy's
/// broadcasting.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor<T> {
    pub rank: usize,
    pub rows: usize,
    pub cols: usize,
    pub data: Vec<T>,
}

/// What went wrong in an evaluation.
pub type Outcome<T> = Result<T, String>;

impl<T: Scalar> Tensor<T> {
    pub fn scalar(x: T) -> Self {
        Self { rank: 0, rows: 1, cols: 1, data: vec![x] }
    }

    pub fn vector(data: Vec<T>) -> Self {
        Self { rank: 1, rows: 1, cols: data.len(), data }
    }

    pub fn matrix(rows: usize, cols: usize, mut element: impl FnMut(usize, usize) -> T) -> Self {
        let data = (0..rows * cols).map(|at| element(at / cols, at % cols)).collect();
        Self { rank: 2, rows, cols, data }
    }

    pub fn at(&self, row: usize, col: usize) -> T {
        self.data[row * self.cols + col]
    }

    /// Rank and lengths, for comparisons and messages.
    pub fn shape(&self) -> (usize, usize, usize) {
        (self.rank, self.rows, self.cols)
    }

    /// The same numbers as another scalar.
    pub fn cast<U: Scalar>(&self) -> Tensor<U> {
        let data = self.data.iter().map(|x| U::of(x.to_f64())).collect();
        Tensor { rank: self.rank, rows: self.rows, cols: self.cols, data }
    }

    pub fn map(&self, f: impl Fn(T) -> T) -> Self {
        Self { data: self.data.iter().map(|&x| f(x)).collect(), ..*self }
    }

    /// Elementwise, with axes that are missing or of length 1 stretched to the other operand's.
    pub fn zip(&self, other: &Self, f: impl Fn(T, T) -> T) -> Outcome<Self> {
        let stretch = |a: usize, b: usize| match (a, b) {
            (a, b) if a == b => Ok(a),
            (1, len) | (len, 1) => Ok(len),
            _ => Err(format!("shapes {:?} and {:?} do not broadcast", self.shape(), other.shape())),
        };
        let (rows, cols) = (stretch(self.rows, other.rows)?, stretch(self.cols, other.cols)?);
        let stretched = |x: &Self, i: usize, j: usize| x.at(i.min(x.rows - 1), j.min(x.cols - 1));
        let out = Self::matrix(rows, cols, |i, j| f(stretched(self, i, j), stretched(other, i, j)));
        Ok(Self { rank: self.rank.max(other.rank), ..out })
    }

    /// A vector is its own transpose.
    pub fn transpose(&self) -> Self {
        if self.rank < 2 {
            return self.clone();
        }
        Self::matrix(self.cols, self.rows, |i, j| self.at(j, i))
    }

    /// The product of two arrays: a vector is a row on the left and a column on the right.
    pub fn dot(&self, other: &Self) -> Outcome<Self> {
        if self.rank == 0 || other.rank == 0 {
            return Err("a product of arrays with a number".to_owned());
        }
        let right = if other.rank == 1 { other.column() } else { other.clone() };
        if self.cols != right.rows {
            return Err(format!("no product of shapes {:?} and {:?}", self.shape(), other.shape()));
        }
        let sum = |i, j| (0..self.cols).fold(T::of(0.0), |sum, k| sum + self.at(i, k) * right.at(k, j));
        let out = Self::matrix(self.rows, right.cols, sum);
        Ok(out.with_rank(self.rank + other.rank - 2))
    }

    /// `x yᵀ` of two vectors.
    pub fn outer(&self, other: &Self) -> Outcome<Self> {
        if (self.rank, other.rank) != (1, 1) {
            return Err("an outer product of arrays that are no vectors".to_owned());
        }
        Ok(Self::matrix(self.cols, other.cols, |i, j| self.at(0, i) * other.at(0, j)))
    }

    /// A vector as a matrix of one column.
    fn column(&self) -> Self {
        Self { rank: 2, rows: self.cols, cols: 1, data: self.data.clone() }
    }

    /// The same elements as a row of another rank, for results with an axis of length 1.
    fn with_rank(self, rank: usize) -> Self {
        match rank {
            0 | 1 => Self { rank, rows: 1, cols: self.data.len(), ..self },
            _ => self,
        }
    }

    pub fn sum(&self) -> Self {
        Self::scalar(self.data.iter().fold(T::of(0.0), |sum, &x| sum + x))
    }

    /// The sum of the rows, as one row.
    pub fn sum_rows(&self) -> Self {
        let sum = |_, j| (0..self.rows).fold(T::of(0.0), |sum, i| sum + self.at(i, j));
        Self::matrix(1, self.cols, sum)
    }

    /// `self += f(increment)`, the increment summed along the axes where only this has length 1, and stretched along
    /// those where only the increment has.
    pub fn accumulate(&mut self, increment: &Self, f: impl Fn(T, T) -> T) -> Outcome<()> {
        if increment.rank > self.rank {
            return Err(format!("rank {} is added to rank {}", increment.rank, self.rank));
        }
        let mut part = increment.clone();
        if self.rows == 1 && part.rows != 1 {
            part = part.sum_rows();
        }
        if self.cols == 1 && part.cols != 1 {
            part = Self { rank: 2, ..part }.transpose().sum_rows().transpose();
        }
        let grown = self.zip(&part, f)?;
        if (grown.rows, grown.cols) != (self.rows, self.cols) {
            return Err(format!("shape {:?} is added to shape {:?}", increment.shape(), self.shape()));
        }
        self.data = grown.data;
        Ok(())
    }

    /// `self += increment`, the increment summed along its first axis where it is of a higher rank.
    pub fn accumulate_any(&mut self, increment: &Self) -> Outcome<()> {
        let lower = increment.rank > self.rank;
        let increment =
            if lower { Self { rank: self.rank, ..increment.sum_rows() } } else { increment.clone() };
        self.accumulate(&increment, |x, y| x + y)
    }

    /// The solution `x` of `self · x = b`.
    pub fn solve(&self, b: &Self) -> Outcome<Self> {
        let lu = Lu::of(self)?;
        let rhs = if b.rank == 1 { b.column() } else { b.clone() };
        if rhs.rows != self.rows {
            return Err(format!("no solution for shapes {:?} and {:?}", self.shape(), b.shape()));
        }
        Ok(lu.solve_upper(&lu.solve_lower(&lu.permuted(&rhs))).with_rank(b.rank))
    }

    /// The inverse as `U⁻¹ · L⁻¹ · P`, which is how faer forms it: that decides about the rounding errors.
    pub fn inverse(&self) -> Outcome<Self> {
        let lu = Lu::of(self)?;
        let eye = Self::matrix(self.rows, self.rows, |i, j| T::of(f64::from(u8::from(i == j))));
        let product = lu.solve_upper(&eye).dot(&lu.solve_lower(&eye))?;
        product.dot(&lu.permuted(&eye))
    }
}

/// A factorisation `P · a = L · U` with partial pivoting.
struct Lu<T> {
    /// `U`, and below its diagonal `L` without its ones.
    factors: Tensor<T>,
    /// The row of `a` that has become each row.
    order: Vec<usize>,
}

impl<T: Scalar> Lu<T> {
    fn of(a: &Tensor<T>) -> Outcome<Self> {
        if a.rank != 2 || a.rows != a.cols {
            return Err(format!("a matrix of shape {:?} is factorised", a.shape()));
        }
        let n = a.rows;
        let (mut lu, mut order) = (a.clone(), (0..n).collect::<Vec<_>>());
        for k in 0..n {
            let mut pivot = k;
            for i in k + 1..n {
                if lu.at(i, k).magnitude() > lu.at(pivot, k).magnitude() {
                    pivot = i;
                }
            }
            if lu.at(pivot, k) == T::of(0.0) {
                return Err("singular matrix".to_owned());
            }
            order.swap(k, pivot);
            (0..n).for_each(|j| lu.data.swap(k * n + j, pivot * n + j));
            for i in k + 1..n {
                let factor = lu.at(i, k) / lu.at(k, k);
                lu.data[i * n + k] = factor;
                for j in k + 1..n {
                    lu.data[i * n + j] = lu.at(i, j) - factor * lu.at(k, j);
                }
            }
        }
        Ok(Self { factors: lu, order })
    }

    fn permuted(&self, b: &Tensor<T>) -> Tensor<T> {
        Tensor::matrix(b.rows, b.cols, |i, j| b.at(self.order[i], j))
    }

    fn solve_lower(&self, b: &Tensor<T>) -> Tensor<T> {
        let mut x = b.clone();
        for i in 0..x.rows {
            self.eliminate(&mut x, i, 0..i);
        }
        x
    }

    fn solve_upper(&self, b: &Tensor<T>) -> Tensor<T> {
        let mut x = b.clone();
        for i in (0..x.rows).rev() {
            self.eliminate(&mut x, i, i + 1..b.rows);
            for j in 0..x.cols {
                x.data[i * b.cols + j] = x.at(i, j) / self.factors.at(i, i);
            }
        }
        x
    }

    /// Subtracts from row `i` what the rows that are known contribute to it.
    fn eliminate(&self, x: &mut Tensor<T>, i: usize, known: std::ops::Range<usize>) {
        for k in known {
            for j in 0..x.cols {
                x.data[i * x.cols + j] = x.at(i, j) - self.factors.at(i, k) * x.at(k, j);
            }
        }
    }
}
