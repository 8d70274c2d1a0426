//! Memory that is used again.

use crate::linalg::LinalgError;
use crate::memory::Memory;
use crate::pages::with_room;
use crate::{
    Cholesky, Definite, Diagonal, Eigh, Factorised, Factors, Lu, Qr, Real, Svd, SymmetricFactors, Triangular,
};
use crate::{
    cholesky, definite, diagonal, elementwise, factors, inverse, inverse_gram, lu, memory, products, repeat,
    symmetric,
};
use crate::{triangular, triangular_products, triangular_vectors, views};
use ndarray::prelude::*;
use std::fmt;
use std::mem::MaybeUninit;

/// Memory for new arrays, taken back and given out again.
///
/// A function `f` with `#[adjoint(workspace)]` has beside it `f_ad_into`, which takes a workspace as its
/// first argument and allocates nothing from its second call on. Make one with [`Workspace::new`], keep
/// it, and hand it to any such functions, of any shapes and elements; threads have one each. It holds as
/// much memory as the largest call has needed; [`bytes`](Workspace::bytes) says how much, and dropping it
/// frees that. After an error or a panic it can be used as before, and may have to allocate anew.
///
/// Every kernel that makes a new array is also a method, of the same name and arguments. Code that
/// gives back all that it takes allocates nothing from its second run on, if the shapes stay the
/// same.
///
/// ```
/// use ndarray::array;
/// use numpy2ad_runtime::Workspace;
///
/// let mut ws = Workspace::new();
/// let a = array![[2.0, 1.0], [0.0, 1.0]];
/// let product = ws.mat_mul(&a, &a);
/// let address = product.as_ptr();
/// assert_eq!(product, array![[4.0, 3.0], [0.0, 1.0]]);
/// ws.recycle(product);
/// let copy = ws.copy(&a);
/// assert_eq!(copy.as_ptr(), address);
/// ```
pub struct Workspace {
    pub(crate) f32s: Pool<f32>,
    pub(crate) f64s: Pool<f64>,
    pub(crate) indices: Pool<usize>,
    pub(crate) bytes: Pool<MaybeUninit<u8>>,
}

impl Default for Workspace {
    fn default() -> Self {
        Self::new()
    }
}

/// A clone of a workspace is empty.
impl Clone for Workspace {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl fmt::Debug for Workspace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Workspace").field("bytes", &self.bytes()).finish()
    }
}

/// Vectors of one type, by size.
///
/// There are four sizes to an octave, and a vector serves one of them only. So what a second run
/// asks for is there, whatever was asked for in between: with one best fit for all, a small array
/// could take the place of a large one.
pub struct Pool<T> {
    /// By capacity, upwards.
    sizes: Vec<Size<T>>,
}

struct Size<T> {
    capacity: usize,
    /// How many vectors were made.
    made: usize,
    free: Vec<Vec<T>>,
}

/// The distance of the sizes around `len`, less 1: all bits below a power of two.
fn below_step(len: usize) -> usize {
    len.checked_next_power_of_two().map_or(0, |power| (power / 8).saturating_sub(1))
}

impl<T> Pool<T> {
    const fn new() -> Self {
        Self { sizes: Vec::new() }
    }

    /// Places in the list of free vectors, made with the vectors, so that giving back allocates
    /// nothing; beyond that many, it may.
    const PLACES: usize = 64;

    /// A vector with room for `len`, of any length.
    pub(crate) fn take(&mut self, len: usize) -> Vec<T> {
        if len == 0 {
            return Vec::new();
        }
        let below = below_step(len);
        let capacity = len.saturating_add(below) & !below;
        let size = self.size(capacity);
        size.free.pop().unwrap_or_else(|| {
            size.made = size.made.saturating_add(1);
            size.free.reserve(size.made.min(Self::PLACES));
            with_room(capacity)
        })
    }

    /// Takes back a vector; one that was made elsewhere, too, in the place of one that was not
    /// given back.
    pub(crate) fn give(&mut self, vec: Vec<T>) {
        let capacity = vec.capacity() & !below_step(vec.capacity());
        if capacity == 0 {
            return;
        }
        let size = self.size(capacity);
        if size.free.len() < size.made {
            size.free.push(vec);
        }
    }

    /// Takes in a vector, whoever made it.
    pub(crate) fn keep(&mut self, vec: Vec<T>) {
        let capacity = vec.capacity() & !below_step(vec.capacity());
        let size = self.size(capacity);
        size.made = size.made.max(size.free.len() + 1);
        size.free.push(vec);
    }

