/// Adjoint of [`mma`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, mma(a, b, c)⟩`:
///
/// - `a_a`, by `a` (m×n)
/// - `b_a`, by `b` (n×k)
/// - `c_a`, by `c` (m×k)
///
/// Flops, the primal included: 6·k·m·n + k·m (the primal alone, as written: 2·k·m·n + k·m); new arrays: k·m elements.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn mma_ad(
    a: &Array2<f64>,
    b: &Array2<f64>,
    c: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    c_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if c.nrows() == a.nrows() && b.nrows() == a.ncols() && c.ncols() == b.ncols() {
        let mut out = ad::copy(c);
        ad::add_mat_mul(&mut out, a, b);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("c_a", c_a.shape(), c.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_assign(c_a, out_a);
        ad::add_mat_mul(b_a, &a.t(), out_a);
        ad::add_mat_mul(a_a, out_a, &b.t());
        out
    } else {
        let v0 = ad::mat_mul(a, b);
        let out = ad::add(&v0, c);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("c_a", c_a.shape(), c.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        ad::add_assign(c_a, out_a);
        ad::add_assign(&mut v0_a, out_a);
        ad::add_mat_mul(b_a, &a.t(), &v0_a);
        ad::add_mat_mul(a_a, &v0_a, &b.t());
        ad::recycle!(v0, v0_a);
        out
    }
}
/// Tangent of [`mma`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·m·n + 3·k·m.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn mma_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    c: &Array2<f64>,
    c_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(a, b);
    let out = ad::add(&v0, c);
    let t0 = ad::mat_mul(a_t, b);
    let t1 = ad::mat_mul(a, b_t);
    let v1 = ad::add(&t0, &t1);
    let out_t = ad::add(&v1, c_t);
    ad::recycle!(v0, t0, t1, v1);
    (out, out_t)
}
