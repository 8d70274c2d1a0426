/// Adjoint of [`enkf`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×n). To each of the following is **added** the derivative of
/// `⟨out_a, enkf(xb, b, h, r, y)⟩`:
///
/// - `xb_a`, by `xb` (m×n)
/// - `b_a`, by `b` (m×m)
/// - `h_a`, by `h` (m×m)
/// - `r_a`, by `r` (m×m)
/// - `y_a`, by `y` (m×n)
///
/// Three variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 7.33·m³ + 28·m²·n + 3·m·n; new arrays: 4·m² + 9·m·n elements
/// - 19.33·m³ + 12·m²·n + m² + 3·m·n; new arrays: 8·m² + 4·m·n elements
/// - 5·m³ + 30·m²·n + m² + 3·m·n; new arrays: 4·m² + 10·m·n elements; only where `r` is found symmetric
///
/// The primal alone, as written: 10·m³ + 4·m²·n + m² + 2·m·n.
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
/// Where a matrix is found symmetric, half of a product around it is computed.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn enkf_ad(
    xb: &Array2<f64>,
    b: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    y: &Array2<f64>,
    xb_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    r_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if b.nrows() == xb.nrows() && b.ncols() == xb.nrows() && h.nrows() == xb.nrows()
        && h.ncols() == xb.nrows() && r.nrows() == xb.nrows() && r.ncols() == xb.nrows()
        && y.nrows() == xb.nrows() && y.ncols() == xb.ncols()
    {
        let len_m = xb.nrows() as f64;
        let len_n = xb.ncols() as f64;
        let is_symmetric = ad::found_symmetric(r);
        match ad::cheapest(
            &[
                2.333333 * len_m * len_m * len_m + 16.0 * len_m * len_m * len_n,
                1.0 * len_m * len_m + 14.333333 * len_m * len_m * len_m,
                if is_symmetric {
                    1.0 * len_m * len_m + 18.0 * len_m * len_m * len_n
                } else {
                    f64::INFINITY
                },
            ],
        ) {
            0 => {
                let v0 = ad::inv(b);
                let r_factors = ad::factors(r);
                let v1 = ad::solve(&r_factors, h);
                let mut v2 = ad::copy(&v0);
                ad::add_mirrored_mat_mul(&mut v2, &h.t(), &v1, r);
                let mut v3 = ad::copy(y);
                ad::sub_mat_mul(&mut v3, h, xb);
                let v4 = ad::factors_into(v2);
                let v5 = ad::solve(&v4, &v3);
                let out = ad::add(xb, &v5);
                ad::check_shape("xb_a", xb_a.shape(), xb.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_assign(xb_a, out_a);
                ad::sub_mat_mul(xb_a, &h.t(), &t0);
                ad::add_assign(y_a, &t0);
                let t1 = ad::mat_mul(h, &t0);
                let t2 = ad::solve_t(&r_factors, &t1);
                let v6 = ad::mat_mul(&v1, &v5);
                ad::sub_mat_mul(h_a, &t0, &xb.t());
                ad::sub_mat_mul(h_a, &t2, &v5.t());
                ad::sub_mat_mul(h_a, &v6, &t0.t());
                ad::add_mat_mul(r_a, &t2, &v6.t());
                let t3 = ad::mat_mul(&v0.t(), &t0);
                let v7 = ad::mat_mul(&v5.t(), &v0.t());
                ad::add_mat_mul(b_a, &t3, &v7);
                ad::recycle!(v0, r_factors, v1, v3, v4, v5, t0, t1, t2, v6, t3, v7);
                out
            }
            1 => {
                let v0 = ad::inv(b);
                let r_factors = ad::factors(r);
                let v1 = ad::solve(&r_factors, h);
                let mut v2 = ad::copy(&v0);
                ad::add_mirrored_mat_mul(&mut v2, &h.t(), &v1, r);
                let mut v3 = ad::copy(y);
                ad::sub_mat_mul(&mut v3, h, xb);
                let v4 = ad::factors_into(v2);
                let v5 = ad::solve(&v4, &v3);
                let out = ad::add(xb, &v5);
                ad::check_shape("xb_a", xb_a.shape(), xb.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_assign(xb_a, out_a);
                ad::sub_mat_mul(xb_a, &h.t(), &t0);
                ad::add_assign(y_a, &t0);
                let v6 = ad::solve_t(&r_factors, h);
                let t1 = ad::mat_mul(&t0, &v5.t());
                let t2 = ad::mat_mul(&v1, &t1.t());
                ad::sub_assign(h_a, &t2);
                ad::sub_mat_mul(h_a, &t0, &xb.t());
                ad::sub_mat_mul(h_a, &v6, &t1);
                ad::add_mat_mul(r_a, &v6, &t2.t());
                let t3 = ad::mat_mul(&t1, &v0.t());
                ad::add_mat_mul(b_a, &v0.t(), &t3);
                ad::recycle!(v0, r_factors, v1, v3, v4, v5, t0, v6, t1, t2, t3);
                out
            }
            _ => {
                let v0 = ad::inv(b);
                let r_definite = ad::definite(r);
                let v1 = ad::inverse_gram(&r_definite, h);
                let v2 = ad::add(&v0, &v1);
                let mut v3 = ad::copy(y);
                ad::sub_mat_mul(&mut v3, h, xb);
                let v4 = ad::factors_into(v2);
                let v5 = ad::solve(&v4, &v3);
                let out = ad::add(xb, &v5);
                ad::check_shape("xb_a", xb_a.shape(), xb.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&v4, out_a);
                ad::add_assign(xb_a, out_a);
                ad::sub_mat_mul(xb_a, &h.t(), &t0);
                ad::add_assign(y_a, &t0);
                let t1 = ad::mat_mul(h, &t0);
                let t2 = ad::solve(&r_definite, &t1);
                let v6 = ad::mat_mul(h, &v5);
                let v7 = ad::solve(&r_definite, &v6);
                ad::sub_mat_mul(h_a, &t0, &xb.t());
                ad::sub_mat_mul(h_a, &t2, &v5.t());
                ad::sub_mat_mul(h_a, &v7, &t0.t());
                ad::add_mat_mul(r_a, &t2, &v7.t());
                let t3 = ad::mat_mul(&v0.t(), &t0);
                let v8 = ad::mat_mul(&v5.t(), &v0.t());
                ad::add_mat_mul(b_a, &t3, &v8);
                ad::recycle!(v0, r_definite, v1, v3, v4, v5, t0, t1, t2, v6, v7, t3, v8);
                out
            }
        }
    } else {
        let v0 = ad::inv(b);
        let v1 = ad::inv(r);
        let v2 = ad::mat_mul(&h.t(), &v1);
        let v3 = ad::mat_mul(&v2, h);
        let v4 = ad::add(&v0, &v3);
        let v5 = ad::inv(&v4);
        let v6 = ad::mat_mul(h, xb);
        let v7 = ad::sub(y, &v6);
        let v8 = ad::mat_mul(&v5, &v7);
        let out = ad::add(xb, &v8);
        ad::check_shape("xb_a", xb_a.shape(), xb.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("r_a", r_a.shape(), r.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        let mut v7_a = ad::zeros_like(&v7);
        let mut v8_a = ad::zeros_like(&v8);
        ad::add_assign(&mut v8_a, out_a);
        ad::add_assign(xb_a, out_a);
        ad::add_mat_mul(&mut v7_a, &v5.t(), &v8_a);
        ad::add_mat_mul(&mut v5_a, &v8_a, &v7.t());
        ad::sub_assign(&mut v6_a, &v7_a);
        ad::add_assign(y_a, &v7_a);
        ad::add_mat_mul(xb_a, &h.t(), &v6_a);
        ad::add_mat_mul(h_a, &v6_a, &xb.t());
        let t0 = ad::mat_mul(&v5_a, &v5.t());
        ad::sub_mat_mul(&mut v4_a, &v5.t(), &t0);
        ad::add_assign(&mut v3_a, &v4_a);
        ad::add_assign(&mut v0_a, &v4_a);
        ad::add_mat_mul(h_a, &v2.t(), &v3_a);
        ad::add_mat_mul(&mut v2_a, &v3_a, &h.t());
        ad::add_mat_mul(&mut v1_a, h, &v2_a);
        ad::add_mat_mul(&mut ad::t_mut(h_a), &v2_a, &v1.t());
        let t1 = ad::mat_mul(&v1_a, &v1.t());
        ad::sub_mat_mul(r_a, &v1.t(), &t1);
        let t2 = ad::mat_mul(&v0_a, &v0.t());
        ad::sub_mat_mul(b_a, &v0.t(), &t2);
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, t1, t2, v0_a, v1_a, v2_a, v3_a, v4_a,
            v5_a, v6_a, v7_a, v8_a
        );
        out
    }
}
/// Tangent of [`enkf`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 30·m³ + 12·m²·n + 7·m² + 6·m·n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn enkf_t(
    xb: &Array2<f64>,
    xb_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    r: &Array2<f64>,
    r_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::inv(b);
    let v1 = ad::inv(r);
    let v2 = ad::mat_mul(&h.t(), &v1);
    let v3 = ad::mat_mul(&v2, h);
    let v4 = ad::add(&v0, &v3);
    let v5 = ad::inv(&v4);
    let v6 = ad::mat_mul(h, xb);
    let v7 = ad::sub(y, &v6);
    let v8 = ad::mat_mul(&v5, &v7);
    let out = ad::add(xb, &v8);
    let t0 = ad::mat_mul(&v0, b_t);
    let t1 = ad::mat_mul(&t0, &v0);
    let v9 = ad::map(&t1, |t1| -t1);
    let t2 = ad::mat_mul(&v1, r_t);
    let t3 = ad::mat_mul(&t2, &v1);
    let v10 = ad::map(&t3, |t3| -t3);
    let t4 = ad::mat_mul(&h_t.t(), &v1);
    let t5 = ad::mat_mul(&h.t(), &v10);
    let v11 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v11, h);
    let t7 = ad::mat_mul(&v2, h_t);
    let v12 = ad::add(&t6, &t7);
    let v13 = ad::add(&v9, &v12);
    let t8 = ad::mat_mul(&v5, &v13);
    let t9 = ad::mat_mul(&t8, &v5);
    let v14 = ad::map(&t9, |t9| -t9);
    let t10 = ad::mat_mul(h_t, xb);
    let t11 = ad::mat_mul(h, xb_t);
    let v15 = ad::add(&t10, &t11);
    let v16 = ad::sub(y_t, &v15);
    let t12 = ad::mat_mul(&v14, &v7);
    let t13 = ad::mat_mul(&v5, &v16);
    let v17 = ad::add(&t12, &t13);
    let out_t = ad::add(xb_t, &v17);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, t1, v9, t2, t3, v10, t4, t5, v11, t6, t7,
        v12, v13, t8, t9, v14, t10, t11, v15, v16, t12, t13, v17
    );
    (out, out_t)
}
