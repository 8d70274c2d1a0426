//! Exact derivatives of ndarray code: an adjoint compiler for matrix expressions.
//!
//! [`#[adjoint]`](macro@adjoint) reads a function of ndarray code and writes beside it the function that computes its
//! derivatives by reverse mode: source code of the same kind, made at compile time, without a tape, a graph or a new
//! array type. [`numpy2ad!`] and the program `numpy2ad` do the same for NumPy code, as Python text.
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::adjoint;
//!
//! #[adjoint]
//! pub fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
//!     a.dot(b) + c
//! }
//!
//! let a = array![[1.0, 2.0], [3.0, 4.0]];
//! let b = array![[5.0, 6.0], [7.0, 8.0]];
//! let c = Array2::zeros((2, 2));
//! // The seed: the derivative of what is wanted by the result. Ones stand for the sum of its elements.
//! let out_a = Array2::ones((2, 2));
//!
//! let (mut a_a, mut b_a, mut c_a) = (Array2::zeros((2, 2)), Array2::zeros((2, 2)), Array2::zeros((2, 2)));
//! let out = mma_ad(&a, &b, &c, &mut a_a, &mut b_a, &mut c_a, &out_a);
//!
//! assert_eq!(out, mma(&a, &b, &c));
//! assert_eq!(a_a, array![[11.0, 15.0], [11.0, 15.0]]); // out_a · bᵀ
//! assert_eq!(b_a, array![[4.0, 4.0], [6.0, 6.0]]); // aᵀ · out_a
//! assert_eq!(c_a, out_a);
//! ```
//!
//! # The adjoint function
//!
//! For `fn f(p: P, q: Q, ..) -> R` the macro adds `f_ad` with the same visibility, generics and `cfg`s:
//!
//! - **Order**: the parameters as they were; one adjoint `<name>_a` for each differentiable parameter, in the same
//!   order; the adjoint of the output. That is `out_a`, or `<name>_a` where the body ends in the variable `name`.
//! - **Types**: the adjoint of an array is `&mut ArrayRef2<f64>` or `&mut ArrayRef1<f64>`, which takes
//!   `&mut Array2`, a `slice_mut` of a larger gradient, and any strides. The adjoint of a number is `&mut f64`.
//! - **Result**: what `f` returns.
//! - Adjoints **accumulate**: `f_ad` adds `⟨out_a, ∂f/∂p⟩` to `p_a`. Zero them before the first call, or don't, and sum
//!   over several calls; an adjoint that one function leaves is the seed of the one before it.
//! - Where `f_ad` panics or returns an error, **no adjoint has been touched**.
//!
//! | parameter | its adjoint |
//! |---|---|
//! | `&Array2<f64>`, `Array2<f64>`, `&ArrayRef2<f64>`, `ArrayView2<'_, f64>`, `&ArrayView2<'_, f64>` | `&mut ArrayRef2<f64>` |
//! | the same with `1` | `&mut ArrayRef1<f64>` |
//! | `f64`, `&f64` | `&mut f64` |
//! | all of these with `f32`, one element type in a function | the same with `f32` |
//! | all of these with a type parameter `A:` [`Real`], or of any bounds that `A: Real` is added to | the same with `A` |
//! | integers | none; they may be used as constants |
//! | `bool`, `&str`, shapes and the like | none; they are passed on |
//!
//! # What a body may say
//!
//! `let` bindings and a tail expression. Clones, views, references, parentheses and blocks are looked through. Whether
//! `a.dot(b)` is a product of matrices, of a matrix and a vector, or a number, is inferred from the signature. A
//! name may be bound again by `let` (shadowing), but not assigned to.
//!
//! | Rust | NumPy | for the seed `ȳ`, adds |
//! |---|---|---|
//! | `a + b`, `a - b`, `-a` | `A + B`, `A - B`, `-A` | `ā += ȳ`, `b̄ ±= ȳ` |
//! | `a * b` | `A * B` | `ā += b ∘ ȳ`, `b̄ += a ∘ ȳ` |
//! | `a / b` | `A / B` | `ā += ȳ / b`, `b̄ -= a ∘ ȳ / b²` |
//! | `a.dot(b)` | `A @ B`, `np.dot`, `np.matmul` | `ā += ȳ bᵀ`, `b̄ += aᵀ ȳ` |
//! | `a.t()`, `a.reversed_axes()` | `A.T`, `np.transpose` | `ā += ȳᵀ` |
//! | `inv(a)`, `a.inv()?`, `a.inv().unwrap()` | `np.linalg.inv(A)` | `ā -= yᵀ ȳ yᵀ` |
//! | `solve(a, b)`, `a.solve(b)?`, `solve_t`, `a.solve_t(b)?` | `np.linalg.solve(A, b)` | `b̄ += a⁻ᵀ ȳ`, `ā -= a⁻ᵀ ȳ yᵀ` |
//! | `solve_lower(l, b)`, `solve_upper(r, b)`, `l.solve_triangular(UPLO::Lower, Diag::NonUnit, b)?` | `scipy.linalg.solve_triangular(L, b, lower=True, trans=0)` | the same, in the triangle that is read |
//! | `det(a)`, `a.det()?` | `np.linalg.det(A)` | `ā += ȳ cof(a)` |
//! | `ln_det(a)`, `sln_det(a)`, `a.sln_det()?` | `np.linalg.slogdet(A)` | `ā += ȳ a⁻ᵀ` |
//! | `cholesky(a)`, `a.cholesky(UPLO::Lower)?` | `np.linalg.cholesky(A)`, `scipy.linalg.cholesky` | Murray (2016) |
//! | `eigh(a)`, `a.eigh(UPLO::Lower)?`, `eigvalsh(a)`, `a.eigvalsh(UPLO::Lower)?` | `np.linalg.eigh(A)`, `np.linalg.eigvalsh(A)` | Giles (2008) |
//! | `qr(a)`, `a.qr()?` | `np.linalg.qr(A)` | Walter and Lehmann (2010) |
//! | `svd(a)`, `svdvals(a)` | `np.linalg.svd(A, full_matrices=False)`, `scipy.linalg.svdvals(A)` | Townsend (2016) |
//! | `pinv(a)`, `lstsq(a, b)` | `np.linalg.pinv(A)`, `np.linalg.lstsq(A, b)[0]` | Golub and Pereyra (1973) |
//! | `matrix_power(a, n)`, `expm(a)` | `np.linalg.matrix_power(A, n)`, `scipy.linalg.expm(A)` | the derivative at `aᵀ` in the direction `ȳ` |
//! | `a.exp()`, `a.mapv(f64::exp)` | `np.exp(A)` | `ā += y ∘ ȳ` |
//! | `a.ln()` | `np.log(A)` | `ā += ȳ / a` |
//! | `a.pow2()`, `s.square()` | `np.square(A)` | `ā += 2 a ∘ ȳ` |
//! | `a.powi(n)`, `a.powf(c)`, [`pow(a, c)`](elementwise::pow) | `A ** c`, `np.power` | `ā += c aᶜ⁻¹ ∘ ȳ`, `c̄ += ln(a) y ∘ ȳ` |
//! | `a.recip()` | `np.reciprocal(A)` | `ā -= y² ∘ ȳ` |
//! | `a.exp2()`, `exp_m1`, `log2`, `log10`, `ln_1p`, `sqrt`, `cbrt` | `np.exp2`, `expm1`, `log2`, `log10`, `log1p`, `sqrt`, `cbrt` | the derivative ∘ ȳ |
//! | `a.sin()`, `cos`, `tan`, `asin`, `acos`, `atan` | `np.sin`, `cos`, `tan`, `arcsin`, `arccos`, `arctan` | the derivative ∘ ȳ |
//! | `a.sinh()`, `cosh`, `tanh`, `asinh`, `acosh`, `atanh` | `np.sinh`, `cosh`, `tanh`, `arcsinh`, `arccosh`, `arctanh` | the derivative ∘ ȳ |
//! | `a.abs()`, `a.signum()` | `np.abs`, `np.absolute`, `np.fabs`, `np.sign` | `ā += sign(a) ∘ ȳ`; nothing |
//! | `s.max(t)`, `s.min(t)` | `np.fmax`, `np.fmin` | to the one that is chosen |
//! | [`maximum(a, b)`](elementwise::maximum), [`minimum(a, b)`](elementwise::minimum) | `np.maximum`, `np.minimum` | to the one that is chosen |
//! | `a.clamp(l, h)` | `np.clip(A, l, h)`, `A.clip(l, h)` | to the one that is chosen |
//! | `a.hypot(s)`, [`hypot(a, b)`](elementwise::hypot) | `np.hypot` | `ā += a / y ∘ ȳ`, `b̄ += b / y ∘ ȳ` |
//! | `s.atan2(t)`, [`atan2(a, b)`](elementwise::atan2) | `np.arctan2` | `ā += b / (a² + b²) ∘ ȳ`, `b̄ -= a / (a² + b²) ∘ ȳ` |
//! | `a.log(b)`, `s.mul_add(t, r)` | | the rules of `ln(a) / ln(b)` and `s * t + r` |
//! | `if s < t { a } else { b }` | `np.where(S < T, A, B)` | to the one that is chosen |
//! | `a.sum()` | `np.sum(A)`, `A.sum()` | `ā += ȳ` in every element |
//! | `a.mapv(\|x\| ..)`, `map`, `mapv_into`, `a.mapv(f64::sin)` | | the rules of the expression inside |
//! | `a.sum_axis(Axis(0))`, `a.mean().unwrap()`, `a.mean_axis(Axis(1)).unwrap()` | `np.sum(A, axis=0)`, `np.mean(A)`, `A.mean(axis=1, keepdims=True)` | `ā += ȳ` repeated, `ȳ / n` |
//! | `a.product()`, `a.product_axis(Axis(0))` | `np.prod(A)`, `np.prod(A, axis=0)` | `ā += ȳ` times the product of the others |
//! | `a.var(ddof)`, `a.std(ddof)`, `a.var_axis(Axis(0), ddof)`, `a.std_axis(..)` | `np.var(A, ddof=1)`, `np.std(A, axis=0)` | `ā += 2 (a - mean) ȳ / (n - ddof)`; that by `2 y` |
//! | `x.norm_l2()`, `x.norm()`, `x.norm_l1()`, `x.norm_max()` | `np.linalg.norm(x)`, `np.linalg.norm(x, 1)`, `np.linalg.norm(x, np.inf)` | `x̄ += x / y ȳ`; `sign(x) ȳ`; at the largest |
//! | `trace(a)`, `a.trace()?`, `a.diag()` | `np.trace(A)`, `np.diag(A)`, `A.diagonal()` | `ȳ` on the diagonal of `ā` |
//! | `Array2::from_diag(x)` | `np.diag(x)` | `x̄ +=` the diagonal of `ȳ` |
//! | `outer(x, y)`, `kron(a, b)` | `np.outer(x, y)`, `np.kron(A, B)` | `x̄ += Ȳ y`; sums over blocks |
//! | `a.slice(s![1..3, ..;2])`, `a.row(i)`, `a.column(j)`, `a.index_axis(Axis(0), i)`, `a[[i, j]]`, `x[i]` | `A[1:3, ::2]`, `A[i]`, `A[:, j]`, `A[i, j]`, `x[-1]` | to the part of `ā`, in place |
//! | `x.insert_axis(Axis(1))`, `a.remove_axis(Axis(1))` | `x[:, np.newaxis]`, `np.expand_dims(x, 1)`, `A[:, 0]` | `ȳ` under the other shape |
//! | `a.to_shape((m, n))?`, `a.into_shape_with_order((m, n)).unwrap()`, `a.flatten()` | `np.reshape(A, (m, n))`, `A.reshape(m, -1)`, `A.ravel()` | `ȳ` under the shape of `a` |
//! | `a.broadcast((m, n)).unwrap()` | `np.broadcast_to(A, (m, n))` | `ȳ` summed to the shape of `a` |
//! | `concatenate![Axis(0), a, b]`, `stack![Axis(1), x, y]`, both as functions | `np.concatenate`, `np.stack`, `np.vstack`, `np.hstack`, `np.column_stack` | its part of `ȳ` to each |
//! | `a.tril(k)`, `a.triu(k)` | `np.tril(A, k)`, `np.triu(A)` | the same triangle of `ȳ` |
//! | `a.nrows()`, `a.ncols()`, `a.len()`, `a.dim()`, `a.shape()[0]`, `a.len_of(Axis(0))` | `len(A)`, `A.shape[0]`, `A.size`, `np.size` | integers, constants |
//! | `Array2::eye(n)`, `zeros((m, n))`, `ones(a.dim())` | `np.eye`, `np.identity`, `np.zeros`, `np.ones`, `np.zeros_like`, `np.ones_like` | constants |
//! | `Array2::from_elem((m, n), s)`, `from_diag_elem(n, s)` | `np.full((m, n), s)`, `np.full_like(A, s)` | `s̄ +=` the sum of `ȳ`, or its trace |
//! | `Array1::linspace(a, b, n)` | `np.linspace(a, b, n)` | `ā += ⟨1 - t, ȳ⟩`, `b̄ += ⟨t, ȳ⟩` |
//!
//! Numbers, constants in capitals and scalars stand on either side of an operator. Operands of `+ - * /` that ndarray
//! broadcasts at run time are summed back to their shape.
//!
//! Methods of numbers are methods of arrays where ndarray has them; the others stand in closures, `a.mapv(|x| x.max(0.0))`, in
//! which a body may say what it may say elsewhere, of numbers. Functions of two arrays are in [`elementwise`].
//!
//! **Kinks.** Where there is more than one slope, the one that is taken is: for `abs` at 0, 0; where two numbers tie in `max`,
//! `min`, `maximum` and `minimum`, a half for each; on a bound of `clamp`, a half for the number and a half for the bound;
//! for `signum` and `np.sign`, 0 everywhere; for `hypot` and `atan2` at the origin, 0; for a power by its exponent where the
//! base is 0, 0. `sqrt` and `cbrt` at 0, and `asin`, `acos`, `acosh` and `atanh` at the ends of their domains, are infinitely
//! steep, and so are their adjoints. Norms and `std` have the slope 0 where they are 0; equal elements share that of `norm_max`.
//!
//! **Axes, parts and shapes.** An axis, a step and the number of indices are written down, because ranks depend on them;
//! bounds, indices and lengths are integers, which may be parameters and be computed. Arrays have one axis or two: what
//! has none is written as a number (`a[[i, j]]`, not `a.slice(s![i, j])`; `x.sum()`, not `x.sum_axis(Axis(0))`). `norm_*`
//! and `trace` are of [`linalg`], as `ndarray-linalg` calls them.
//!
//! **Choices.** Of an `if` between numbers, or between expressions of an element in a closure, both branches are computed and
//! one is chosen; the comparison itself has no slope. Branches compute element by element: what may fail (`inv`, `clamp`,
//! arithmetic of integers) stands before. The branch that is not taken does not matter to the adjoint, even where it is no
//! number: `if x > 0.0 { x.sqrt() } else { 0.0 }` has the slope 0 at 0. `np.where` in Python text chooses likewise, but NumPy computes both of its values before, and
//! where one is no number, adjoints are none.
//!
//! # Linear algebra
//!
//! The functions are in [`linalg`], the methods in its traits, which have `ndarray-linalg`'s names. What several operations
//! need of one matrix is computed once: `ln_det(k)`, `solve(k, y)` and `inv(k)` share a factorisation, of Cholesky's kind
//! where `k` is declared `spd` or is a product `x xᵀ`, and both sweeps share it.
//!
//! - **One triangle**: `cholesky`, `eigh`, `eigvalsh` and triangular solutions read one triangle of their matrix, as LAPACK and
//!   NumPy do, and their derivatives are those by its entries: the gradient has zeros in the other triangle, and an entry
//!   beside the diagonal of a symmetric matrix counts for both of its places. Where the matrix is made as a symmetric one,
//!   `k = x xᵀ + s`, the gradient by `x` is the one that any other convention gives as well. For the gradient among
//!   symmetric matrices, which JAX prints, take `(k_a + k_aᵀ) / 2`.
//! - **Signs**: those of eigenvectors, singular vectors and the diagonal of `r` are as the factorisation leaves them, and
//!   differ between backends. What is computed with them should not depend on them.
//! - **Equal eigenvalues or singular values**: their own derivatives are right, as a sum over the equal ones. Vectors of
//!   equal values are not unique, and have no derivative of their own: what two equal ones turn into each other counts as 0.
//!   A function that does not depend on the choice, such as `v f(w) vᵀ` with equal `f`, loses what it has there.
//!   Nearly equal ones have large derivatives.
//! - **Singular matrices**: `det` has its right derivative, the cofactors, at any matrix; second derivatives too. `solve`, `inv`,
//!   `ln_det` and `sln_det` refuse a matrix with a pivot that is exactly 0. Dependent columns leave `qr` a zero on the
//!   diagonal, and a singular value of 0 leaves the vectors of `svd` without a derivative: there, infinity or NaN flows.
//! - **`qr`** takes matrices with at least as many rows as columns, and fails at run time on others. `pinv` and `lstsq` take any
//!   shape and rank, and differentiate as if the rank stayed as it is.
//!
//! [`operations`] has the ranks, the flops and the literature of each.
//!
//! # Several results
//!
//! A function may return a tuple, `-> (Array2<f64>, f64)`. Its adjoint takes an adjoint for each part behind those of the
//! parameters, and adds what all of them owe. An array or a number that is not wanted has the seed 0.
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::adjoint;
//!
//! #[adjoint]
//! fn misfit(a: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>) -> (Array1<f64>, f64) {
//!     let r = a.dot(x) - b;
//!     let cost = 0.5 * r.dot(&r);
//!     (r, cost)
//! }
//!
//! let (mut a_a, mut x_a, mut b_a) = (Array2::zeros((1, 2)), Array1::zeros(2), Array1::zeros(1));
//! let a = array![[1.0, 2.0]];
//! let (r, cost) =
//!     misfit_ad(&a, &array![3.0, 1.0], &array![1.0], &mut a_a, &mut x_a, &mut b_a, &array![10.0], 1.0);
//! assert_eq!((r, cost), (array![4.0], 8.0));
//! assert_eq!(x_a, array![14.0, 28.0]); // aᵀ (r_a + cost_a r)
//! ```
//!
//! # Calls of other functions
//!
//! A body may call a function that has an adjoint itself, by any path, in any module or crate, with `?` where it is fallible:
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::adjoint;
//! use numpy2ad::linalg::{Inverse, LinalgError};
//!
//! mod filter {
//! #   use ndarray::prelude::*;
//! #   use numpy2ad::linalg::{Inverse, LinalgError};
//!     /// The gain of a Kalman filter.
//!     #[numpy2ad::adjoint]
//!     pub fn gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
//!         Ok(p.dot(&h.t()).dot(&(h.dot(p).dot(&h.t()) + r).inv()?))
//!     }
//! }
//!
//! #[adjoint(wrt(r))]
//! fn updated(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Result<Array2<f64>, LinalgError> {
//!     let k: Array2<f64> = filter::gain(p, h, r)?;
//!     Ok(p - &k.dot(h).dot(p))
//! }
//!
//! let (p, h, r) = (array![[1.0]], array![[1.0]], array![[3.0]]);
//! let mut r_a = Array2::zeros((1, 1));
//! assert_eq!(updated_ad(&p, &h, &r, &mut r_a, &array![[1.0]])?, array![[0.75]]);
//! assert_eq!(r_a, array![[0.0625]]); // the derivative of r / (1 + r)
//! # Ok::<(), LinalgError>(())
//! ```
//!
//! - A macro sees one function. It knows the signatures of those that this crate had differentiated **before** it, in the
//!   order of the source; of any other, the result says its type in a `let`, `let k: Array2<f64> = ..`,
//!   `let (k, s): (Array2<f64>, f64) = ..`. Where a crate has two functions of one name, the type has to be said as well.
//! - `#[adjoint]` needs the callee's `_ad`, `#[tangent]` its `_t`, `#[hvp]` both and its `_hvp`, in the callee's module.
//! - Arguments have the types of the callee's parameters: what it borrows is borrowed, what is no float is passed on.
//! - A function of other making has its adjoint by hand, in [`adjoint_rule`](macro@adjoint_rule).
//! - A function that is called has to be differentiable, as a whole; the optimiser does not look into it.
//!
//! # What it may not
//!
//! `if` of anything but a comparison of numbers, `match`, loops, early `return`; closures outside of `mapv`, macros other
//! than `s!`, `concatenate!` and `stack!`; calls of functions that have no adjoint; arrays of more than two dimensions;
//! complex numbers. Assignments (`a = ..`, `a += ..`, `a.fill(0.0)`) and `&mut` parameters are refused as aliasing. Each
//! of these is a compile error at its own tokens that says what to write instead, and never silent.
//!
//! # Fallible bodies
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::adjoint;
//! use numpy2ad::linalg::{Inverse, LinalgError};
//!
//! #[adjoint]
//! fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
//!     Ok(m.inv()?.dot(y))
//! }
//!
//! let (mut m_a, mut y_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
//! let m = array![[2.0, 0.0], [0.0, 4.0]];
//! let x = solve_ad(&m, &array![2.0, 4.0], &mut m_a, &mut y_a, &array![1.0, 0.0])?;
//! assert_eq!(x, array![1.0, 1.0]);
//! assert_eq!(y_a, array![0.5, 0.0]);
//! assert_eq!(m_a, array![[-0.5, -0.5], [0.0, 0.0]]);
//!
//! let singular = Array2::ones((2, 2));
//! let failed = solve_ad(&singular, &array![2.0, 4.0], &mut m_a, &mut y_a, &array![1.0, 0.0]);
//! assert_eq!(failed, Err(LinalgError::Singular));
//! assert_eq!(y_a, array![0.5, 0.0]); // as it was
//! # Ok::<(), LinalgError>(())
//! ```
//!
//! Any error type with `From<LinalgError>` will do. [`linalg::inv`] is the form that panics, as NumPy raises.
//!
//! # Options
//!
//! | in `#[adjoint(..)]` | what it says |
//! |---|---|
//! | `spd(m, ..)` | these matrices are symmetric and positive definite: Cholesky's factorisation, half of the work of the general one |
//! | `symmetric(p, ..)` | they equal their transposes |
//! | `lower(l, ..)`, `upper(r, ..)` | they are zero above, or below, the diagonal: products read half, systems need no factorisation |
//! | `diagonal(w, ..)` | they are zero outside of the diagonal: products scale, inverses divide |
//! | `sizes(n = 1000, m = 50)` | the sizes to expect, by the letters in the documentation of the generated function: one variant, the best for these, instead of several that are chosen from at run time; and one for where a parameter that is looked at is diagonal |
//! | `wrt(a, b)` | only these have adjoints: the others are constants, and what they alone would need is neither computed nor stored |
//! | `workspace` | a second function, `<name>_ad_into`, that allocates nothing from its second call on |
//! | `optimize = false` | the plain adjoint, statement by statement |
//! | `crate = path::to::numpy2ad` | where this crate is, if not at `::numpy2ad`, for crates that re-export it |
//!
//! A declaration is a promise of the caller's:
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::adjoint;
//! use numpy2ad::linalg::{Inverse, LinalgError};
//!
//! /// The squared Mahalanobis distance of `x` from 0 under the covariance `m`.
//! #[adjoint(spd(m))]
//! fn distance(m: &Array2<f64>, x: &Array1<f64>) -> Result<f64, LinalgError> {
//!     Ok(m.inv()?.dot(x).dot(x))
//! }
//!
//! let (mut m_a, mut x_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
//! let x = array![2.0, 0.0];
//! assert_eq!(distance_ad(&array![[4.0, 0.0], [0.0, 1.0]], &x, &mut m_a, &mut x_a, 1.0), Ok(1.0));
//! assert_eq!(x_a, array![1.0, 0.0]);
//! assert_eq!(m_a, array![[-0.25, 0.0], [0.0, 0.0]]);
//!
//! let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
//! let refused = distance_ad(&indefinite, &x, &mut m_a, &mut x_a, 1.0);
//! assert_eq!(refused, Err(LinalgError::NotPositiveDefinite));
//! ```
//!
//! A false one is found where a matrix that is declared `spd` is factorised and has a pivot that is not positive: an
//! error, or a panic with the text of it. Anything else that is false is not looked for, and the result is that of
//! another matrix: of a triangle or a diagonal, whatever stands beside it may be read or not; of a symmetric matrix, either
//! half may be read for the other. The function itself, as it was written, knows nothing of declarations.
//!
//! What is not declared is looked at when the program runs, as `\` does in MATLAB and `factorize` in Julia. A matrix of order
//! above 32 that equals its transpose to the last bit is factorised by Cholesky's method, if that succeeds, and by
//! partial pivoting if not; half of a product around it, as of `a.dot(p).dot(&a.t())`, is computed, so that a sum of such
//! products is seen to be symmetric as well. A matrix that is not symmetric says so at its first entries. If a parameter's
//! inverse stands between a matrix and its transpose, as in `x.t().dot(&inv(m)).dot(x)`, there is a variant for where it is
//! symmetric and of order above 256, if that saves a good share: of half a solution, or of one that serves both sweeps. A declaration saves more:
//! the compiler then knows of it while it chooses among all programs, and nobody has to look.
//!
//! The identity in `(i - p.dot(a)).dot(x)` need not be declared, if shapes say that `i` is square. If that
//! saves a good share of the flops, there is a variant for where `i` is diagonal, and the adjoint looks whether it is, at
//! each call: a general matrix says so in its first row. The zeros beside such a diagonal are not multiplied with anything, so
//! a NaN or an infinity in `x` stays in its own row. The documentation of the generated function tells where a look is taken.
//!
//! Derivatives keep one convention, declared or not: they are those by independent entries. A symmetric matrix has a
//! derivative by each of two mirrored entries, and a triangular one by the zeros as well. For steps among symmetric
//! matrices take `(m_a + m_aᵀ) / 2`, among triangular ones the triangle of it. Operations that read one triangle only have
//! derivatives there only, as [above](#linear-algebra).
//!
//! With a workspace, memory is taken and given back, and the result is written where the caller wants it:
//!
//! ```
//! use ndarray::prelude::*;
//! use numpy2ad::linalg::inv;
//! use numpy2ad::{Workspace, adjoint};
//!
//! #[adjoint(workspace)]
//! fn solve(m: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
//!     inv(m).dot(y)
//! }
//!
//! let (m, y) = (array![[2.0, 0.0], [0.0, 4.0]], array![2.0, 4.0]);
//! let (mut m_a, mut y_a) = (Array2::zeros((2, 2)), Array1::zeros(2));
//! let mut x = Array1::zeros(2);
//! let mut ws = Workspace::new();
//! for _ in 0..10 {
//!     m_a.fill(0.0);
//!     y_a.fill(0.0);
//!     // Allocates in the first round alone.
//!     solve_ad_into(&mut ws, &m, &y, &mut m_a, &mut y_a, &array![1.0, 0.0], &mut x);
//! }
//! assert_eq!(x, array![1.0, 1.0]);
//! assert_eq!(y_a, array![0.5, 0.0]);
//! ```
//!
//! The workspace stands first, the array for the result last. It serves any functions of any shapes, one call at a time.
//!
//! Without one, large temporaries are not freed when a generated function ends, but kept for the next in the same
//! thread: `ad::recycle!(v0, v1)` in its last lines. Otherwise the system would clear the same pages in each call, which took a
//! fifth of the time of adjoints with many temporaries of 256 by 256. A thread keeps at most 64 MiB, which [`release_memory`]
//! frees, and 3 MB of panels for large products.
//!
//! # Features
//!
//! | feature | what it does |
//! |---|---|
//! | none | products and inverses on [faer](https://docs.rs/faer): pure Rust, no system library |
//! | `openblas-system`, `openblas-static`, `netlib-system`, `netlib-static`, `intel-mkl-system`, `intel-mkl-static` | the same on BLAS and LAPACK, through `ndarray-linalg`, whose names these are |
//! | `python` | [`numpy2ad!`]; builds a parser of Python, which needs a C compiler |
//!
//! OpenBLAS with several threads factorises on the caller's stack, half a megabyte at each level of its recursion. The 2 MB of
//! Rust's own threads may not hold that, which ends the process: give threads that call it 32 MB
//! (`RUST_MIN_STACK=33554432`, or `std::thread::Builder::stack_size`), or set `OPENBLAS_NUM_THREADS=1`.