    fn size(&mut self, capacity: usize) -> &mut Size<T> {
        let at = self.sizes.partition_point(|size| size.capacity < capacity);
        if self.sizes.get(at).is_none_or(|size| size.capacity != capacity) {
            self.sizes.insert(at, Size { capacity, made: 0, free: Vec::new() });
        }
        #[allow(clippy::indexing_slicing, reason = "it was there, or was put there")]
        &mut self.sizes[at]
    }

    /// Bytes that lie ready.
    fn bytes(&self) -> usize {
        let elements = self.sizes.iter().map(|size| size.capacity * size.free.len()).sum::<usize>();
        elements * size_of::<T>()
    }
}

/// What a [`Workspace`] takes back, or [`recycle`](crate::recycle()): arrays and factorisations.
pub trait Recycle {
    /// Gives the memory back to where it is from.
    fn recycle(self, memory: &mut impl Memory);
}

impl<A: Real, D: Dimension> Recycle for Array<A, D> {
    #[inline]
    fn recycle(self, memory: &mut impl Memory) {
        memory.give(self.into_raw_vec_and_offset().0);
    }
}

impl<A: Real> Recycle for Lu<A> {
    fn recycle(self, memory: &mut impl Memory) {
        self.give_to(memory);
    }
}

impl<A: Real> Recycle for Cholesky<A> {
    fn recycle(self, memory: &mut impl Memory) {
        self.give_to(memory);
    }
}

impl<A: Real> Recycle for Definite<A> {
    fn recycle(self, memory: &mut impl Memory) {
        self.give_to(memory);
    }
}

impl<A: Real> Recycle for Factors<A> {
    fn recycle(self, memory: &mut impl Memory) {
        self.give_to(memory);
    }
}

/// What has no memory of its own.
macro_rules! recycle_nothing {
    ($([$($generic:tt)*] $type:ty;)+) => {$(
        impl<$($generic)*> Recycle for $type {
            fn recycle(self, _: &mut impl Memory) {}
        }
    )+};
}

recycle_nothing! {
    [A: Real] Triangular<'_, A>;
    [A: Real] Diagonal<'_, A>;
    [A: Real] Eigh<A>;
    [A: Real] Qr<A>;
    [A: Real] Svd<A>;
    [] f32;
    [] f64;
    [] usize;
}

impl<T: Recycle> Recycle for Option<T> {
    fn recycle(self, memory: &mut impl Memory) {
        if let Some(inner) = self {
            inner.recycle(memory);
        }
    }
}

impl Workspace {
    /// A workspace without memory: each size is allocated when it is first asked for.
    #[must_use]
    pub const fn new() -> Self {
        Self { f32s: Pool::new(), f64s: Pool::new(), indices: Pool::new(), bytes: Pool::new() }
    }

    /// Takes back the memory of an array or a factorisation, whoever made it.
    ///
    /// ```
    /// use ndarray::array;
    /// use numpy2ad_runtime::Workspace;
    ///
    /// let mut ws = Workspace::new();
    /// let f = ws.lu(&array![[2.0, 0.0], [0.0, 4.0]]);
    /// let x = ws.solve_vec(&f, &array![2.0, 4.0]);
    /// assert_eq!(x, array![1.0, 1.0]);
    /// ws.recycle(x);
    /// ws.recycle(f);
    /// ```
    #[inline]
    pub fn recycle(&mut self, x: impl Recycle) {
        x.recycle(self);
    }

    /// Bytes that lie ready to be given out.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.f32s.bytes() + self.f64s.bytes() + self.indices.bytes() + self.bytes.bytes()
    }
}

macro_rules! methods {
    ($($name:ident = $inner:path, [$($generic:tt)*] ($($arg:ident: $type:ty),*) -> $out:ty;)+) => {
        impl Workspace {$(
            #[doc = concat!("[`", stringify!($name), "`](crate::", stringify!($name), "()) in memory of the workspace.")]
            #[track_caller]
            #[allow(clippy::too_many_arguments, reason = "one for each operand of a fused loop")]
            pub fn $name<$($generic)*>(&mut self, $($arg: $type),*) -> $out {
                $inner(self, $($arg),*)
            }
        )+}
    };
}

