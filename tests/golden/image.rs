/// Adjoint of [`image`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n×k). To each of the following is **added** the derivative of
/// `⟨out_a, image(h, y, v, u, sm, sv)⟩`:
///
/// - `h_a`, by `h` (m×n)
/// - `y_a`, by `y` (m×k)
/// - `v_a`, by `v` (n×k)
/// - `u_a`, by `u` (n×k)
/// - `sm_a`, by `sm` (n×n)
/// - `sv_a`, by `sv` (n×k)
///
/// Two variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 10·k·m·n + 6·k·n² + m·n² + 0.67·n³ + k·m + 7·k·n + n²; new arrays: 2·k·m + 5·k·n + 2·n² elements
/// - 6·k·m·n + 8·k·n² + 3·m·n² + 0.67·n³ + k·m + 7·k·n + 2·n²; new arrays: k·m + 5·k·n + 4·n² elements
///
/// The primal alone, as written: 2·k·m·n + 2·k·n² + 2·m·n² + 2·n³ + 3·k·n + n².
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn image_ad(
    h: &Array2<f64>,
    y: &Array2<f64>,
    v: &Array2<f64>,
    u: &Array2<f64>,
    sm: &Array2<f64>,
    sv: &Array2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    v_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    u_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    sm_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    sv_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if y.nrows() == h.nrows() && v.nrows() == h.ncols() && u.nrows() == h.ncols()
        && sm.nrows() == h.ncols() && sm.ncols() == h.ncols() && sv.nrows() == h.ncols()
        && v.ncols() == y.ncols() && u.ncols() == y.ncols() && sv.ncols() == y.ncols()
    {
        let len_k = y.ncols() as f64;
        let len_m = h.nrows() as f64;
        let len_n = h.ncols() as f64;
        match ad::cheapest(
            &[
                4.0 * len_k * len_m * len_n,
                2.0 * len_k * len_n * len_n + 2.0 * len_m * len_n * len_n
                    + 1.0 * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::sym_mat_mul(&h.t(), h);
                let v1 = ad::add(&v0, sm);
                let v2 = ad::sub(v, u);
                let mut v3 = ad::mul(sv, &v2);
                ad::add_mat_mul(&mut v3, &h.t(), y);
                let v4 = ad::factors_into(v1);
                let out = ad::solve(&v4, &v3);
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("v_a", v_a.shape(), v.shape());
                ad::check_shape("u_a", u_a.shape(), u.shape());
                ad::check_shape("sm_a", sm_a.shape(), sm.shape());
                ad::check_shape("sv_a", sv_a.shape(), sv.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_map2(sv_a, &v2, &t0, |v2, t0| v2 * t0);
                let t1 = ad::mul(sv, &t0);
                ad::sub_assign(u_a, &t1);
                ad::add_assign(v_a, &t1);
                let t2 = ad::mat_mul(h, &t0);
                ad::add_assign(y_a, &t2);
                let mut v5 = ad::copy(y);
                ad::sub_mat_mul(&mut v5, h, &out);
                ad::add_mat_mul(h_a, &v5, &t0.t());
                ad::sub_mat_mul(h_a, &t2, &out.t());
                ad::sub_mat_mul(sm_a, &t0, &out.t());
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, v5);
                out
            }
            _ => {
                let v0 = ad::sym_mat_mul(&h.t(), h);
                let v1 = ad::add(&v0, sm);
                let v2 = ad::sub(v, u);
                let mut v3 = ad::mul(sv, &v2);
                ad::add_mat_mul(&mut v3, &h.t(), y);
                let v4 = ad::factors_into(v1);
                let out = ad::solve(&v4, &v3);
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("v_a", v_a.shape(), v.shape());
                ad::check_shape("u_a", u_a.shape(), u.shape());
                ad::check_shape("sm_a", sm_a.shape(), sm.shape());
                ad::check_shape("sv_a", sv_a.shape(), sv.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_map2(sv_a, &v2, &t0, |v2, t0| v2 * t0);
                let t1 = ad::mul(sv, &t0);
                ad::sub_assign(u_a, &t1);
                ad::add_assign(v_a, &t1);
                let t2 = ad::mat_mul(h, &t0);
                ad::add_assign(y_a, &t2);
                let t3 = ad::mat_mul(&t0, &out.t());
                let mut t4 = ad::copy(&t3);
                ad::add_mat_mul(&mut t4, &out, &t0.t());
                ad::add_mat_mul(h_a, y, &t0.t());
                ad::sub_mat_mul(h_a, h, &t4);
                ad::sub_assign(sm_a, &t3);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t3, t4);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(&h.t(), h);
        let v1 = ad::add(&v0, sm);
        let v2 = ad::inv(&v1);
        let v3 = ad::mat_mul(&h.t(), y);
        let v4 = ad::sub(v, u);
        let v5 = ad::mul(sv, &v4);
        let v6 = ad::add(&v3, &v5);
        let out = ad::mat_mul(&v2, &v6);
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("v_a", v_a.shape(), v.shape());
        ad::check_shape("u_a", u_a.shape(), u.shape());
        ad::check_shape("sm_a", sm_a.shape(), sm.shape());
        ad::check_shape("sv_a", sv_a.shape(), sv.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        ad::add_mat_mul(&mut v6_a, &v2.t(), out_a);
        ad::add_mat_mul(&mut v2_a, out_a, &v6.t());
        ad::add_assign(&mut v5_a, &v6_a);
        ad::add_assign(&mut v3_a, &v6_a);
        ad::add_map2(&mut v4_a, sv, &v5_a, |sv, v5_a| sv * v5_a);
        ad::add_map2(sv_a, &v4, &v5_a, |v4, v5_a| v4 * v5_a);
        ad::sub_assign(u_a, &v4_a);
        ad::add_assign(v_a, &v4_a);
        ad::add_mat_mul(y_a, h, &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(h_a), &v3_a, &y.t());
        let t0 = ad::mat_mul(&v2_a, &v2.t());
        ad::sub_mat_mul(&mut v1_a, &v2.t(), &t0);
        ad::add_assign(sm_a, &v1_a);
        ad::add_assign(&mut v0_a, &v1_a);
        ad::add_mat_mul(h_a, h, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(h_a), &v0_a, &h.t());
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a, v6_a
        );
        out
    }
}
/// Tangent of [`image`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k·m·n + 6·k·n² + 6·m·n² + 6·n³ + 10·k·n + 4·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn image_t(
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
    v: &Array2<f64>,
    v_t: &::numpy2ad::__private::ArrayRef2<f64>,
    u: &Array2<f64>,
    u_t: &::numpy2ad::__private::ArrayRef2<f64>,
    sm: &Array2<f64>,
    sm_t: &::numpy2ad::__private::ArrayRef2<f64>,
    sv: &Array2<f64>,
    sv_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&h.t(), h);
    let v1 = ad::add(&v0, sm);
    let v2 = ad::inv(&v1);
    let v3 = ad::mat_mul(&h.t(), y);
    let v4 = ad::sub(v, u);
    let v5 = ad::mul(sv, &v4);
    let v6 = ad::add(&v3, &v5);
    let out = ad::mat_mul(&v2, &v6);
    let t0 = ad::mat_mul(&h_t.t(), h);
    let t1 = ad::mat_mul(&h.t(), h_t);
    let v7 = ad::add(&t0, &t1);
    let v8 = ad::add(&v7, sm_t);
    let t2 = ad::mat_mul(&v2, &v8);
    let t3 = ad::mat_mul(&t2, &v2);
    let v9 = ad::map(&t3, |t3| -t3);
    let t4 = ad::mat_mul(&h_t.t(), y);
    let t5 = ad::mat_mul(&h.t(), y_t);
    let v10 = ad::add(&t4, &t5);
    let v11 = ad::sub(v_t, u_t);
    let v12 = ad::map4(&v4, sv_t, sv, &v11, |v4, sv_t, sv, v11| v4 * sv_t + sv * v11);
    let v13 = ad::add(&v10, &v12);
    let t6 = ad::mat_mul(&v9, &v6);
    let t7 = ad::mat_mul(&v2, &v13);
    let out_t = ad::add(&t6, &t7);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, t0, t1, v7, v8, t2, t3, v9, t4, t5, v10, v11, v12,
        v13, t6, t7
    );
    (out, out_t)
}
