//! What a backend does to take a matrix apart.

use super::chosen::spectral as chosen;
use ndarray::prelude::*;

/// The decompositions. The callers have checked that no axis has length 0 and that all elements are finite; arrays come
/// back in any layout.
pub trait Spectral: Sized {
    /// Eigenvalues, ascending, and eigenvectors of the symmetric matrix of which this is the lower triangle; `None`
    /// where they are not found.
    fn eigh(a: &ArrayRef2<Self>) -> Option<(Array1<Self>, Array2<Self>)>;

    /// The thin factors Q and R of a matrix with at least as many rows as columns.
    fn qr(a: &ArrayRef2<Self>) -> Option<(Array2<Self>, Array2<Self>)>;

    /// Thin left singular vectors, singular values, descending, and right singular vectors as rows; `None` where they
    /// are not found.
    fn svd(a: &ArrayRef2<Self>) -> Option<(Array2<Self>, Array1<Self>, Array2<Self>)>;
}

macro_rules! impl_spectral {
    ($($real:ty)+) => {$(
        impl Spectral for $real {
            fn eigh(a: &ArrayRef2<Self>) -> Option<(Array1<Self>, Array2<Self>)> {
                chosen::eigh(a)
            }

            fn qr(a: &ArrayRef2<Self>) -> Option<(Array2<Self>, Array2<Self>)> {
                chosen::qr(a)
            }

            fn svd(a: &ArrayRef2<Self>) -> Option<(Array2<Self>, Array1<Self>, Array2<Self>)> {
                chosen::svd(a)
            }
        }
    )+};
}

impl_spectral!(f32 f64);