/// Adds the adjoint of a function beside it.
///
/// The function stays as it is. Beside it stands `<name>_ad`, which returns the same result and adds to each `<p>_a` the
/// derivative of `⟨out_a, result⟩` by the parameter `p`. The [crate's documentation](crate) says which types and
/// expressions are understood, and the generated function has documentation of its own.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::adjoint;
///
/// /// Half the weighted sum of squares.
/// #[adjoint]
/// pub fn misfit(a: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>, weight: f64) -> f64 {
///     let r = a.dot(x) - b;
///     0.5 * weight * r.dot(&r)
/// }
///
/// let a = array![[1.0, 0.0], [0.0, 2.0]];
/// // The gradient of all inputs in one vector: adjoints are slices of it.
/// let mut gradient = Array1::<f64>::zeros(4);
/// let (mut x_a, mut b_a) = gradient.view_mut().split_at(Axis(0), 2);
/// let (mut a_a, mut weight_a) = (Array2::zeros((2, 2)), 0.0);
///
/// let value =
///     misfit_ad(&a, &array![3.0, 1.0], &array![1.0, 1.0], 2.0, &mut a_a, &mut x_a, &mut b_a, &mut weight_a, 1.0);
///
/// assert_eq!(value, 5.0);
/// assert_eq!(gradient, array![4.0, 4.0, -4.0, -2.0]);
/// assert_eq!(weight_a, 2.5);
/// ```
///
/// # Options
///
/// `spd(m)`, `symmetric(p)`, `lower(l)`, `upper(r)` and `diagonal(w)` say what is known of matrices, `sizes(n = 1000)` how
/// long dimensions are, `wrt(a, b)` by which parameters to differentiate, `workspace` asks for `<name>_ad_into`, which allocates nothing, `optimize = false` for the plain
/// statement-by-statement adjoint, and `crate = path` says where this crate is:
/// [the crate's documentation](crate#options) has all of them.
///
/// # Errors
///
/// What cannot be differentiated is a compile error at its own tokens. Several mistakes are reported together, and a stub
/// with the right signature stands in for the adjoint, so that its callers have no errors of their own.
///
/// ```compile_fail
/// # use ndarray::prelude::*;
/// # use numpy2ad::adjoint;
/// #[adjoint]
/// fn twice(a: &Array2<f64>) -> Array2<f64> {
///     let mut b = a.clone();
///     b += a; // aliasing: write `let b = a + a;`
///     b
/// }
/// ```
#[doc(inline)]
pub use numpy2ad_macros::adjoint;

