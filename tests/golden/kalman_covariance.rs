/// Adjoint of [`kalman_covariance`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×p). To each of the following is **added** the derivative of
/// `⟨out_a, kalman_covariance(k, h, p, i)⟩`:
///
/// - `k_a`, by `k` (m×n)
/// - `h_a`, by `h` (n×k)
/// - `p_a`, by `p` (k×p)
/// - `i_a`, by `i` (m×k)
///
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 6·k·m·n + 6·k·m·p + k·m
/// - 2·k·m·n + 6·k·m·p + 4·k·n·p + 4·m·n·p + k·m
///
/// The primal alone, as written: 2·k·m·n + 2·k·m·p + k·m.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn kalman_covariance_ad(
    k: &Array2<f64>,
    h: &Array2<f64>,
    p: &Array2<f64>,
    i: &Array2<f64>,
    k_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    p_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    i_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if 4.0 * h.ncols() as f64 * k.ncols() as f64 * p.ncols() as f64
        + 4.0 * k.nrows() as f64 * k.ncols() as f64 * p.ncols() as f64
        <= 4.0 * h.ncols() as f64 * k.nrows() as f64 * k.ncols() as f64
    {
        let v0 = ad::mat_mul(k, h);
        let v1 = ad::sub(i, &v0);
        let out = ad::mat_mul(&v1, p);
        ad::check_shape("k_a", k_a.shape(), k.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("p_a", p_a.shape(), p.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_mat_mul(p_a, &v1.t(), out_a);
        let t0 = ad::mat_mul(&p.t(), &h.t());
        ad::sub_mat_mul(k_a, out_a, &t0);
        let t1 = ad::mat_mul(&k.t(), out_a);
        ad::sub_mat_mul(h_a, &t1, &p.t());
        ad::add_mat_mul(i_a, out_a, &p.t());
        out
    } else {
        let v0 = ad::mat_mul(k, h);
        let v1 = ad::sub(i, &v0);
        let out = ad::mat_mul(&v1, p);
        ad::check_shape("k_a", k_a.shape(), k.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("p_a", p_a.shape(), p.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_mat_mul(p_a, &v1.t(), out_a);
        let mut v0_a = ad::zeros_like(&v0);
        let t0 = ad::mat_mul(out_a, &p.t());
        ad::sub_assign(&mut v0_a, &t0);
        ad::add_assign(i_a, &t0);
        ad::add_mat_mul(h_a, &k.t(), &v0_a);
        ad::add_mat_mul(k_a, &v0_a, &h.t());
        out
    }
}
/// Tangent of [`kalman_covariance`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·m·n + 6·k·m·p + 3·k·m + m·p.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn kalman_covariance_t(
    k: &Array2<f64>,
    k_t: &::numpy2ad::__private::ArrayRef2<f64>,
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    p: &Array2<f64>,
    p_t: &::numpy2ad::__private::ArrayRef2<f64>,
    i: &Array2<f64>,
    i_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(k, h);
    let v1 = ad::sub(i, &v0);
    let out = ad::mat_mul(&v1, p);
    let t0 = ad::mat_mul(k_t, h);
    let t1 = ad::mat_mul(k, h_t);
    let v2 = ad::add(&t0, &t1);
    let v3 = ad::sub(i_t, &v2);
    let t2 = ad::mat_mul(&v3, p);
    let t3 = ad::mat_mul(&v1, p_t);
    let out_t = ad::add(&t2, &t3);
    (out, out_t)
}
