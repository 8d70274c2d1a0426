/// Adjoint of [`rmi`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×m). To each of the following is **added** the derivative of
/// `⟨out_a, rmi(s, a, i, x)⟩`:
///
/// - `s_a`, by `s` (m×n)
/// - `a_a`, by `a` (m×m)
/// - `i_a`, by `i` (m×m)
/// - `x_a`, by `x` (m×m)
///
/// Flops, the primal included: 24·m³ + 12·m²·n + 12·m·n² + 0.67·n³ + 5·m² + m·n (the primal alone, as written: 8·m³ + 4·m²·n + 4·m·n² + 2·n³ + 3·m²).
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn rmi_ad(
    s: &Array2<f64>,
    a: &Array2<f64>,
    i: &Array2<f64>,
    x: &Array2<f64>,
    s_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    i_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(a, s);
    let v1 = ad::mat_mul(&s.t(), &v0);
    let v2 = ad::lu(&v1);
    let v3 = ad::solve(&v2, &s.t());
    let p = ad::mat_mul(s, &v3);
    let v4 = ad::mat_mul(&p, a);
    let v5 = ad::sub(i, &v4);
    let v6 = ad::mat_mul(a, &p);
    let v7 = ad::sub(i, &v6);
    let v8 = ad::mat_mul(x, &v7);
    let v9 = ad::mat_mul(&v5, &v8);
    let out = ad::add(&p, &v9);
    ad::check_shape("s_a", s_a.shape(), s.shape());
    ad::check_shape("a_a", a_a.shape(), a.shape());
    ad::check_shape("i_a", i_a.shape(), i.shape());
    ad::check_shape("x_a", x_a.shape(), x.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let mut v9_a = ad::zeros_like(&v9);
    ad::add_assign(&mut v9_a, out_a);
    let mut p_a = ad::zeros_like(&p);
    ad::add_assign(&mut p_a, out_a);
    let t0 = ad::mat_mul(&v5.t(), &v9_a);
    ad::add_mat_mul(x_a, &t0, &v7.t());
    let mut v6_a = ad::zeros_like(&v6);
    let t1 = ad::mat_mul(&x.t(), &t0);
    ad::sub_assign(&mut v6_a, &t1);
    ad::add_assign(i_a, &t1);
    ad::add_mat_mul(&mut p_a, &a.t(), &v6_a);
    ad::add_mat_mul(a_a, &v6_a, &p.t());
    let mut v4_a = ad::zeros_like(&v4);
    let t2 = ad::mat_mul(&v9_a, &v8.t());
    ad::sub_assign(&mut v4_a, &t2);
    ad::add_assign(i_a, &t2);
    ad::add_mat_mul(a_a, &p.t(), &v4_a);
    ad::add_mat_mul(&mut p_a, &v4_a, &a.t());
    ad::add_mat_mul(s_a, &p_a, &v3.t());
    let t3 = ad::mat_mul(&s.t(), &p_a);
    let t4 = ad::solve_t(&v2, &t3);
    ad::add_assign(&mut ad::t_mut(s_a), &t4);
    let mut v1_a = ad::zeros_like(&v1);
    ad::sub_mat_mul(&mut v1_a, &t4, &v3.t());
    ad::add_mat_mul(&mut ad::t_mut(s_a), &v1_a, &v0.t());
    let t5 = ad::mat_mul(s, &v1_a);
    ad::add_mat_mul(s_a, &a.t(), &t5);
    ad::add_mat_mul(a_a, &t5, &s.t());
    out
}
/// Tangent of [`rmi`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 24·m³ + 12·m²·n + 12·m·n² + 6·n³ + 11·m² + 2·m·n + 2·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn rmi_t(
    s: &Array2<f64>,
    s_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    i: &Array2<f64>,
    i_t: &::numpy2ad::__private::ArrayRef2<f64>,
    x: &Array2<f64>,
    x_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&s.t(), a);
    let v1 = ad::mat_mul(&v0, s);
    let v2 = ad::inv(&v1);
    let v3 = ad::mat_mul(s, &v2);
    let p = ad::mat_mul(&v3, &s.t());
    let v4 = ad::mat_mul(&p, a);
    let v5 = ad::sub(i, &v4);
    let v6 = ad::mat_mul(&v5, x);
    let v7 = ad::mat_mul(a, &p);
    let v8 = ad::sub(i, &v7);
    let v9 = ad::mat_mul(&v6, &v8);
    let out = ad::add(&p, &v9);
    let t0 = ad::mat_mul(&s_t.t(), a);
    let t1 = ad::mat_mul(&s.t(), a_t);
    let v10 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v10, s);
    let t3 = ad::mat_mul(&v0, s_t);
    let v11 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v2, &v11);
    let t5 = ad::mat_mul(&t4, &v2);
    let v12 = ad::map(&t5, |t5| -t5);
    let t6 = ad::mat_mul(s_t, &v2);
    let t7 = ad::mat_mul(s, &v12);
    let v13 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(&v13, &s.t());
    let t9 = ad::mat_mul(&v3, &s_t.t());
    let p_t = ad::add(&t8, &t9);
    let t10 = ad::mat_mul(&p_t, a);
    let t11 = ad::mat_mul(&p, a_t);
    let v14 = ad::add(&t10, &t11);
    let v15 = ad::sub(i_t, &v14);
    let t12 = ad::mat_mul(&v15, x);
    let t13 = ad::mat_mul(&v5, x_t);
    let v16 = ad::add(&t12, &t13);
    let t14 = ad::mat_mul(a_t, &p);
    let t15 = ad::mat_mul(a, &p_t);
    let v17 = ad::add(&t14, &t15);
    let v18 = ad::sub(i_t, &v17);
    let t16 = ad::mat_mul(&v16, &v8);
    let t17 = ad::mat_mul(&v6, &v18);
    let v19 = ad::add(&t16, &t17);
    let out_t = ad::add(&p_t, &v19);
    (out, out_t)
}
