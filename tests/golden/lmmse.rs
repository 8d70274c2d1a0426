/// Adjoint of [`lmmse`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, lmmse(cx, a, cz, y, x)⟩`:
///
/// - `cx_a`, by `cx` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `cz_a`, by `cz` (n×n)
/// - `y_a`, by `y` (n×k)
/// - `x_a`, by `x` (m×k)
///
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 4·k·m² + 14·k·m·n + 6·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + 3·k·m + k·n; new arrays: 5·k·m + 4·k·n + m·n + n² elements
/// - 12·k·m·n + 14·m²·n + 8·m·n² + 0.67·n³ + k·m + k·n; new arrays: k·m + 2·k·n + 2·m² + 5·m·n + n² elements
/// - 12·k·m·n + 6·k·n² + 6·m²·n + 6·m·n² + 0.67·n³ + k·m + k·n + n²; new arrays: k·m + 4·k·n + 2·m·n + 2·n² elements
/// - 4·k·m² + 8·k·m·n + 2·m³ + 12·m²·n + 8·m·n² + 0.67·n³ + 2·k·m + k·n; new arrays: 2·k·m + 2·k·n + 3·m² + 5·m·n + n² elements
///
/// The primal alone, as written: 4·k·m·n + 4·m²·n + 4·m·n² + 2·n³ + k·m + k·n + n².
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
pub fn lmmse_ad(
    cx: &Array2<f64>,
    a: &Array2<f64>,
    cz: &Array2<f64>,
    y: &Array2<f64>,
    x: &Array2<f64>,
    cx_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    cz_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if cx.ncols() == cx.nrows() && a.ncols() == cx.nrows() && x.nrows() == cx.nrows()
        && cz.nrows() == a.nrows() && cz.ncols() == a.nrows() && y.nrows() == a.nrows()
        && x.ncols() == y.ncols()
    {
        let len_k = y.ncols() as f64;
        let len_m = cx.nrows() as f64;
        let len_n = a.nrows() as f64;
        match ad::cheapest(
            &[
                2.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 6.0 * len_k * len_m * len_n + 6.0 * len_k * len_n * len_n,
                4.0 * len_k * len_m * len_n + 12.0 * len_m * len_m * len_n
                    + 6.0 * len_m * len_n * len_n,
                4.0 * len_k * len_m * len_n + 6.0 * len_k * len_n * len_n
                    + 4.0 * len_m * len_m * len_n + 4.0 * len_m * len_n * len_n
                    + 1.0 * len_n * len_n,
                1.0 * len_k * len_m + 4.0 * len_k * len_m * len_m
                    + 2.0 * len_m * len_m * len_m + 10.0 * len_m * len_m * len_n
                    + 6.0 * len_m * len_n * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(cx, &a.t());
                let mut v1 = ad::copy(cz);
                ad::add_mirrored_mat_mul(&mut v1, a, &v0, cx);
                let mut v2 = ad::copy(y);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v0, &v4);
                ad::check_shape("cx_a", cx_a.shape(), cx.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("cz_a", cz_a.shape(), cz.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v0.t(), out_a);
                let t1 = ad::solve_t(&v3, &t0);
                let t2 = ad::mat_mul(&a.t(), &t1);
                ad::add_map2(x_a, out_a, &t2, |out_a, t2| out_a - t2);
                ad::add_assign(y_a, &t1);
                let t3 = ad::sub(&out_a.t(), &t2.t());
                let t4 = ad::mat_mul(&t3, cx);
                ad::sub_mat_mul(a_a, &t1, &out.t());
                ad::add_mat_mul(a_a, &v4, &t4);
                ad::sub_mat_mul(cz_a, &t1, &v4.t());
                let v5 = ad::mat_mul(&v4.t(), a);
                ad::add_mat_mul(cx_a, &t3.t(), &v5);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t3, t4, v5);
                out
            }
            1 => {
                let v0 = ad::mat_mul(cx, &a.t());
                let mut v1 = ad::copy(cz);
                ad::add_mirrored_mat_mul(&mut v1, a, &v0, cx);
                let v2 = ad::factors_into(v1);
                let v3 = ad::solve_t(&v2, &v0.t());
                let mut v4 = ad::copy(y);
                ad::sub_mat_mul(&mut v4, a, x);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v3.t(), &v4);
                ad::check_shape("cx_a", cx_a.shape(), cx.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("cz_a", cz_a.shape(), cz.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v3, out_a);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &a.t(), &t0);
                let t1 = ad::mat_mul(&v4, &out_a.t());
                let t2 = ad::solve(&v2, &t1);
                let t3 = ad::mat_mul(&t2.t(), &v0.t());
                let v5 = ad::mat_mul(&a.t(), &v3);
                let mut t4 = ad::copy(&t2.t());
                ad::sub_mat_mul(&mut t4, &v5, &t2.t());
                ad::sub_mat_mul(a_a, &t0, &x.t());
                ad::sub_mat_mul(a_a, &v3, &t3);
                ad::add_mat_mul(a_a, &t4.t(), cx);
                ad::add_assign(y_a, &t0);
                ad::sub_mat_mul(cz_a, &v3, &t2.t());
                ad::add_mat_mul(cx_a, &t4, a);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t3, v5, t4);
                out
            }
            2 => {
                let v0 = ad::mat_mul(cx, &a.t());
                let mut v1 = ad::copy(cz);
                ad::add_mirrored_mat_mul(&mut v1, a, &v0, cx);
                let mut v2 = ad::copy(y);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve(&v3, &v2);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v0, &v4);
                ad::check_shape("cx_a", cx_a.shape(), cx.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("cz_a", cz_a.shape(), cz.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v0.t(), out_a);
                let t1 = ad::solve_t(&v3, &t0);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &a.t(), &t1);
                let t2 = ad::mat_mul(&t1, &v4.t());
                let t3 = ad::mat_mul(out_a, &v4.t());
                let mut t4 = t3;
                ad::sub_mat_mul(&mut t4, &a.t(), &t2);
                ad::sub_mat_mul(a_a, &t1, &x.t());
                ad::sub_mat_mul(a_a, &t2, &v0.t());
                ad::add_mat_mul(a_a, &t4.t(), cx);
                ad::add_assign(y_a, &t1);
                ad::sub_assign(cz_a, &t2);
                ad::add_mat_mul(cx_a, &t4, a);
                ad::recycle!(v0, v2, v3, v4, t0, t1, t2, t4);
                out
            }
            _ => {
                let v0 = ad::mat_mul(cx, &a.t());
                let mut v1 = ad::copy(cz);
                ad::add_mirrored_mat_mul(&mut v1, a, &v0, cx);
                let mut v2 = ad::copy(y);
                ad::sub_mat_mul(&mut v2, a, x);
                let v3 = ad::factors_into(v1);
                let v4 = ad::solve_t(&v3, &v0.t());
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v4.t(), &v2);
                let v5 = ad::mat_mul(&a.t(), &v4);
                ad::check_shape("cx_a", cx_a.shape(), cx.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("cz_a", cz_a.shape(), cz.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v5, out_a);
                ad::add_map2(x_a, out_a, &t0, |out_a, t0| out_a - t0);
                let t1 = ad::mat_mul(&v4, out_a);
                ad::add_assign(y_a, &t1);
                let t2 = ad::mat_mul(out_a, &out.t());
                let mut v6 = ad::copy(cx);
                ad::sub_mat_mul(&mut v6, &v5.t(), cx);
                let t3 = ad::mat_mul(&v2, &out_a.t());
                let t4 = ad::solve(&v3, &t3);
                ad::sub_mat_mul(a_a, &v4, &t2);
                ad::add_mat_mul(a_a, &t4, &v6);
                ad::sub_mat_mul(cz_a, &v4, &t4.t());
                let mut t5 = ad::copy(&t4);
                ad::sub_mat_mul(&mut t5, &t4, &v5.t());
                ad::add_mat_mul(cx_a, &t5.t(), a);
                ad::recycle!(v0, v2, v3, v4, v5, t0, t1, t2, v6, t3, t4, t5);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(cx, &a.t());
        let v1 = ad::mat_mul(a, cx);
        let v2 = ad::mat_mul(&v1, &a.t());
        let v3 = ad::add(&v2, cz);
        let v4 = ad::inv(&v3);
        let v5 = ad::mat_mul(&v0, &v4);
        let v6 = ad::mat_mul(a, x);
        let v7 = ad::sub(y, &v6);
        let v8 = ad::mat_mul(&v5, &v7);
        let out = ad::add(&v8, x);
        ad::check_shape("cx_a", cx_a.shape(), cx.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("cz_a", cz_a.shape(), cz.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
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
        ad::add_assign(x_a, out_a);
        ad::add_assign(&mut v8_a, out_a);
        ad::add_mat_mul(&mut v7_a, &v5.t(), &v8_a);
        ad::add_mat_mul(&mut v5_a, &v8_a, &v7.t());
        ad::sub_assign(&mut v6_a, &v7_a);
        ad::add_assign(y_a, &v7_a);
        ad::add_mat_mul(x_a, &a.t(), &v6_a);
        ad::add_mat_mul(a_a, &v6_a, &x.t());
        ad::add_mat_mul(&mut v4_a, &v0.t(), &v5_a);
        ad::add_mat_mul(&mut v0_a, &v5_a, &v4.t());
        let t0 = ad::mat_mul(&v4_a, &v4.t());
        ad::sub_mat_mul(&mut v3_a, &v4.t(), &t0);
        ad::add_assign(cz_a, &v3_a);
        ad::add_assign(&mut v2_a, &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v1.t(), &v2_a);
        ad::add_mat_mul(&mut v1_a, &v2_a, a);
        ad::add_mat_mul(cx_a, &a.t(), &v1_a);
        ad::add_mat_mul(a_a, &v1_a, &cx.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &cx.t(), &v0_a);
        ad::add_mat_mul(cx_a, &v0_a, a);
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a,
            v6_a, v7_a, v8_a
        );
        out
    }
}
/// Tangent of [`lmmse`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·k·m·n + 12·m²·n + 12·m·n² + 6·n³ + 3·k·m + 3·k·n + 3·m·n + 4·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn lmmse_t(
    cx: &Array2<f64>,
    cx_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    cz: &Array2<f64>,
    cz_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(cx, &a.t());
    let v1 = ad::mat_mul(a, cx);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::add(&v2, cz);
    let v4 = ad::inv(&v3);
    let v5 = ad::mat_mul(&v0, &v4);
    let v6 = ad::mat_mul(a, x);
    let v7 = ad::sub(y, &v6);
    let v8 = ad::mat_mul(&v5, &v7);
    let out = ad::add(&v8, x);
    let t0 = ad::mat_mul(cx_t, &a.t());
    let t1 = ad::mat_mul(cx, &a_t.t());
    let v9 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(a_t, cx);
    let t3 = ad::mat_mul(a, cx_t);
    let v10 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v10, &a.t());
    let t5 = ad::mat_mul(&v1, &a_t.t());
    let v11 = ad::add(&t4, &t5);
    let v12 = ad::add(&v11, cz_t);
    let t6 = ad::mat_mul(&v4, &v12);
    let t7 = ad::mat_mul(&t6, &v4);
    let v13 = ad::map(&t7, |t7| -t7);
    let t8 = ad::mat_mul(&v9, &v4);
    let t9 = ad::mat_mul(&v0, &v13);
    let v14 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(a_t, x);
    let t11 = ad::mat_mul(a, x_t);
    let v15 = ad::add(&t10, &t11);
    let v16 = ad::sub(y_t, &v15);
    let t12 = ad::mat_mul(&v14, &v7);
    let t13 = ad::mat_mul(&v5, &v16);
    let v17 = ad::add(&t12, &t13);
    let out_t = ad::add(&v17, x_t);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, t1, v9, t2, t3, v10, t4, t5, v11, v12,
        t6, t7, v13, t8, t9, v14, t10, t11, v15, v16, t12, t13, v17
    );
    (out, out_t)
}
