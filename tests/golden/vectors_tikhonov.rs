/// Adjoint of [`tikhonov`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (n). To each of the following is **added** the derivative of
/// `⟨out_a, tikhonov(a, g, b, lambda)⟩`:
///
/// - `a_a`, by `a` (m×n)
/// - `g_a`, by `g` (n×n)
/// - `b_a`, by `b` (m)
/// - `lambda_a`, by `lambda` (scalar)
///
/// Flops, the primal included: 2·m·n² + 0.67·n³ + 8·m·n + 10·n² + m + n + 1 (the primal alone, as written: 4·m·n² + 2·n³ + 2·m·n + 2·n²).
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn tikhonov_ad(
    a: &Array2<f64>,
    g: &Array2<f64>,
    b: &Array1<f64>,
    lambda: f64,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    g_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef1<f64>,
    lambda_a: &mut f64,
    out_a: &::numpy2ad::__private::ArrayRef1<f64>,
) -> Array1<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_vec(&a.t(), b);
    let v1 = ad::mat_mul(&a.t(), a);
    let v2 = ad::map(g, |g| lambda * g);
    let v3 = ad::add(&v1, &v2);
    let v4 = ad::lu(&v3);
    let out = ad::solve_vec(&v4, &v0);
    ad::check_shape("a_a", a_a.shape(), a.shape());
    ad::check_shape("g_a", g_a.shape(), g.shape());
    ad::check_shape("b_a", b_a.shape(), b.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let mut v2_a = ad::zeros_like(&v2);
    let t0 = ad::solve_t_vec(&v4, out_a);
    ad::sub_outer(&mut v2_a, &t0, &out);
    *lambda_a += ad::sum_map2(g, &v2_a, |g, v2_a| g * v2_a);
    let t1 = ad::mat_vec(a, &t0);
    ad::add_assign(b_a, &t1);
    ad::sub_outer(a_a, &t1, &out);
    let t2 = ad::vec_mat(&out, &a.t());
    let t3 = ad::sub(&t2, b);
    ad::sub_outer(a_a, &t3, &t0);
    let t4 = ad::map(&t0, |t0| lambda * t0);
    ad::sub_outer(g_a, &t4, &out);
    out
}
/// Tangent of [`tikhonov`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·m·n² + 6·n³ + 7·m·n + 8·n² + n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn tikhonov_t(
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    g: &Array2<f64>,
    g_t: &::numpy2ad::__private::ArrayRef2<f64>,
    b: &Array1<f64>,
    b_t: &::numpy2ad::__private::ArrayRef1<f64>,
    lambda: f64,
    lambda_t: f64,
) -> (Array1<f64>, Array1<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&a.t(), a);
    let v1 = ad::map(g, |g| lambda * g);
    let v2 = ad::add(&v0, &v1);
    let v3 = ad::inv(&v2);
    let v4 = ad::mat_mul(&v3, &a.t());
    let out = ad::mat_vec(&v4, b);
    let t0 = ad::mat_mul(&a_t.t(), a);
    let t1 = ad::mat_mul(&a.t(), a_t);
    let v5 = ad::add(&t0, &t1);
    let v6 = ad::map2(g, g_t, |g, g_t| g * lambda_t + lambda * g_t);
    let v7 = ad::add(&v5, &v6);
    let t2 = ad::mat_mul(&v3, &v7);
    let t3 = ad::mat_mul(&t2, &v3);
    let v8 = ad::map(&t3, |t3| -t3);
    let t4 = ad::mat_mul(&v8, &a.t());
    let t5 = ad::mat_mul(&v3, &a_t.t());
    let v9 = ad::add(&t4, &t5);
    let t6 = ad::mat_vec(&v9, b);
    let t7 = ad::mat_vec(&v4, b_t);
    let out_t = ad::add(&t6, &t7);
    (out, out_t)
}
