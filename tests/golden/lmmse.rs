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
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 6·k·m² + 12·k·m·n + 6·k·n² + 6·m²·n + 6·m·n² + 0.67·n³ + 3·k·m + 3·k·n + 3·n²
/// - 10·k·m² + 20·k·m·n + 6·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + 4·k·m + 3·k·n + n²
///
/// The primal alone, as written: 4·k·m·n + 4·m²·n + 4·m·n² + 2·n³ + k·m + k·n + n².
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
    if 4.0 * y.ncols() as f64 * cx.nrows() as f64 * cx.nrows() as f64
        + 8.0 * y.ncols() as f64 * cx.nrows() as f64 * a.nrows() as f64
        <= 4.0 * cx.nrows() as f64 * cx.nrows() as f64 * a.nrows() as f64
            + 4.0 * cx.nrows() as f64 * a.nrows() as f64 * a.nrows() as f64
    {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(y, &v0);
        let v2 = ad::mat_mul(cx, &a.t());
        let v3 = ad::mat_mul(a, &v2);
        let v4 = ad::add(&v3, cz);
        let v5 = ad::lu(&v4);
        let v6 = ad::solve(&v5, &v1);
        let v7 = ad::mat_mul(&a.t(), &v6);
        let v8 = ad::mat_mul(cx, &v7);
        let out = ad::add(&v8, x);
        ad::check_shape("cx_a", cx_a.shape(), cx.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("cz_a", cz_a.shape(), cz.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_assign(x_a, out_a);
        let mut v8_a = ad::zeros_like(&v8);
        ad::add_assign(&mut v8_a, out_a);
        let mut v0_a = ad::zeros_like(&v0);
        let t0 = ad::mat_mul(&cx.t(), &v8_a);
        let t1 = ad::mat_mul(a, &t0);
        let t2 = ad::solve_t(&v5, &t1);
        ad::sub_assign(&mut v0_a, &t2);
        ad::add_assign(y_a, &t2);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(cx_a, &v8_a, &v7.t());
        let t3 = ad::mat_mul(&a.t(), &t2);
        let t4 = ad::mat_mul(&v6.t(), a);
        ad::sub_mat_mul(cx_a, &t3, &t4);
        let t5 = ad::mat_mul(&cx.t(), &t3);
        let t6 = ad::sub(&t0.t(), &t5.t());
        ad::add_mat_mul(a_a, &v6, &t6);
        let t7 = ad::mat_mul(&v6.t(), &v2.t());
        ad::sub_mat_mul(a_a, &t2, &t7);
        ad::add_mat_mul(a_a, &v0_a, &x.t());
        ad::sub_mat_mul(cz_a, &t2, &v6.t());
        out
    } else {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(y, &v0);
        let v2 = ad::mat_mul(cx, &a.t());
        let v3 = ad::mat_mul(a, &v2);
        let v4 = ad::add(&v3, cz);
        let v5 = ad::lu(&v4);
        let v6 = ad::solve(&v5, &v1);
        let v7 = ad::mat_mul(&a.t(), &v6);
        let v8 = ad::mat_mul(cx, &v7);
        let out = ad::add(&v8, x);
        ad::check_shape("cx_a", cx_a.shape(), cx.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("cz_a", cz_a.shape(), cz.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_assign(x_a, out_a);
        let mut v8_a = ad::zeros_like(&v8);
        ad::add_assign(&mut v8_a, out_a);
        ad::add_mat_mul(cx_a, &v8_a, &v7.t());
        let t0 = ad::mat_mul(&cx.t(), &v8_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t0, &v6.t());
        let mut v4_a = ad::zeros_like(&v4);
        let t1 = ad::mat_mul(a, &t0);
        let t2 = ad::solve_t(&v5, &t1);
        ad::sub_mat_mul(&mut v4_a, &t2, &v6.t());
        ad::add_assign(cz_a, &v4_a);
        let mut v3_a = ad::zeros_like(&v3);
        ad::add_assign(&mut v3_a, &v4_a);
        ad::add_mat_mul(a_a, &v3_a, &v2.t());
        let t3 = ad::mat_mul(&a.t(), &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &cx.t(), &t3);
        ad::add_mat_mul(cx_a, &t3, a);
        let mut v0_a = ad::zeros_like(&v0);
        ad::sub_assign(&mut v0_a, &t2);
        ad::add_assign(y_a, &t2);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(a_a, &v0_a, &x.t());
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
    (out, out_t)
}