/// Says that the derivatives of a function are written by hand, and writes a function that checks them.
///
/// Differentiated functions call others by their derivatives: `f_ad` in adjoints, `f_t` in tangents. What no macro can
/// read, a loop, a function of another crate, has a rule where a function `f_ad` of the right type stands beside it:
/// the parameters of `f`, one adjoint for each differentiable parameter, to which it **adds**, and the adjoint of each
/// result; it returns what `f` does. The attribute stands on `f`, whose body may be anything, and
///
/// - sees to it, at compile time, that `f_ad` has this type; with `tangent`, that `f_t` has its own;
/// - lets functions below it call `f` without saying the type of its result;
/// - adds `f_check`, which takes the arguments of `f` and returns an error where `f_ad` is not the derivative by
///   differences of fourth order, or where `f_t` is not the transpose of it.
///
/// Its options are `wrt(..)`, `tangent` and `crate = path`.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::{adjoint, adjoint_rule};
///
/// /// The sum of the squares of neighbours' differences.
/// #[adjoint_rule]
/// fn roughness(x: &Array1<f64>) -> f64 {
///     x.windows(2).into_iter().map(|pair| (pair[1] - pair[0]).powi(2)).sum()
/// }
///
/// fn roughness_ad(x: &Array1<f64>, x_a: &mut ArrayRef1<f64>, out_a: f64) -> f64 {
///     for i in 1..x.len() {
///         let slope = 2.0 * (x[i] - x[i - 1]) * out_a;
///         x_a[i] += slope;
///         x_a[i - 1] -= slope;
///     }
///     roughness(x)
/// }
///
/// #[adjoint]
/// fn cost(a: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, weight: f64) -> f64 {
///     let r = a.dot(x) - y;
///     r.dot(&r) + weight * roughness(x)
/// }
///
/// roughness_check(&array![1.0, 3.0, 2.0, 5.0])?;
/// let (mut a_a, mut x_a, mut y_a, mut weight_a) = (Array2::zeros((2, 2)), Array1::zeros(2), Array1::zeros(2), 0.0);
/// let a = array![[1.0, 0.0], [0.0, 1.0]];
/// cost_ad(&a, &array![1.0, 3.0], &array![1.0, 3.0], 0.5, &mut a_a, &mut x_a, &mut y_a, &mut weight_a, 1.0);
/// assert_eq!(x_a, array![-2.0, 2.0]);
/// assert_eq!(weight_a, 4.0);
/// # Ok::<(), numpy2ad::check::Mismatch>(())
/// ```
#[doc(inline)]
pub use numpy2ad_macros::adjoint_rule;

