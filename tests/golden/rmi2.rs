/// Adjoint of [`rmi2`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×p). To each of the following is **added** the derivative of
/// `⟨out_a, rmi2(w, s, a, i, x)⟩`:
///
/// - `w_a`, by `w` (m×m)
/// - `s_a`, by `s` (n×k)
/// - `a_a`, by `a` (n×m)
/// - `i_a`, by `i` (n×p)
/// - `x_a`, by `x` (m×p)
///
/// Two variants, of which the one with fewer flops for the sizes at hand runs:
///
/// - 0.67·k³ + 6·k²·n + 6·k²·p + 6·k·m² + 12·k·m·n + 12·k·n·p + 6·m²·p + 12·m·n·p + 3·m·p + n·p
/// - 0.67·k³ + 2·k²·n + 4·k²·p + 2·k·m² + 4·k·m·n + 4·k·m·p + 16·k·n·p + 10·m²·p + 20·m·n·p + 3·m·p + 3·n·p
///
/// The primal alone, as written: 2·k³ + 4·k²·n + 2·k·m² + 4·k·m·n + 2·k·n² + 2·m²·n + 2·m·n² + 4·m·n·p + m·p + n·p.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; no adjoint has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn rmi2_ad(
    w: &Array2<f64>,
    s: &Array2<f64>,
    a: &Array2<f64>,
    i: &Array2<f64>,
    x: &Array2<f64>,
    w_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    s_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    a_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    i_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    x_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if 4.0 * s.ncols() as f64 * w.nrows() as f64 * i.ncols() as f64
        + 4.0 * s.ncols() as f64 * s.nrows() as f64 * i.ncols() as f64
        + 4.0 * w.nrows() as f64 * w.nrows() as f64 * i.ncols() as f64
        + 8.0 * w.nrows() as f64 * s.nrows() as f64 * i.ncols() as f64
        <= 4.0 * s.ncols() as f64 * s.ncols() as f64 * s.nrows() as f64
            + 2.0 * s.ncols() as f64 * s.ncols() as f64 * i.ncols() as f64
            + 4.0 * s.ncols() as f64 * w.nrows() as f64 * w.nrows() as f64
            + 8.0 * s.ncols() as f64 * w.nrows() as f64 * s.nrows() as f64
    {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(i, &v0);
        let v2 = ad::mat_mul(&s.t(), &v1);
        let v3 = ad::mat_mul(&a.t(), s);
        let v4 = ad::mat_mul(w, &v3);
        let v5 = ad::mat_mul(a, &v4);
        let v6 = ad::mat_mul(&s.t(), &v5);
        let v7 = ad::lu(&v6);
        let v8 = ad::solve(&v7, &v2);
        let v9 = ad::mat_mul(s, &v8);
        let v10 = ad::mat_mul(&a.t(), &v9);
        let v11 = ad::mat_mul(w, &v10);
        let out = ad::add(x, &v11);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("s_a", s_a.shape(), s.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v11_a = ad::zeros_like(&v11);
        ad::add_assign(&mut v11_a, out_a);
        ad::add_assign(x_a, out_a);
        let mut v0_a = ad::zeros_like(&v0);
        let t0 = ad::mat_mul(&w.t(), &v11_a);
        let t1 = ad::mat_mul(a, &t0);
        let t2 = ad::mat_mul(&s.t(), &t1);
        let t3 = ad::solve_t(&v7, &t2);
        let t4 = ad::mat_mul(s, &t3);
        ad::sub_assign(&mut v0_a, &t4);
        ad::add_assign(i_a, &t4);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(w_a, &v11_a, &v10.t());
        let t5 = ad::mat_mul(&a.t(), &t4);
        let t6 = ad::mat_mul(&v8.t(), &v3.t());
        ad::sub_mat_mul(w_a, &t5, &t6);
        let t7 = ad::mat_mul(&w.t(), &t5);
        let t8 = ad::mat_mul(a, &t7);
        let t9 = ad::sub(&t1, &t8);
        ad::add_mat_mul(s_a, &t9, &v8.t());
        let t10 = ad::mat_mul(&v8.t(), &v5.t());
        let t11 = ad::sub(&t10.t(), &v1);
        ad::sub_mat_mul(s_a, &t11, &t3.t());
        ad::add_mat_mul(a_a, &v9, &t0.t());
        let t12 = ad::mat_mul(&v8.t(), &v4.t());
        ad::sub_mat_mul(a_a, &t4, &t12);
        let t13 = ad::mat_mul(&v8.t(), &s.t());
        ad::sub_mat_mul(a_a, &t13.t(), &t7.t());
        ad::add_mat_mul(a_a, &v0_a, &x.t());
        out
    } else {
        let v0 = ad::mat_mul(a, x);
        let v1 = ad::sub(i, &v0);
        let v2 = ad::mat_mul(&s.t(), &v1);
        let v3 = ad::mat_mul(&a.t(), s);
        let v4 = ad::mat_mul(w, &v3);
        let v5 = ad::mat_mul(a, &v4);
        let v6 = ad::mat_mul(&s.t(), &v5);
        let v7 = ad::lu(&v6);
        let v8 = ad::solve(&v7, &v2);
        let v9 = ad::mat_mul(s, &v8);
        let v10 = ad::mat_mul(&a.t(), &v9);
        let v11 = ad::mat_mul(w, &v10);
        let out = ad::add(x, &v11);
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("s_a", s_a.shape(), s.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v11_a = ad::zeros_like(&v11);
        ad::add_assign(&mut v11_a, out_a);
        ad::add_assign(x_a, out_a);
        ad::add_mat_mul(w_a, &v11_a, &v10.t());
        let t0 = ad::mat_mul(&w.t(), &v11_a);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t0, &v9.t());
        let t1 = ad::mat_mul(a, &t0);
        ad::add_mat_mul(s_a, &t1, &v8.t());
        let mut v6_a = ad::zeros_like(&v6);
        let t2 = ad::mat_mul(&s.t(), &t1);
        let t3 = ad::solve_t(&v7, &t2);
        ad::sub_mat_mul(&mut v6_a, &t3, &v8.t());
        ad::add_mat_mul(&mut ad::t_mut(s_a), &v6_a, &v5.t());
        let t4 = ad::mat_mul(s, &v6_a);
        ad::add_mat_mul(a_a, &t4, &v4.t());
        let t5 = ad::mat_mul(&a.t(), &t4);
        ad::add_mat_mul(w_a, &t5, &v3.t());
        let t6 = ad::mat_mul(&w.t(), &t5);
        ad::add_mat_mul(s_a, a, &t6);
        ad::add_mat_mul(&mut ad::t_mut(a_a), &t6, &s.t());
        ad::add_mat_mul(&mut ad::t_mut(s_a), &t3, &v1.t());
        let mut v0_a = ad::zeros_like(&v0);
        let t7 = ad::mat_mul(s, &t3);
        ad::sub_assign(&mut v0_a, &t7);
        ad::add_assign(i_a, &t7);
        ad::add_mat_mul(x_a, &a.t(), &v0_a);
        ad::add_mat_mul(a_a, &v0_a, &x.t());
        out
    }
}
/// Tangent of [`rmi2`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 6·k³ + 12·k²·n + 6·k·m² + 12·k·m·n + 6·k·n² + 6·m²·n + 6·m·n² + 12·m·n·p + 2·k² + 2·k·m + 2·k·n + 2·m·n + 3·m·p + n² + 3·n·p.
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn rmi2_t(
    w: &Array2<f64>,
    w_t: &::numpy2ad::__private::ArrayRef2<f64>,
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
    let v1 = ad::mat_mul(&v0, w);
    let v2 = ad::mat_mul(&v1, &a.t());
    let v3 = ad::mat_mul(&v2, s);
    let v4 = ad::inv(&v3);
    let v5 = ad::mat_mul(s, &v4);
    let p = ad::mat_mul(&v5, &s.t());
    let v6 = ad::mat_mul(w, &a.t());
    let v7 = ad::mat_mul(&v6, &p);
    let v8 = ad::mat_mul(a, x);
    let v9 = ad::sub(i, &v8);
    let v10 = ad::mat_mul(&v7, &v9);
    let out = ad::add(x, &v10);
    let t0 = ad::mat_mul(&s_t.t(), a);
    let t1 = ad::mat_mul(&s.t(), a_t);
    let v11 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(&v11, w);
    let t3 = ad::mat_mul(&v0, w_t);
    let v12 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v12, &a.t());
    let t5 = ad::mat_mul(&v1, &a_t.t());
    let v13 = ad::add(&t4, &t5);
    let t6 = ad::mat_mul(&v13, s);
    let t7 = ad::mat_mul(&v2, s_t);
    let v14 = ad::add(&t6, &t7);
    let t8 = ad::mat_mul(&v4, &v14);
    let t9 = ad::mat_mul(&t8, &v4);
    let v15 = ad::map(&t9, |t9| -t9);
    let t10 = ad::mat_mul(s_t, &v4);
    let t11 = ad::mat_mul(s, &v15);
    let v16 = ad::add(&t10, &t11);
    let t12 = ad::mat_mul(&v16, &s.t());
    let t13 = ad::mat_mul(&v5, &s_t.t());
    let p_t = ad::add(&t12, &t13);
    let t14 = ad::mat_mul(w_t, &a.t());
    let t15 = ad::mat_mul(w, &a_t.t());
    let v17 = ad::add(&t14, &t15);
    let t16 = ad::mat_mul(&v17, &p);
    let t17 = ad::mat_mul(&v6, &p_t);
    let v18 = ad::add(&t16, &t17);
    let t18 = ad::mat_mul(a_t, x);
    let t19 = ad::mat_mul(a, x_t);
    let v19 = ad::add(&t18, &t19);
    let v20 = ad::sub(i_t, &v19);
    let t20 = ad::mat_mul(&v18, &v9);
    let t21 = ad::mat_mul(&v7, &v20);
    let v21 = ad::add(&t20, &t21);
    let out_t = ad::add(x_t, &v21);
    (out, out_t)
}
