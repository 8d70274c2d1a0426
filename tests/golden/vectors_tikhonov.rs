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
/// Flops, the primal included: m·n² + 0.67·n³ + 10·m·n + 10·n² + 2·n + 1 (the primal alone, as written: 4·m·n² + 2·n³ + 2·m·n + 2·n²); new arrays: 3·n² + 2·m + 5·n elements.
///
/// Where a matrix is found symmetric and positive definite, its factorisation takes half the flops.
///
/// Where an operand is repeated along an axis, the adjoint runs statement by statement.
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
    if b.len() == a.nrows() && g.nrows() == a.ncols() && g.ncols() == a.ncols() {
        let v0 = ad::sym_mat_mul(&a.t(), a);
        let v1 = ad::map2(&v0, g, |v0, g| v0 + lambda * g);
        let v2 = ad::mat_vec(&a.t(), b);
        let v3 = ad::factors_into(v1);
        let out = ad::solve_vec(&v3, &v2);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("g_a", g_a.shape(), g.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let t0 = ad::solve_t_vec(&v3, out_a);
        ad::add_mat_vec(b_a, a, &t0);
        let mut v4 = ad::copy(b);
        ad::sub_mat_vec(&mut v4, a, &out);
        let t1 = ad::mat_vec(a, &t0);
        ad::add_outer(a_a, &v4, &t0);
        ad::sub_outer(a_a, &t1, &out);
        let t2 = ad::map(&t0, |t0| lambda * t0);
        ad::sub_outer(g_a, &t2, &out);
        let t3 = ad::map(&t0, |t0| -t0);
        let t4 = ad::outer(&t3, &out);
        *lambda_a += ad::sum_map2(g, &t4, |g, t4| g * t4);
        ad::recycle!(v0, v3, t4);
        out
    } else {
        let v0 = ad::mat_mul(&a.t(), a);
        let v1 = ad::map(g, |g| lambda * g);
        let v2 = ad::add(&v0, &v1);
        let v3 = ad::inv(&v2);
        let v4 = ad::mat_mul(&v3, &a.t());
        let out = ad::mat_vec(&v4, b);
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("g_a", g_a.shape(), g.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        ad::add_mat_vec(b_a, &v4.t(), out_a);
        ad::add_outer(&mut v4_a, out_a, b);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v3.t(), &v4_a);
        ad::add_mat_mul(&mut v3_a, &v4_a, a);
        let t0 = ad::mat_mul(&v3_a, &v3.t());
        ad::sub_mat_mul(&mut v2_a, &v3.t(), &t0);
        ad::add_assign(&mut v1_a, &v2_a);
        ad::add_assign(&mut v0_a, &v2_a);
        ad::add_map(g_a, &v1_a, |v1_a| lambda * v1_a);
        *lambda_a += ad::sum_map2(g, &v1_a, |g, v1_a| g * v1_a);
        ad::add_mat_mul(a_a, a, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v0_a, &a.t());
        ad::recycle!(v0, v1, v2, v3, v4, t0, v0_a, v1_a, v2_a, v3_a, v4_a);
        out
    }
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
    ad::recycle!(v0, v1, v2, v3, v4, t0, t1, v5, v6, v7, t2, t3, v8, t4, t5, v9);
    (out, out_t)
}