/// Adds the gradient of a function beside it: its value and its derivatives by all parameters, in new arrays.
///
/// For `fn f(a: &Array2<f64>, b: &Array1<f64>) -> f64` there is `f_grad(a, b) -> (f64, (Array2<f64>, Array1<f64>))`; of one
/// parameter, `(f64, Array1<f64>)`; in a `Result`, where `f` returns one. It computes what [`adjoint`](macro@adjoint)
/// does with the seed 1, reads the same functions, and takes the same options but `workspace`.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::gradient;
///
/// #[gradient(wrt(x))]
/// fn rosenbrock(x: &Array1<f64>, a: f64) -> f64 {
///     let r = x.dot(x) - a;
///     r * r
/// }
///
/// let (value, x_g) = rosenbrock_grad(&array![1.0, 2.0], 3.0);
/// assert_eq!(value, 4.0);
/// assert_eq!(x_g, array![8.0, 16.0]);
/// ```
#[doc(inline)]
pub use numpy2ad_macros::gradient;

/// Adds second derivatives of a function beside it: its value, its gradient, and its Hessian times a direction, in new arrays.
///
/// For `fn f(a: &Array2<f64>, b: &Array1<f64>) -> f64` there is `f_hvp(a, a_t, b, b_t) -> (f64, (a_g, b_g), (a_h, b_h))`: behind
/// each differentiable parameter stands the direction in which it moves, `a_g` is the gradient, and `a_h` the derivative of
/// `a_g` in the direction of all parameters together. Of one parameter it is `(f64, a_g, a_h)`; in a `Result`, where `f`
/// returns one.
///
/// Of a function with any other result, or several, the seeds follow the parameters as in [`adjoint`](macro@adjoint), and the
/// derivatives are those of `⟨out_a, f⟩`: with a seed of multipliers, say, the second derivatives of a Lagrangian.
///
/// It is the tangent of the adjoint, in one program that is optimised as a whole: a product costs a small multiple of the
/// gradient, and no Hessian is formed. It reads what [`adjoint`](macro@adjoint) reads and takes the same options but
/// `workspace`; `wrt(..)` restricts directions and derivatives alike. A direction of another shape than its parameter
/// panics.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::hvp;
///
/// #[hvp(wrt(x))]
/// fn rosenbrock(x: &Array1<f64>, a: f64) -> f64 {
///     let r = x.dot(x) - a;
///     r * r
/// }
///
/// // The Hessian is 4 (x·x - a) I + 8 x xᵀ.
/// let (value, x_g, x_h) = rosenbrock_hvp(&array![1.0, 2.0], &array![1.0, 0.0], 3.0);
/// assert_eq!(value, 4.0);
/// assert_eq!(x_g, array![8.0, 16.0]);
/// assert_eq!(x_h, array![16.0, 16.0]);
/// ```
#[doc(inline)]
pub use numpy2ad_macros::hvp;

