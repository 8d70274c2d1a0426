//! Values of any rank, in any memory layout, for tests that treat all functions alike.

use ndarray::prelude::*;

/// A number or an array.
#[derive(Clone, Debug)]
pub enum Tensor {
    Scalar(f64),
    Vector(Array1<f64>),
    Matrix(Array2<f64>),
}

/// How an array lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    RowMajor,
    ColumnMajor,
    /// Every second element of a larger array, the columns backwards.
    Strided,
}

pub const LAYOUTS: [Layout; 3] = [Layout::RowMajor, Layout::ColumnMajor, Layout::Strided];

impl Tensor {
    pub fn in_layout(self, layout: Layout) -> Self {
        match (self, layout) {
            (Self::Matrix(a), Layout::ColumnMajor) => {
                let mut out = Array2::zeros(a.dim().f());
                out.assign(&a);
                Self::Matrix(out)
            }
            (Self::Matrix(a), Layout::Strided) => {
                let (m, n) = a.dim();
                let mut out = Array2::from_elem((2 * m, 2 * n), f64::NAN).slice_move(s![..;2, ..;-2]);
                out.assign(&a);
                Self::Matrix(out)
            }
            (Self::Vector(x), Layout::Strided) => {
                let mut out = Array1::from_elem(3 * x.len(), f64::NAN).slice_move(s![..;-3]);
                out.assign(&x);
                Self::Vector(out)
            }
            (other, _) => other,
        }
    }

    /// The elements in logical order.
    pub fn elements(&self) -> Vec<f64> {
        match self {
            Self::Scalar(s) => vec![*s],
            Self::Vector(x) => x.iter().copied().collect(),
            Self::Matrix(a) => a.iter().copied().collect(),
        }
    }

    /// The same tensor with element `index` replaced.
    pub fn with_element(&self, index: usize, value: f64) -> Self {
        let mut out = self.clone();
        match &mut out {
            Self::Scalar(s) => *s = value,
            Self::Vector(x) => x[index] = value,
            Self::Matrix(a) => *a.iter_mut().nth(index).expect("an element of the matrix") = value,
        }
        out
    }

    /// A tensor of the same shape, its elements drawn from `next` in logical order, whatever the layout.
    pub fn like(&self, mut next: impl FnMut() -> f64) -> Self {
        match self {
            Self::Scalar(_) => Self::Scalar(next()),
            Self::Vector(x) => Self::Vector(Array1::from_shape_simple_fn(x.dim(), next)),
            Self::Matrix(a) => Self::Matrix(Array2::from_shape_simple_fn(a.dim(), next)),
        }
    }

    pub fn shape(&self) -> Vec<usize> {
        match self {
            Self::Scalar(_) => Vec::new(),
            Self::Vector(x) => x.shape().to_vec(),
            Self::Matrix(a) => a.shape().to_vec(),
        }
    }
}

impl From<f64> for Tensor {
    fn from(s: f64) -> Self {
        Self::Scalar(s)
    }
}

impl From<Array1<f64>> for Tensor {
    fn from(x: Array1<f64>) -> Self {
        Self::Vector(x)
    }
}

impl From<Array2<f64>> for Tensor {
    fn from(a: Array2<f64>) -> Self {
        Self::Matrix(a)
    }
}

/// What a function returns: a result, or a tuple of them.
pub trait Tensors {
    /// All results, in order.
    fn all(self) -> Vec<Tensor>;
}

macro_rules! results {
    ($($one:ty),*) => {$(
        impl Tensors for $one {
            fn all(self) -> Vec<Tensor> {
                vec![Tensor::from(self)]
            }
        }
    )*};
}

results!(f64, Array1<f64>, Array2<f64>);

impl<A: Into<Tensor>, B: Into<Tensor>> Tensors for (A, B) {
    fn all(self) -> Vec<Tensor> {
        vec![self.0.into(), self.1.into()]
    }
}

impl<A: Into<Tensor>, B: Into<Tensor>, C: Into<Tensor>> Tensors for (A, B, C) {
    fn all(self) -> Vec<Tensor> {
        vec![self.0.into(), self.1.into(), self.2.into()]
    }
}

impl<A: Into<Tensor>, B: Into<Tensor>, C: Into<Tensor>, D: Into<Tensor>> Tensors for (A, B, C, D) {
    fn all(self) -> Vec<Tensor> {
        vec![self.0.into(), self.1.into(), self.2.into(), self.3.into()]
    }
}

/// Reads arguments off a list of tensors, in order.
pub struct Arguments<'a>(pub std::slice::Iter<'a, Tensor>);

impl<'a> Arguments<'a> {
    pub fn scalar(&mut self) -> f64 {
        match self.0.next() {
            Some(Tensor::Scalar(s)) => *s,
            other => panic!("a scalar was expected, not {other:?}"),
        }
    }

    pub fn vector(&mut self) -> &'a Array1<f64> {
        match self.0.next() {
            Some(Tensor::Vector(x)) => x,
            other => panic!("a vector was expected, not {other:?}"),
        }
    }

    pub fn matrix(&mut self) -> &'a Array2<f64> {
        match self.0.next() {
            Some(Tensor::Matrix(a)) => a,
            other => panic!("a matrix was expected, not {other:?}"),
        }
    }

    /// Parameters that have no derivative are 3 in every test.
    pub fn integer(&mut self) -> i32 {
        3
    }
}

/// The same for adjoints.
pub struct Adjoints<'a>(pub std::slice::IterMut<'a, Tensor>);

impl<'a> Adjoints<'a> {
    pub fn scalar(&mut self) -> &'a mut f64 {
        match self.0.next() {
            Some(Tensor::Scalar(s)) => s,
            other => panic!("a scalar was expected, not {other:?}"),
        }
    }

    pub fn vector(&mut self) -> &'a mut Array1<f64> {
        match self.0.next() {
            Some(Tensor::Vector(x)) => x,
            other => panic!("a vector was expected, not {other:?}"),
        }
    }

    pub fn matrix(&mut self) -> &'a mut Array2<f64> {
        match self.0.next() {
            Some(Tensor::Matrix(a)) => a,
            other => panic!("a matrix was expected, not {other:?}"),
        }
    }
}
