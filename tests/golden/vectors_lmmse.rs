/// Adjoint of [`lmmse`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m). To each of the following is **added** the derivative of
/// `⟨out_a, lmmse(cx, a, cz, y, x)⟩`:
///
/// - `cx_a`, by `cx` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `cz_a`, by `cz` (n×n)
/// - `y_a`, by `y` (n)
/// - `x_a`, by `x` (m)
///
/// Flops, the primal included: 2·m²·n + 2·m·n² + 0.67·n³ + 3·m² + 12·m·n + 5·n² + 2·m + n (the primal alone, as written: 4·m²·n + 4·m·n² + 2·n³ + 4·m·n + n² + m + n); new arrays: m·n + n² + 5·m + 4·n elements.
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
    y: &Array1<f64>,
    x: &Array1<f64>,
    cx_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    cz_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    out_a: &::numpy2ad::__private::ArrayRef1<f64>,
) -> Array1<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if cx.ncols() == cx.nrows() && a.ncols() == cx.nrows() && x.len() == cx.nrows()
        && cz.nrows() == a.nrows() && cz.ncols() == a.nrows() && y.len() == a.nrows()
    {
        let v0 = ad::mat_mul(cx, &a.t());
        let mut v1 = ad::copy(cz);
        ad::add_mirrored_mat_mul(&mut v1, a, &v0, cx);
        let mut v2 = ad::copy(y);
        ad::sub_mat_vec(&mut v2, a, x);
        let v3 = ad::factors_into(v1);
        let v4 = ad::solve_vec(&v3, &v2);
        let mut out = ad::copy(x);
        ad::add_mat_vec(&mut out, &v0, &v4);
        ad::check_shape("cx_a", cx_a.shape(), cx.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("cz_a", cz_a.shape(), cz.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let t0 = ad::mat_vec(&v0.t(), out_a);
        let t1 = ad::solve_t_vec(&v3, &t0);
        let t2 = ad::mat_vec(&a.t(), &t1);
        let t3 = ad::sub(out_a, &t2);
        ad::add_assign(x_a, &t3);
        ad::add_assign(y_a, &t1);
        let t4 = ad::vec_mat(&t3, cx);
        ad::sub_outer(a_a, &t1, &out);
        ad::add_outer(a_a, &v4, &t4);
        ad::sub_outer(cz_a, &t1, &v4);
        let v5 = ad::vec_mat(&v4, a);
        ad::add_outer(cx_a, &t3, &v5);
        ad::recycle!(v0, v3);
        out
    } else {
        let v0 = ad::mat_mul(cx, &a.t());
        let v1 = ad::mat_mul(a, cx);
        let v2 = ad::mat_mul(&v1, &a.t());
        let v3 = ad::add(&v2, cz);
        let v4 = ad::inv(&v3);
        let v5 = ad::mat_mul(&v0, &v4);
        let v6 = ad::mat_vec(a, x);
        let v7 = ad::sub(y, &v6);
        let v8 = ad::mat_vec(&v5, &v7);
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
        ad::add_mat_vec(&mut v7_a, &v5.t(), &v8_a);
        ad::add_outer(&mut v5_a, &v8_a, &v7);
        ad::sub_assign(&mut v6_a, &v7_a);
        ad::add_assign(y_a, &v7_a);
        ad::add_mat_vec(x_a, &a.t(), &v6_a);
        ad::add_outer(a_a, &v6_a, x);
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
        ad::recycle!(v0, v1, v2, v3, v4, v5, t0, v0_a, v1_a, v2_a, v3_a, v4_a, v5_a);
        out
    }
}
/// Tangent of [`lmmse`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·m²·n + 12·m·n² + 6·n³ + 15·m·n + 4·n² + 3·m + 3·n.
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
    y: &Array1<f64>,
    y_t: &::numpy2ad::__private::ArrayRef1<f64>,
    x: &Array1<f64>,
    x_t: &::numpy2ad::__private::ArrayRef1<f64>,
) -> (Array1<f64>, Array1<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(cx, &a.t());
    let v1 = ad::mat_mul(a, cx);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::add(&v2, cz);
    let v4 = ad::inv(&v3);
    let v5 = ad::mat_mul(&v0, &v4);
    let v6 = ad::mat_vec(a, x);
    let v7 = ad::sub(y, &v6);
    let v8 = ad::mat_vec(&v5, &v7);
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
    let t10 = ad::mat_vec(a_t, x);
    let t11 = ad::mat_vec(a, x_t);
    let v15 = ad::add(&t10, &t11);
    let v16 = ad::sub(y_t, &v15);
    let t12 = ad::mat_vec(&v14, &v7);
    let t13 = ad::mat_vec(&v5, &v16);
    let v17 = ad::add(&t12, &t13);
    let out_t = ad::add(&v17, x_t);
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, t0, t1, v9, t2, t3, v10, t4, t5, v11, v12, t6, t7, v13,
        t8, t9, v14
    );
    (out, out_t)
}
