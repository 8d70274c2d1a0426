/// Adjoint of [`opt_xf`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×k). To each of the following is **added** the derivative of
/// `⟨out_a, opt_xf(w, a, b, x)⟩`:
///
/// - `w_a`, by `w` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `b_a`, by `b` (n×k)
/// - `x_a`, by `x` (m×k)
///
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 6·k·m² + 12·k·m·n + 6·k·n² + 6·m²·n + 6·m·n² + 0.67·n³ + 3·k·n
/// - 10·k·m² + 20·k·m·n + 4·k·n² + 2·m²·n + 2·m·n² + 0.67·n³ + k·m + 3·k·n
///
/// The primal alone, as written: 4·k·m·n + 4·m²·n + 4·m·n² + 2·n³ + k·n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn opt_xf_ad(
    w: &Array2<f64>,
    a: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array2<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if 4.0 * b.ncols() as f64 * w.nrows() as f64 * w.nrows() as f64
        + 8.0 * b.ncols() as f64 * w.nrows() as f64 * a.nrows() as f64
        <= 2.0 * b.ncols() as f64 * a.nrows() as f64 * a.nrows() as f64
            + 4.0 * w.nrows() as f64 * w.nrows() as f64 * a.nrows() as f64
            + 4.0 * w.nrows() as f64 * a.nrows() as f64 * a.nrows() as f64
    {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(b, &v0);
        let v2 = ad::mat_mul(w, &a.t());
        let v3 = ad::mat_mul(a, &v2);
        let v4 = ad::lu(&v3);
        let v5 = ad::solve(&v4, &v1);
        let v6 = ad::mat_mul(&a.t(), &v5);
        let out = ad::mat_mul(w, &v6);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let t0 = ad::mat_mul(&w.t(), out_a);
        let t1 = ad::mat_mul(a, &t0);
        let t2 = ad::solve_t(&v4, &t1);
        ad::sub_assign(&mut v0_a, &t2);
        ad::add_assign(b_a, &t2);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(w_a, out_a, &v6.t());
        let t3 = ad::mat_mul(&a.t(), &t2);
        let t4 = ad::mat_mul(&v5.t(), a);
        ad::sub_mat_mul(w_a, &t3, &t4);
        let t5 = ad::mat_mul(&w.t(), &t3);
        let t6 = ad::sub(&t0.t(), &t5.t());
        ad::add_mat_mul(a_a, &v5, &t6);
        let t7 = ad::mat_mul(&v5.t(), &v2.t());
        ad::sub_mat_mul(a_a, &t2, &t7);
        ad::add_mat_mul(a_a, &v0_a, &x.t());
        out
    } else {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(b, &v0);
        let v2 = ad::mat_mul(w, &a.t());
        let v3 = ad::mat_mul(a, &v2);
        let v4 = ad::lu(&v3);
        let v5 = ad::solve(&v4, &v1);
        let v6 = ad::mat_mul(&a.t(), &v5);
        let out = ad::mat_mul(w, &v6);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_mat_mul(w_a, out_a, &v6.t());
        let t0 = ad::mat_mul(&w.t(), out_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t0, &v5.t());
        let mut v3_a = ad::zeros_like(&v3);
        let t1 = ad::mat_mul(a, &t0);
        let t2 = ad::solve_t(&v4, &t1);
        ad::sub_mat_mul(&mut v3_a, &t2, &v5.t());
        ad::add_mat_mul(a_a, &v3_a, &v2.t());
        let t3 = ad::mat_mul(&a.t(), &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &w.t(), &t3);
        ad::add_mat_mul(w_a, &t3, a);
        let mut v0_a = ad::zeros_like(&v0);
        ad::sub_assign(&mut v0_a, &t2);
        ad::add_assign(b_a, &t2);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(a_a, &v0_a, &x.t());
        out
    }
}
/// Tangent of [`opt_xf`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·k·m·n + 12·m²·n + 12·m·n² + 6·n³ + k·m + 3·k·n + 3·m·n + 2·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn opt_xf_t(
    w: &Array2<f64>,
    w_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(w, &a.t());
    let v1 = ad::mat_mul(a, w);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::inv(&v2);
    let v4 = ad::mat_mul(&v0, &v3);
    let v5 = ad::mat_mul(a, x);
    let v6 = ad::sub(b, &v5);
    let out = ad::mat_mul(&v4, &v6);
    let t0 = ad::mat_mul(w_t, &a.t());
    let t1 = ad::mat_mul(w, &a_t.t());
    let v7 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(a_t, w);
    let t3 = ad::mat_mul(a, w_t);
    let v8 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v8, &a.t());
    let t5 = ad::mat_mul(&v1, &a_t.t());
    let v9 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v3, &v9);
    let t7 = ad::mat_mul(&t6, &v3);
    let v10 = ad::map(&t7, |t7| -t7);
    let t8 = ad::mat_mul(&v7, &v3);
    let t9 = ad::mat_mul(&v0, &v10);
    let v11 = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(a_t, x);
    let t11 = ad::mat_mul(a, x_t);
    let v12 = ad::add(&t10, &t11);
    let v13 = ad::sub(b_t, &v12);
    let t12 = ad::mat_mul(&v11, &v6);
    let t13 = ad::mat_mul(&v4, &v13);
    let out_t = ad::add(&t12, &t13);
    (out, out_t)
}
