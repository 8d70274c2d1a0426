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
/// Two variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 6·k·m·p + 6·k·n·p + 6·m·n·p; new arrays: m·p + 2·n·p elements
/// - 6·k·m·n + 6·k·m·p + k·m; new arrays: 2·k·m + m·p elements
///
/// The primal alone, as written: 2·k·m·n + 2·k·m·p + k·m.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
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
    if i.nrows() == k.nrows() && h.nrows() == k.ncols() && p.nrows() == h.ncols()
        && i.ncols() == h.ncols()
    {
        let len_k = h.ncols() as f64;
        let len_m = k.nrows() as f64;
        let len_n = k.ncols() as f64;
        let len_p = p.ncols() as f64;
        match ad::cheapest(
            &[
                6.0 * len_k * len_n * len_p + 6.0 * len_m * len_n * len_p,
                1.0 * len_k * len_m + 6.0 * len_k * len_m * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(h, p);
                let v1 = ad::mat_mul(i, p);
                let mut out = v1;
                ad::sub_mat_mul(&mut out, k, &v0);
                ad::check_shape("k_a", k_a.shape(), k.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&k.t(), out_a);
                ad::sub_mat_mul(p_a, &h.t(), &t0);
                ad::add_mat_mul(p_a, &i.t(), out_a);
                ad::add_mat_mul(i_a, out_a, &p.t());
                ad::sub_mat_mul(h_a, &t0, &p.t());
                ad::sub_mat_mul(k_a, out_a, &v0.t());
                ad::recycle!(v0, t0);
                out
            }
            _ => {
                let mut v0 = ad::copy(i);
                ad::sub_mat_mul(&mut v0, k, h);
                let out = ad::mat_mul(&v0, p);
                ad::check_shape("k_a", k_a.shape(), k.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                ad::add_mat_mul(p_a, &v0.t(), out_a);
                let t0 = ad::mat_mul(out_a, &p.t());
                ad::add_assign(i_a, &t0);
                ad::sub_mat_mul(h_a, &k.t(), &t0);
                ad::sub_mat_mul(k_a, &t0, &h.t());
                ad::recycle!(v0, t0);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(k, h);
        let v1 = ad::sub(i, &v0);
        let out = ad::mat_mul(&v1, p);
        ad::check_shape("k_a", k_a.shape(), k.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("p_a", p_a.shape(), p.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        ad::add_mat_mul(p_a, &v1.t(), out_a);
        ad::add_mat_mul(&mut v1_a, out_a, &p.t());
        ad::sub_assign(&mut v0_a, &v1_a);
        ad::add_assign(i_a, &v1_a);
        ad::add_mat_mul(h_a, &k.t(), &v0_a);
        ad::add_mat_mul(k_a, &v0_a, &h.t());
        ad::recycle!(v0, v1, v0_a, v1_a);
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
    ad::recycle!(v0, v1, t0, t1, v2, v3, t2, t3);
    (out, out_t)
}