methods! {
    copy = memory::copy_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>) -> Array<A, D>;
    mat_mul = products::mat_mul_in, [A: Real](a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A>;
    mat_vec = products::mat_vec_in, [A: Real](a: &ArrayRef2<A>, x: &ArrayRef1<A>) -> Array1<A>;
    vec_mat = products::vec_mat_in, [A: Real](x: &ArrayRef1<A>, a: &ArrayRef2<A>) -> Array1<A>;
    outer = products::outer_in, [A: Real](x: &ArrayRef1<A>, y: &ArrayRef1<A>) -> Array2<A>;
    add = elementwise::add_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D>;
    sub = elementwise::sub_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D>;
    mul = elementwise::mul_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D>;
    div = elementwise::div_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>, b: &ArrayRef<A, D>) -> Array<A, D>;
    map = elementwise::map_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>, f: impl Fn(A) -> A) -> Array<A, D>;
    map2 = elementwise::map2_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, f: impl Fn(A, A) -> A) -> Array<A, D>;
    map3 = elementwise::map3_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, c: &ArrayRef<A, D>, f: impl Fn(A, A, A) -> A) -> Array<A, D>;
    map4 = elementwise::map4_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, c: &ArrayRef<A, D>, d: &ArrayRef<A, D>,
         f: impl Fn(A, A, A, A) -> A) -> Array<A, D>;
    map5 = elementwise::map5_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, c: &ArrayRef<A, D>, d: &ArrayRef<A, D>, e: &ArrayRef<A, D>,
         f: impl Fn(A, A, A, A, A) -> A) -> Array<A, D>;
    map6 = elementwise::map6_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, b: &ArrayRef<A, D>, c: &ArrayRef<A, D>, d: &ArrayRef<A, D>, e: &ArrayRef<A, D>,
         h: &ArrayRef<A, D>, f: impl Fn(A, A, A, A, A, A) -> A) -> Array<A, D>;
    zeros_like = views::zeros_like_in, [A: Real, D: Dimension](a: &ArrayRef<A, D>) -> Array<A, D>;
    full_like = repeat::full_like_in, [A: Real, D: Dimension](s: A, like: &ArrayRef<A, D>) -> Array<A, D>;
    broadcast = repeat::broadcast_in, [A: Real, D: Dimension]
        (a: &ArrayRef<A, D>, like: &ArrayRef<A, D>) -> Array<A, D>;
    broadcast_row = repeat::broadcast_row_in, [A: Real](x: &ArrayRef1<A>, like: &ArrayRef2<A>) -> Array2<A>;
    sum_rows = repeat::sum_rows_in, [A: Real](a: &ArrayRef2<A>) -> Array1<A>;
    lu = lu::lu_in, [A: Real](a: &ArrayRef2<A>) -> Lu<A>;
    try_lu = lu::try_lu_in, [A: Real](a: &ArrayRef2<A>) -> Result<Lu<A>, LinalgError>;
    factors = factors::factors_in, [A: Real](a: &ArrayRef2<A>) -> Factors<A>;
    try_factors = factors::try_factors_in, [A: Real](a: &ArrayRef2<A>) -> Result<Factors<A>, LinalgError>;
    factors_into = factors::factors_into_in, [A: Real](a: Array2<A>) -> Factors<A>;
    try_factors_into = factors::try_factors_into_in, [A: Real](a: Array2<A>) -> Result<Factors<A>, LinalgError>;
    solve = lu::solve_in, [A: Real](f: &impl Factorised<A>, b: &ArrayRef2<A>) -> Array2<A>;
    solve_t = lu::solve_t_in, [A: Real](f: &impl Factorised<A>, b: &ArrayRef2<A>) -> Array2<A>;
    solve_vec = lu::solve_vec_in, [A: Real](f: &impl Factorised<A>, x: &ArrayRef1<A>) -> Array1<A>;
    solve_t_vec = lu::solve_t_vec_in, [A: Real](f: &impl Factorised<A>, x: &ArrayRef1<A>) -> Array1<A>;
    inv_of = lu::inv_of_in, [A: Real](f: &impl Factorised<A>) -> Array2<A>;
    cholesky = cholesky::cholesky_in, [A: Real](a: &ArrayRef2<A>) -> Cholesky<A>;
    try_cholesky = cholesky::try_cholesky_in, [A: Real](a: &ArrayRef2<A>) -> Result<Cholesky<A>, LinalgError>;
    definite = definite::definite_in, [A: Real](a: &ArrayRef2<A>) -> Definite<A>;
    try_definite = definite::try_definite_in, [A: Real](a: &ArrayRef2<A>) -> Result<Definite<A>, LinalgError>;
    inverse_gram = inverse_gram::inverse_gram_in, [A: Real](f: &impl SymmetricFactors<A>, x: &ArrayRef2<A>) -> Array2<A>;
    lower_mat_mul = triangular_products::lower_mat_mul_in, [A: Real]
        (l: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A>;
    upper_mat_mul = triangular_products::upper_mat_mul_in, [A: Real]
        (r: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A>;
    mat_lower_mul = triangular_products::mat_lower_mul_in, [A: Real]
        (a: &ArrayRef2<A>, l: &ArrayRef2<A>) -> Array2<A>;
    mat_upper_mul = triangular_products::mat_upper_mul_in, [A: Real]
        (a: &ArrayRef2<A>, r: &ArrayRef2<A>) -> Array2<A>;
    lower_mat_vec = triangular_vectors::lower_mat_vec_in, [A: Real]
        (l: &ArrayRef2<A>, x: &ArrayRef1<A>) -> Array1<A>;
    upper_mat_vec = triangular_vectors::upper_mat_vec_in, [A: Real]
        (r: &ArrayRef2<A>, x: &ArrayRef1<A>) -> Array1<A>;
    diag_mat_mul = diagonal::diag_mat_mul_in, [A: Real](w: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A>;
    mat_diag_mul = diagonal::mat_diag_mul_in, [A: Real](a: &ArrayRef2<A>, w: &ArrayRef2<A>) -> Array2<A>;
    diag_mat_vec = diagonal::diag_mat_vec_in, [A: Real](w: &ArrayRef2<A>, x: &ArrayRef1<A>) -> Array1<A>;
    sym_mat_mul = symmetric::sym_mat_mul_in, [A: Real](a: &ArrayRef2<A>, b: &ArrayRef2<A>) -> Array2<A>;
    mirrored_mat_mul = symmetric::mirrored_mat_mul_in, [A: Real]
        (a: &ArrayRef2<A>, b: &ArrayRef2<A>, m: &ArrayRef2<A>) -> Array2<A>;
    inv = inverse::inv_in, [A: Real](a: &ArrayRef2<A>) -> Array2<A>;
    try_inv = inverse::try_inv_in, [A: Real](a: &ArrayRef2<A>) -> Result<Array2<A>, LinalgError>;
}

/// Matrices that are their own factorisation: nothing is made, in no memory.
macro_rules! borrowing {
    ($($name:ident = $inner:path, $out:ty;)+) => {
        impl Workspace {$(
            #[doc = concat!("[`", stringify!($name), "`](crate::", stringify!($name), "()), which needs no memory.")]
            #[track_caller]
            pub fn $name<'a, A: Real>(&mut self, a: &'a ArrayRef2<A>) -> $out {
                $inner(a)
            }
        )+}
    };
}

borrowing! {
    lower = triangular::lower, Triangular<'a, A>;
    try_lower = triangular::try_lower, Result<Triangular<'a, A>, LinalgError>;
    upper = triangular::upper, Triangular<'a, A>;
    try_upper = triangular::try_upper, Result<Triangular<'a, A>, LinalgError>;
    diagonal = diagonal, Diagonal<'a, A>;
    try_diagonal = diagonal::try_diagonal, Result<Diagonal<'a, A>, LinalgError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vector_is_given_out_again_for_any_length_of_its_size() {
        for len in [1, 2, 7, 8, 9, 64, 100, 1000, 1025] {
            let mut pool = Pool::<f64>::new();
            let vec = pool.take(len);
            let (address, capacity) = (vec.as_ptr(), vec.capacity());
            assert!(capacity >= len && capacity <= len + len / 4);
            pool.give(vec);
            assert_eq!(pool.bytes(), 8 * capacity);
            let again = pool.take(capacity);
            assert_eq!(again.as_ptr(), address);
            assert_eq!(pool.bytes(), 0);
        }
    }

    #[test]
    fn what_comes_from_elsewhere_does_not_pile_up() {
        let mut ws = Workspace::new();
        for _ in 0..10 {
            ws.recycle(Array2::<f64>::zeros((4, 4)));
        }
        assert_eq!(ws.bytes(), 0);
        let taken = ws.zeros_like(&Array2::<f64>::zeros((4, 4)));
        ws.recycle(Array2::<f64>::zeros((4, 4)));
        ws.recycle(taken);
        ws.recycle(Some(Array2::<f32>::zeros((0, 4))));
        assert_eq!(ws.bytes(), 128);
        assert_eq!((format!("{ws:?}"), ws.clone().bytes()), ("Workspace { bytes: 128 }".to_owned(), 0));
    }

    #[test]
    fn old_values_do_not_show() {
        let mut ws = Workspace::new();
        let nan = Array2::from_elem((3, 3), f64::NAN);
        for _ in 0..3 {
            let dirty = ws.copy(&nan);
            ws.recycle(dirty);
            let zeros = ws.zeros_like(&nan);
            assert_eq!(zeros, Array2::zeros((3, 3)));
            ws.recycle(zeros);
            let product = ws.mat_mul(&Array2::<f64>::zeros((3, 0)), &Array2::zeros((0, 3)));
            assert_eq!(product, Array2::zeros((3, 3)));
            ws.recycle(product);
            let inverse = ws.inv(&(Array2::<f64>::eye(3) * 2.0));
            assert_eq!(inverse, Array2::<f64>::eye(3) / 2.0);
            ws.recycle(inverse);
        }
    }
}
