/// Adjoint of [`inverse`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×m). To each of the following is **added** the derivative of
/// `⟨out_a, inverse(a)⟩`:
///
/// - `a_a`, by `a` (m×m)
///
/// Flops, the primal included: 6·m³ (the primal alone, as written: 2·m³); new arrays: 2·m² elements.
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn inverse_ad(
    a: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let out = ad::inv(a);
    ad::check_shape("a_a", a_a.shape(), a.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let t0 = ad::mat_mul(out_a, &out.t());
    ad::sub_mat_mul(a_a, &out.t(), &t0);
    ad::recycle!(t0);
    out
}
/// Tangent of [`inverse`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·m³ + m².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn inverse_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let out = ad::inv(a);
    let t0 = ad::mat_mul(&out, a_t);
    let t1 = ad::mat_mul(&t0, &out);
    let out_t = ad::map(&t1, |t1| -t1);
    ad::recycle!(t0, t1);
    (out, out_t)
}