/// Adds the Jacobian of a function beside it: its value, and the derivatives of each element of the result by each element of
/// the parameters.
///
/// For `fn f(a: &Array2<f64>, b: &Array1<f64>) -> Array1<f64>` there is
/// `f_jac(a, b) -> (Array1<f64>, (Array2<f64>, Array2<f64>))`; of one parameter, `(Array1<f64>, Array2<f64>)`; in a `Result`,
/// where `f` returns one. The Jacobian by a parameter has a row for each element of the result and a column for each
/// element of the parameter; elements of a matrix count row by row, and a number is one element.
///
/// It is computed by rows, one adjoint for each element of the result, or by columns, one tangent for each element of the
/// parameters, whichever needs fewer flops for the sizes at hand; what depends on no seed and no direction, factorisations
/// above all, is computed once. It reads what [`adjoint`](macro@adjoint) reads, of functions with one result, and takes the
/// same options but `workspace`.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::jacobian;
///
/// #[jacobian(wrt(x))]
/// fn scaled(a: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
///     a.dot(x) * x
/// }
///
/// let (value, x_j) = scaled_jac(&array![[1.0, 2.0], [0.0, 3.0]], &array![1.0, 2.0]);
/// assert_eq!(value, array![5.0, 12.0]);
/// assert_eq!(x_j, array![[6.0, 2.0], [0.0, 12.0]]);
/// ```
#[doc(inline)]
pub use numpy2ad_macros::jacobian;

