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
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 0.67·k³ + 6·k²·m + 6·k²·n + 6·k·m² + 24·k·m·n + 6·m³ + 12·m²·n + 3·k² + m²
/// - 0.67·k³ + 14·k²·m + 8·k·m² + 20·k·m·n + 12·m³ + 10·m²·n + k² + k·m + m²
///
/// The primal alone, as written: 2·k³ + 2·k²·m + 2·k²·n + 2·k·m² + 8·k·m·n + 4·m³ + 2·m²·n + k² + m².
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
    if 8.0 * w.ncols() as f64 * w.ncols() as f64 * b.nrows() as f64
        + 2.0 * w.ncols() as f64 * b.nrows() as f64 * b.nrows() as f64
        + 6.0 * b.nrows() as f64 * b.nrows() as f64 * b.nrows() as f64
        <= 6.0 * w.ncols() as f64 * w.ncols() as f64 * a.nrows() as f64
            + 4.0 * w.ncols() as f64 * b.nrows() as f64 * a.nrows() as f64
            + 2.0 * b.nrows() as f64 * b.nrows() as f64 * a.nrows() as f64
    {
        let v0 = ad::mat_mul(&w.t(), a);
        let v1 = ad::mat_mul(&a.t(), w);
        let v2 = ad::mat_mul(b, &v1);
        let v3 = ad::mat_mul(&v0, &v2);
        let v4 = ad::add(j, &v3);
        let v5 = ad::lu(&v4);
        let v6 = ad::solve(&v5, &v0);
        let v7 = ad::mat_mul(w, &v6);
        let v8 = ad::mat_mul(&a.t(), &v7);
        let v9 = ad::mat_mul(&v8, b);
        let v10 = ad::sub(i, &v9);
        let out = ad::mat_mul(b, &v10);
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("j_a", j_a.shape(), j.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_mat_mul(b_a, out_a, &v10.t());
        let mut v9_a = ad::zeros_like(&v9);
        let t0 = ad::mat_mul(&b.t(), out_a);
        ad::sub_assign(&mut v9_a, &t0);
        ad::add_assign(i_a, &t0);
        ad::add_mat_mul(b_a, &v8.t(), &v9_a);
        let t1 = ad::mat_mul(&v9_a, &b.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t1, &v7.t());
        let mut v0_a = ad::zeros_like(&v0);
        let t2 = ad::mat_mul(a, &t1);
        let t3 = ad::mat_mul(&w.t(), &t2);
        let t4 = ad::solve_t(&v5, &t3);
        ad::add_assign(&mut v0_a, &t4);
        let mut v3_a = ad::zeros_like(&v3);
        let t5 = ad::mat_mul(a, &v9_a);
        let t6 = ad::mat_mul(&w.t(), &t5);
        let t7 = ad::solve_t(&v5, &t6);
        let t8 = ad::mat_mul(&b.t(), &v6.t());
        let t9 = ad::mat_mul(&t7, &t8);
        ad::sub_assign(&mut v3_a, &t9);
        ad::add_mat_mul(&mut v0_a, &v3_a, &v2.t());
        let t10 = ad::mat_mul(&v0.t(), &v3_a);
        ad::add_mat_mul(b_a, &t10, &v1.t());
        let t11 = ad::mat_mul(&b.t(), &t10);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t11, &w.t());
        ad::add_mat_mul(a_a, w, &v0_a);
        ad::add_mat_mul(w_a, &t5, &t8);
        let t12 = ad::mat_mul(a, &b.t());
        ad::add_mat_mul(w_a, &t12, &t10);
        ad::add_mat_mul(w_a, a, &v0_a.t());
        ad::sub_assign(j_a, &t9);
        out
    } else {
        let v0 = ad::mat_mul(a, b);
        let v1 = ad::mat_mul(&w.t(), &v0);
        let v2 = ad::mat_mul(&a.t(), w);
        let v3 = ad::mat_mul(b, &v2);
        let v4 = ad::mat_mul(a, &v3);
        let v5 = ad::mat_mul(&w.t(), &v4);
        let v6 = ad::add(j, &v5);
        let v7 = ad::lu(&v6);
        let v8 = ad::solve(&v7, &v1);
        let v9 = ad::mat_mul(w, &v8);
        let v10 = ad::mat_mul(&a.t(), &v9);
        let v11 = ad::sub(i, &v10);
        let out = ad::mat_mul(b, &v11);
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("j_a", j_a.shape(), j.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        ad::add_mat_mul(b_a, out_a, &v11.t());
        let mut v10_a = ad::zeros_like(&v10);
        let t0 = ad::mat_mul(&b.t(), out_a);
        ad::sub_assign(&mut v10_a, &t0);
        ad::add_assign(i_a, &t0);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v10_a, &v9.t());
        let t1 = ad::mat_mul(a, &v10_a);
        ad::add_mat_mul(w_a, &t1, &v8.t());
        let mut v6_a = ad::zeros_like(&v6);
        let t2 = ad::mat_mul(&w.t(), &t1);
        let t3 = ad::solve_t(&v7, &t2);
        ad::sub_mat_mul(&mut v6_a, &t3, &v8.t());
        let mut v5_a = ad::zeros_like(&v5);
        ad::add_assign(&mut v5_a, &v6_a);
        ad::add_assign(j_a, &v6_a);
        ad::add_mat_mul(&mut ad::t_mut(w_a), &v5_a, &v4.t());
        let t4 = ad::mat_mul(w, &v5_a);
        ad::add_mat_mul(a_a, &t4, &v3.t());
        let t5 = ad::mat_mul(&a.t(), &t4);
        ad::add_mat_mul(b_a, &t5, &v2.t());
        let t6 = ad::mat_mul(&b.t(), &t5);
        ad::add_mat_mul(w_a, a, &t6);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t6, &w.t());
        ad::add_mat_mul(&mut ad::t_mut(w_a), &t3, &v0.t());
        let t7 = ad::mat_mul(w, &t3);
        ad::add_mat_mul(b_a, &a.t(), &t7);
        ad::add_mat_mul(a_a, &t7, &b.t());
        out
    }
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
    let t0 = ad::mat_mul(&w_t.t(), a);
    let t1 = ad::mat_mul(&w.t(), a_t);
    let v11 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v11, b);
    let t3 = ad::mat_mul(&v0, b_t);
    let v12 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v12, &a.t());
    let t5 = ad::mat_mul(&v1, &a_t.t());
    let v13 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v13, w);
    let t7 = ad::mat_mul(&v2, w_t);
    let v14 = ad::add(&t6, &t7);
    let v15 = ad::add(j_t, &v14);
    let t8 = ad::mat_mul(&k, &v15);
    let t9 = ad::mat_mul(&t8, &k);
    let k_t = ad::map(&t9, |t9| -t9);
    let t10 = ad::mat_mul(&a_t.t(), w);
    let t11 = ad::mat_mul(&a.t(), w_t);
    let v16 = ad::add(&t10, &t11);
    let t12 = ad::mat_mul(&v16, &k);
    let t13 = ad::mat_mul(&v5, &k_t);
    let v17 = ad::add(&t12, &t13);
    let t14 = ad::mat_mul(&v17, &w.t());
    let t15 = ad::mat_mul(&v6, &w_t.t());
    let v18 = ad::add(&t14, &t15);
    let t16 = ad::mat_mul(&v18, a);
    let t17 = ad::mat_mul(&v7, a_t);
    let v19 = ad::add(&t16, &t17);
    let t18 = ad::mat_mul(&v19, b);
    let t19 = ad::mat_mul(&v8, b_t);
    let v20 = ad::add(&t18, &t19);
    let v21 = ad::sub(i_t, &v20);
    let t20 = ad::mat_mul(b_t, &v10);
    let t21 = ad::mat_mul(b, &v21);
    let out_t = ad::add(&t20, &t21);
    (out, out_t)
}
