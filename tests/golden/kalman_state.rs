/// Adjoint of [`kalman_state`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, kalman_state(k, h, x, z)⟩`:
///
/// - `k_a`, by `k` (m×n)
/// - `h_a`, by `h` (n×m)
/// - `x_a`, by `x` (m×k)
/// - `z_a`, by `z` (n×k)
///
/// Two variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 12·k·m·n + k·m + k·n; new arrays: k·m + 2·k·n elements
/// - 6·k·m² + 6·k·m·n + 6·m²·n + k·m; new arrays: k·m + 2·m² elements
///
/// The primal alone, as written: 4·k·m·n + k·m + k·n.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn kalman_state_ad(
    k: &Array2<f64>,
    h: &Array2<f64>,
    x: &Array2<f64>,
    z: &Array2<f64>,
    k_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    z_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if h.ncols() == k.nrows() && x.nrows() == k.nrows() && h.nrows() == k.ncols()
        && z.nrows() == k.ncols() && z.ncols() == x.ncols()
    {
        let len_k = x.ncols() as f64;
        let len_m = k.nrows() as f64;
        let len_n = k.ncols() as f64;
        match ad::cheapest(
            &[
                6.0 * len_k * len_m * len_n + 1.0 * len_k * len_n,
                6.0 * len_k * len_m * len_m + 6.0 * len_m * len_m * len_n,
            ],
        ) {
            0 => {
                let mut v0 = ad::copy(z);
                ad::sub_mat_mul(&mut v0, h, x);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, k, &v0);
                ad::check_shape("k_a", k_a.shape(), k.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("z_a", z_a.shape(), z.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&k.t(), out_a);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &h.t(), &t0);
                ad::add_mat_mul(k_a, out_a, &v0.t());
                ad::add_assign(z_a, &t0);
                ad::sub_mat_mul(h_a, &t0, &x.t());
                ad::recycle!(v0, t0);
                out
            }
            _ => {
                let mut v0 = ad::copy(x);
                ad::add_mat_mul(&mut v0, k, z);
                let v1 = ad::mat_mul(k, h);
                let mut out = v0;
                ad::sub_mat_mul(&mut out, &v1, x);
                ad::check_shape("k_a", k_a.shape(), k.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("z_a", z_a.shape(), z.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &v1.t(), out_a);
                ad::add_mat_mul(z_a, &k.t(), out_a);
                let t0 = ad::mat_mul(out_a, &x.t());
                ad::add_mat_mul(k_a, out_a, &z.t());
                ad::sub_mat_mul(k_a, &t0, &h.t());
                ad::sub_mat_mul(h_a, &k.t(), &t0);
                ad::recycle!(v1, t0);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(h, x);
        let v1 = ad::sub(z, &v0);
        let v2 = ad::mat_mul(k, &v1);
        let out = ad::add(x, &v2);
        ad::check_shape("k_a", k_a.shape(), k.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("z_a", z_a.shape(), z.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        ad::add_assign(&mut v2_a, out_a);
        ad::add_assign(x_a, out_a);
        ad::add_mat_mul(&mut v1_a, &k.t(), &v2_a);
        ad::add_mat_mul(k_a, &v2_a, &v1.t());
        ad::sub_assign(&mut v0_a, &v1_a);
        ad::add_assign(z_a, &v1_a);
        ad::add_mat_mul(x_a, &h.t(), &v0_a);
        ad::add_mat_mul(h_a, &v0_a, &x.t());
        ad::recycle!(v0, v1, v2, v0_a, v1_a, v2_a);
        out
    }
}
/// Tangent of [`kalman_state`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·k·m·n + 3·k·m + 3·k·n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn kalman_state_t(
    k: &Array2<f64>,
    k_t: &::numpy2ad::__private::ArrayRef2<f64>,
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
    z: &Array2<f64>,
    z_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(h, x);
    let v1 = ad::sub(z, &v0);
    let v2 = ad::mat_mul(k, &v1);
    let out = ad::add(x, &v2);
    let t0 = ad::mat_mul(h_t, x);
    let t1 = ad::mat_mul(h, x_t);
    let v3 = ad::add(&t0, &t1);
    let v4 = ad::sub(z_t, &v3);
    let t2 = ad::mat_mul(k_t, &v1);
    let t3 = ad::mat_mul(k, &v4);
    let v5 = ad::add(&t2, &t3);
    let out_t = ad::add(x_t, &v5);
    ad::recycle!(v0, v1, v2, t0, t1, v3, v4, t2, t3, v5);
    (out, out_t)
}
