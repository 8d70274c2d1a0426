/// Adjoint of [`signal`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×p). To each of the following is **added** the derivative of
/// `⟨out_a, signal(a, b, r, l, y)⟩`:
///
/// - `a_a`, by `a` (m×m)
/// - `b_a`, by `b` (n×m)
/// - `r_a`, by `r` (k×m)
/// - `l_a`, by `l` (k×k)
/// - `y_a`, by `y` (m×p)
///
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 6·k²·m + 6·k·m² + 1.33·m³ + 12·m²·n + 18·m²·p + 12·m·n·p + 3·m² + m·n + m·p
/// - 2·k²·m + 4·k²·p + 2·k·m² + 10·k·m·p + 1.33·m³ + 4·m²·n + 20·m²·p + 22·m·n·p + m² + 2·m·p + n·p
///
/// The primal alone, as written: 2·k²·m + 2·k·m² + 10·m³ + 8·m²·n + 2·m²·p + m².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn signal_ad(
    a: &Array2<f64>,
    b: &Array2<f64>,
    r: &Array2<f64>,
    l: &Array2<f64>,
    y: &Array2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    r_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    l_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    y_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if 4.0 * r.nrows() as f64 * r.nrows() as f64 * y.ncols() as f64
        + 10.0 * r.nrows() as f64 * a.nrows() as f64 * y.ncols() as f64
        + 2.0 * a.nrows() as f64 * a.nrows() as f64 * y.ncols() as f64
        + 10.0 * a.nrows() as f64 * b.nrows() as f64 * y.ncols() as f64
        <= 4.0 * r.nrows() as f64 * r.nrows() as f64 * a.nrows() as f64
            + 4.0 * r.nrows() as f64 * a.nrows() as f64 * a.nrows() as f64
            + 8.0 * a.nrows() as f64 * a.nrows() as f64 * b.nrows() as f64
    {
        let a_lu = ad::lu(a);
        let v0 = ad::solve(&a_lu, y);
        let v1 = ad::mat_mul(b, &v0);
        let v2 = ad::mat_mul(&b.t(), &v1);
        let v3 = ad::solve_t(&a_lu, &v2);
        let v4 = ad::solve_t(&a_lu, &b.t());
        let v5 = ad::mat_mul(&v4, &v4.t());
        let v6 = ad::mat_mul(l, r);
        let v7 = ad::mat_mul(&r.t(), &v6);
        let precision = ad::add(&v5, &v7);
        let precision_lu = ad::lu(&precision);
        let out = ad::solve(&precision_lu, &v3);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("r_a", r_a.shape(), r.shape());
        ad::check_shape("l_a", l_a.shape(), l.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let t0 = ad::solve_t(&precision_lu, out_a);
        let t1 = ad::solve(&a_lu, &t0);
        let t2 = ad::mat_mul(b, &t1);
        let t3 = ad::mat_mul(&b.t(), &t2);
        let t4 = ad::solve_t(&a_lu, &t3);
        ad::add_assign(y_a, &t4);
        let t5 = ad::mat_mul(&v4.t(), &t0);
        let t6 = ad::mat_mul(&v4, &t5);
        let t7 = ad::solve(&a_lu, &out);
        ad::add_mat_mul(a_a, &t6, &t7.t());
        let t8 = ad::mat_mul(&out.t(), &v4);
        let t9 = ad::mat_mul(&v4, &t8.t());
        let t10 = ad::sub(&t9, &v3);
        ad::add_mat_mul(a_a, &t10, &t1.t());
        ad::sub_mat_mul(a_a, &t4, &v0.t());
        ad::sub_mat_mul(b_a, &t5, &t7.t());
        let t11 = ad::sub(&t8.t(), &v1);
        ad::sub_mat_mul(b_a, &t11, &t1.t());
        ad::add_mat_mul(b_a, &t2, &v0.t());
        let t12 = ad::mat_mul(&out.t(), &v6.t());
        ad::sub_mat_mul(r_a, &t12.t(), &t0.t());
        let t13 = ad::mat_mul(r, &t0);
        let t14 = ad::mat_mul(&l.t(), &t13);
        ad::sub_mat_mul(r_a, &t14, &out.t());
        let t15 = ad::mat_mul(&out.t(), &r.t());
        ad::sub_mat_mul(l_a, &t13, &t15);
        out
    } else {
        let a_lu = ad::lu(a);
        let v0 = ad::solve(&a_lu, y);
        let v1 = ad::mat_mul(b, &v0);
        let v2 = ad::mat_mul(&b.t(), &v1);
        let v3 = ad::solve_t(&a_lu, &v2);
        let v4 = ad::solve_t(&a_lu, &b.t());
        let v5 = ad::mat_mul(&v4, &v4.t());
        let v6 = ad::mat_mul(l, r);
        let v7 = ad::mat_mul(&r.t(), &v6);
        let precision = ad::add(&v5, &v7);
        let precision_lu = ad::lu(&precision);
        let out = ad::solve(&precision_lu, &v3);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("r_a", r_a.shape(), r.shape());
        ad::check_shape("l_a", l_a.shape(), l.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut precision_a = ad::zeros_like(&precision);
        let t0 = ad::solve_t(&precision_lu, out_a);
        ad::sub_mat_mul(&mut precision_a, &t0, &out.t());
        let mut v7_a = ad::zeros_like(&v7);
        ad::add_assign(&mut v7_a, &precision_a);
        let mut v5_a = ad::zeros_like(&v5);
        ad::add_assign(&mut v5_a, &precision_a);
        ad::add_mat_mul(&mut ad::t_mut(r_a), &v7_a, &v6.t());
        let t1 = ad::mat_mul(r, &v7_a);
        ad::add_mat_mul(r_a, &l.t(), &t1);
        ad::add_mat_mul(l_a, &t1, &r.t());
        let mut v4_a = ad::zeros_like(&v4);
        ad::add_mat_mul(&mut ad::t_mut(&mut v4_a), &v4.t(), &v5_a);
        ad::add_mat_mul(&mut v4_a, &v5_a, &v4);
        let t2 = ad::solve(&a_lu, &v4_a);
        ad::add_assign(&mut ad::t_mut(b_a), &t2);
        ad::sub_mat_mul(a_a, &v4, &t2.t());
        let t3 = ad::solve(&a_lu, &t0);
        ad::sub_mat_mul(a_a, &v3, &t3.t());
        ad::add_mat_mul(&mut ad::t_mut(b_a), &t3, &v1.t());
        let t4 = ad::mat_mul(b, &t3);
        ad::add_mat_mul(b_a, &t4, &v0.t());
        let t5 = ad::mat_mul(&b.t(), &t4);
        let t6 = ad::solve_t(&a_lu, &t5);
        ad::add_assign(y_a, &t6);
        ad::sub_mat_mul(a_a, &t6, &v0.t());
        out
    }
}
/// Tangent of [`signal`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k²·m + 6·k·m² + 30·m³ + 24·m²·n + 6·m²·p + k·m + 10·m² + 2·m·n + m·p.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn signal_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    r: &Array2<f64>,
    r_t: &::numpy2ad::__private::ArrayRef2<f64>,
    l: &Array2<f64>,
    l_t: &::numpy2ad::__private::ArrayRef2<f64>,
    y: &Array2<f64>,
    y_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let a_inv = ad::inv(a);
    let v0 = ad::mat_mul(&a_inv.t(), &b.t());
    let v1 = ad::mat_mul(&v0, b);
    let v2 = ad::mat_mul(&v1, &a_inv);
    let v3 = ad::mat_mul(&r.t(), l);
    let v4 = ad::mat_mul(&v3, r);
    let precision = ad::add(&v2, &v4);
    let v5 = ad::inv(&precision);
    let v6 = ad::mat_mul(&v5, &a_inv.t());
    let v7 = ad::mat_mul(&v6, &b.t());
    let v8 = ad::mat_mul(&v7, b);
    let v9 = ad::mat_mul(&v8, &a_inv);
    let out = ad::mat_mul(&v9, y);
    let t0 = ad::mat_mul(&a_inv, a_t);
    let t1 = ad::mat_mul(&t0, &a_inv);
    let a_inv_t = ad::map(&t1, |t1| -t1);
    let t2 = ad::mat_mul(&a_inv_t.t(), &b.t());
    let t3 = ad::mat_mul(&a_inv.t(), &b_t.t());
    let v10 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v10, b);
    let t5 = ad::mat_mul(&v0, b_t);
    let v11 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v11, &a_inv);
    let t7 = ad::mat_mul(&v1, &a_inv_t);
    let v12 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(&r_t.t(), l);
    let t9 = ad::mat_mul(&r.t(), l_t);
    let v13 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(&v13, r);
    let t11 = ad::mat_mul(&v3, r_t);
    let v14 = ad::add(&t10, &t11);
    let precision_t = ad::add(&v12, &v14);
    let t12 = ad::mat_mul(&v5, &precision_t);
    let t13 = ad::mat_mul(&t12, &v5);
    let v15 = ad::map(&t13, |t13| -t13);
    let t14 = ad::mat_mul(&v15, &a_inv.t());
    let t15 = ad::mat_mul(&v5, &a_inv_t.t());
    let v16 = ad::add(&t14, &t15);
    let t16 = ad::mat_mul(&v16, &b.t());
    let t17 = ad::mat_mul(&v6, &b_t.t());
    let v17 = ad::add(&t16, &t17);
    let t18 = ad::mat_mul(&v17, b);
    let t19 = ad::mat_mul(&v7, b_t);
    let v18 = ad::add(&t18, &t19);
    let t20 = ad::mat_mul(&v18, &a_inv);
    let t21 = ad::mat_mul(&v8, &a_inv_t);
    let v19 = ad::add(&t20, &t21);
    let t22 = ad::mat_mul(&v19, y);
    let t23 = ad::mat_mul(&v9, y_t);
    let out_t = ad::add(&t22, &t23);
    (out, out_t)
}