/// Adds the tangent of a function beside it: its derivative in one direction.
///
/// `<name>_t` takes behind each differentiable parameter `p` the direction `<p>_t` in which it moves, and returns the
/// result with its derivative in that direction. One tangent costs about as much as one more result; for the derivatives
/// by many parameters, [`adjoint`](macro@adjoint) is the one to take. It reads what `adjoint` reads, and of its options takes
/// `wrt(..)` and `crate`.
///
/// ```
/// use ndarray::prelude::*;
/// use numpy2ad::{linalg::inv, tangent};
///
/// #[tangent]
/// fn whiten(a: &Array2<f64>, y: &Array1<f64>) -> Array1<f64> {
///     inv(a).dot(y)
/// }
///
/// let a = array![[2.0, 0.0], [0.0, 4.0]];
/// let direction = array![[1.0, 0.0], [0.0, 0.0]];
/// let (out, out_t) = whiten_t(&a, &direction, &array![2.0, 4.0], &Array1::zeros(2));
/// assert_eq!(out, array![1.0, 1.0]);
/// assert_eq!(out_t, array![-0.5, 0.0]);
/// ```
#[doc(inline)]
pub use numpy2ad_macros::tangent;

/// The adjoint of NumPy code as Python text: a `&'static str` constant. Needs the feature `python`.
///
/// An expression gives its adjoint statements, as a string or as bare tokens:
///
/// ```
/// use numpy2ad::numpy2ad;
///
/// const MMA: &str = numpy2ad!("D = A @ B + C");
/// const SAME: &str = numpy2ad!(D = A @ B + C);
///
/// assert_eq!(MMA, SAME);
/// assert_eq!(
///     MMA,
///     "\
/// v0 = A @ B
/// D = v0 + C
/// v0_a = np.zeros_like(v0)
/// C_a += D_a
/// v0_a += D_a
/// B_a += A.T @ v0_a
/// A_a += v0_a @ B.T"
/// );
/// ```
///
/// Functions give a module with the adjoint of each:
///
/// ```
/// # use numpy2ad::numpy2ad;
/// const GLS: &str = numpy2ad!(
///     "
/// def gls(X, M, y):
///     M_inv = np.linalg.inv(M)
///     return np.linalg.inv(X.T @ M_inv @ X) @ X.T @ M_inv @ y
/// "
/// );
/// assert!(GLS.contains("def gls_ad(X, M, y, X_a, M_a, y_a, out_a):"));
/// assert!(GLS.contains("return (out, X_a, M_a, y_a)"));
/// ```
///
/// A name is a matrix unless it is declared a vector or a scalar: by annotations, `def f(A, x: "vector", s: float)`, or
/// behind an expression:
///
/// ```
/// # use numpy2ad::numpy2ad;
/// const PRODUCT: &str = numpy2ad!("y = A @ x", x: vector);
/// assert!(PRODUCT.contains("A_a += np.outer(y_a, x)"));
/// ```
///
/// With `optimize` in front, primal and adjoint are one program in its cheapest form, on the factorisations of
/// `scipy.linalg`. It is right where shapes fit exactly; the text without it also where NumPy broadcasts.
///
/// ```
/// # use numpy2ad::numpy2ad;
/// const SOLVED: &str = numpy2ad!(optimize, "b = np.linalg.inv(M) @ y", y: vector);
/// assert!(SOLVED.contains("b = scipy.linalg.lu_solve(M_factors, y, check_finite=False)"));
/// ```
///
/// A function of several results takes an adjoint for each, `def f_ad(A, x, A_a, x_a, B_a, s_a)` for `return B, s`, and returns
/// `(B, s, A_a, x_a)`. What is no plain variable is called `out`, or `out0`, `out1`, … by its place.
///
/// A function of the text may call another one, `K, s = gain(P, H)`, which stands in the module as well, with its derivatives.
///
/// # Other derivatives
///
/// A word in front asks for another derivative than the adjoint:
///
/// | word | of `def f(A, x)` with the result `out` |
/// |---|---|
/// | `tangent` | `f_t(A, A_t, x, x_t)` gives `(out, out_t)`: the derivative in the direction of `A_t` and `x_t` |
/// | `gradient` | `f_grad(A, x)` gives `(out, (A_g, x_g))`: the derivatives by all parameters, in new arrays |
/// | `hvp` | `f_hvp(A, A_t, x, x_t)` gives `(out, (A_g, x_g), (A_h, x_h))`: the gradient, and its derivative in a direction, which is the Hessian times it |
///
/// Where the result is no number, `gradient` and `hvp` take its adjoint `out_a` behind the parameters, and differentiate the
/// number `⟨out_a, out⟩`. Of assignments, `y = A @ x`, there are statements: they make `y_t` of `A_t` and `x_t`, `A_g` and `x_g` of
/// `y_a`, and `A_h` and `x_h` of all three.
///
/// ```
/// # use numpy2ad::numpy2ad;
/// const MOVED: &str = numpy2ad!(tangent, "y = np.linalg.inv(A) @ x", x: vector);
/// assert_eq!(
///     MOVED,
///     "\
/// v0 = np.linalg.inv(A)
/// y = v0 @ x
/// v0_t = -(v0 @ A_t @ v0)
/// y_t = v0_t @ x + v0 @ x_t"
/// );
///
/// const CURVED: &str = numpy2ad!(hvp, "def f(x: 'vector', s: float):\n    return x @ x * s");
/// assert!(CURVED.contains("def f_hvp(x: 'vector', x_t, s: float, s_t):"));
/// assert!(CURVED.contains("return (out, (x_g, s_g), (x_h, s_h))"));
/// ```
///
/// # The text
///
/// The plain text is that of the Python package numpy2ad 0.1.1 wherever that package is right. What cannot be differentiated is
/// a compile error with the line of the text.
///
/// ```compile_fail
/// # use numpy2ad::numpy2ad;
/// const TWICE: &str = numpy2ad!("A = A @ B"); // aliasing
/// ```
#[doc(inline)]
pub use numpy2ad_macros::numpy2ad;

pub use numpy2ad_runtime::{Real, Workspace, check, linalg, pairs as elementwise, release_memory};

#[doc = include_str!("../docs/operations.md")]
pub mod operations {}

#[doc(hidden)]
pub mod __private {
    pub use ndarray::{Array1, Array2, ArrayRef1, ArrayRef2, s};
    pub use numpy2ad_runtime::*;
}

/// The README's Rust blocks are tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
