/// Adjoint of [`newton`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×m). To each of the following is **added** the derivative of
/// `⟨out_a, newton(b, i, a, w, j)⟩`:
///
/// - `b_a`, by `b` (m×m)
/// - `i_a`, by `i` (m×m)
/// - `a_a`, by `a` (n×m)
/// - `w_a`, by `w` (n×k)
/// - `j_a`, by `j` (k×k)
///
/// Flops, the primal included: 6·k³ + 6·k²·m + 6·k²·n + 6·k·m² + 24·k·m·n + 12·m³ + 6·m²·n + 3·k² + 3·m² (the primal alone: 2·k³ + 2·k²·m + 2·k²·n + 2·k·m² + 8·k·m·n + 4·m³ + 2·m²·n + k² + m²).
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn newton_ad(
    b: &Array2<f64>,
    i: &Array2<f64>,
    a: &Array2<f64>,
    w: &Array2<f64>,
    j: &Array2<f64>,
    b_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    i_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    j_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&w.t(), a);
    let v1 = ad::mat_mul(&v0, b);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::mat_mul(&v2, w);
    let v4 = ad::add(j, &v3);
    let k = ad::inv(&v4);
    let v5 = ad::mat_mul(&a.t(), w);
    let v6 = ad::mat_mul(&v5, &k);
    let v7 = ad::mat_mul(&v6, &w.t());
    let v8 = ad::mat_mul(&v7, a);
    let v9 = ad::mat_mul(&v8, b);
    let v10 = ad::sub(i, &v9);
    let out = ad::mat_mul(b, &v10);
    ad::check_shape("b_a", b_a.shape(), b.shape());
    ad::check_shape("i_a", i_a.shape(), i.shape());
    ad::check_shape("a_a", a_a.shape(), a.shape());
    ad::check_shape("w_a", w_a.shape(), w.shape());
    ad::check_shape("j_a", j_a.shape(), j.shape());
    ad::check_shape("out_a", out_a.shape(), out.shape());
    let mut v0_a = ad::zeros_like(&v0);
    let mut v1_a = ad::zeros_like(&v1);
    let mut v2_a = ad::zeros_like(&v2);
    let mut v3_a = ad::zeros_like(&v3);
    let mut v4_a = ad::zeros_like(&v4);
    let mut k_a = ad::zeros_like(&k);
    let mut v5_a = ad::zeros_like(&v5);
    let mut v6_a = ad::zeros_like(&v6);
    let mut v7_a = ad::zeros_like(&v7);
    let mut v8_a = ad::zeros_like(&v8);
    let mut v9_a = ad::zeros_like(&v9);
    let mut v10_a = ad::zeros_like(&v10);
    ad::add_mat_mul(&mut v10_a, &b.t(), out_a);
    ad::add_mat_mul(b_a, out_a, &v10.t());
    ad::sub_assign(&mut v9_a, &v10_a);
    ad::add_assign(i_a, &v10_a);
    ad::add_mat_mul(b_a, &v8.t(), &v9_a);
    ad::add_mat_mul(&mut v8_a, &v9_a, &b.t());
    ad::add_mat_mul(a_a, &v7.t(), &v8_a);
    ad::add_mat_mul(&mut v7_a, &v8_a, &a.t());
    ad::add_mat_mul(&mut ad::t_mut(w_a), &v6.t(), &v7_a);
    ad::add_mat_mul(&mut v6_a, &v7_a, w);
    ad::add_mat_mul(&mut k_a, &v5.t(), &v6_a);
    ad::add_mat_mul(&mut v5_a, &v6_a, &k.t());
    ad::add_mat_mul(w_a, a, &v5_a);
    ad::add_mat_mul(&mut ad::t_mut(a_a), &v5_a, &w.t());
    let t0 = ad::mat_mul(&k_a, &k.t());
    ad::sub_mat_mul(&mut v4_a, &k.t(), &t0);
    ad::add_assign(&mut v3_a, &v4_a);
    ad::add_assign(j_a, &v4_a);
    ad::add_mat_mul(w_a, &v2.t(), &v3_a);
    ad::add_mat_mul(&mut v2_a, &v3_a, &w.t());
    ad::add_mat_mul(&mut ad::t_mut(a_a), &v1.t(), &v2_a);
    ad::add_mat_mul(&mut v1_a, &v2_a, a);
    ad::add_mat_mul(b_a, &v0.t(), &v1_a);
    ad::add_mat_mul(&mut v0_a, &v1_a, &b.t());
    ad::add_mat_mul(a_a, w, &v0_a);
    ad::add_mat_mul(&mut ad::t_mut(w_a), &v0_a, &a.t());
    out
}
/// Tangent of [`newton`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k³ + 6·k²·m + 6·k²·n + 6·k·m² + 24·k·m·n + 12·m³ + 6·m²·n + 4·k² + 4·k·m + k·n + 5·m² + m·n.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn newton_t(
    b: &Array2<f64>,
    b_t: &::numpy2ad::__private::ArrayRef2<f64>,
    i: &Array2<f64>,
    i_t: &::numpy2ad::__private::ArrayRef2<f64>,
    a: &Array2<f64>,
    a_t: &::numpy2ad::__private::ArrayRef2<f64>,
    w: &Array2<f64>,
    w_t: &::numpy2ad::__private::ArrayRef2<f64>,
    j: &Array2<f64>,
    j_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(&w.t(), a);
    let t0 = ad::mat_mul(&w_t.t(), a);
    let t1 = ad::mat_mul(&w.t(), a_t);
    let v1 = ad::add(&t0, &t1);
    let v2 = ad::mat_mul(&v0, b);
    let t2 = ad::mat_mul(&v1, b);
    let t3 = ad::mat_mul(&v0, b_t);
    let v3 = ad::add(&t2, &t3);
    let v4 = ad::mat_mul(&v2, &a.t());
    let t4 = ad::mat_mul(&v3, &a.t());
    let t5 = ad::mat_mul(&v2, &a_t.t());
    let v5 = ad::add(&t4, &t5);
    let v6 = ad::mat_mul(&v4, w);
    let t6 = ad::mat_mul(&v5, w);
    let t7 = ad::mat_mul(&v4, w_t);
    let v7 = ad::add(&t6, &t7);
    let v8 = ad::add(j, &v6);
    let v9 = ad::add(j_t, &v7);
    let k = ad::inv(&v8);
    let t8 = ad::mat_mul(&k, &v9);
    let t9 = ad::mat_mul(&t8, &k);
    let k_t = ad::map(&t9, |t9| -t9);
    let v10 = ad::mat_mul(&a.t(), w);
    let t10 = ad::mat_mul(&a_t.t(), w);
    let t11 = ad::mat_mul(&a.t(), w_t);
    let v11 = ad::add(&t10, &t11);
    let v12 = ad::mat_mul(&v10, &k);
    let t12 = ad::mat_mul(&v11, &k);
    let t13 = ad::mat_mul(&v10, &k_t);
    let v13 = ad::add(&t12, &t13);
    let v14 = ad::mat_mul(&v12, &w.t());
    let t14 = ad::mat_mul(&v13, &w.t());
    let t15 = ad::mat_mul(&v12, &w_t.t());
    let v15 = ad::add(&t14, &t15);
    let v16 = ad::mat_mul(&v14, a);
    let t16 = ad::mat_mul(&v15, a);
    let t17 = ad::mat_mul(&v14, a_t);
    let v17 = ad::add(&t16, &t17);
    let v18 = ad::mat_mul(&v16, b);
    let t18 = ad::mat_mul(&v17, b);
    let t19 = ad::mat_mul(&v16, b_t);
    let v19 = ad::add(&t18, &t19);
    let v20 = ad::sub(i, &v18);
    let v21 = ad::sub(i_t, &v19);
    let out = ad::mat_mul(b, &v20);
    let t20 = ad::mat_mul(b_t, &v20);
    let t21 = ad::mat_mul(b, &v21);
    let out_t = ad::add(&t20, &t21);
    (out, out_t)
}
