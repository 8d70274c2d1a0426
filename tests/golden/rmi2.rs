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
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 0.67·k³ + 2·k²·m + 4·k²·p + 2·k·m² + 2·k·m·n + 12·k·m·p + 12·k·n·p + 4·m²·p + 10·m·n·p + m·p; new arrays: k² + 2·k·m + 4·k·p + 5·m·p + 5·n·p elements
/// - 0.67·k³ + 6·k²·n + 14·k·n² + 6·m²·n + 6·m·n² + 12·m·n·p + 4·n³ + 6·n²·p + k·n + m·p + n·p; new arrays: 2·k² + 4·k·n + 2·m·n + m·p + 7·n² + 4·n·p elements
/// - 0.67·k³ + 6·k²·m + 6·k²·p + 6·k·m² + 6·k·m·n + 12·k·m·p + 6·k·n·p + m·p; new arrays: 2·k² + 4·k·m + 4·k·p + m·p elements
/// - 0.67·k³ + 6·k²·m + 6·k·m² + 14·k·m·n + 10·m²·n + 12·m·n·p + m·p + n·p; new arrays: k² + 6·k·m + 2·m² + 5·m·n + m·p + 2·n·p elements
///
/// The primal alone, as written: 2·k³ + 4·k²·n + 2·k·m² + 4·k·m·n + 2·k·n² + 2·m²·n + 2·m·n² + 4·m·n·p + m·p + n·p.
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
    if w.ncols() == w.nrows() && a.ncols() == w.nrows() && x.nrows() == w.nrows()
        && a.nrows() == s.nrows() && i.nrows() == s.nrows() && x.ncols() == i.ncols()
    {
        let len_k = s.ncols() as f64;
        let len_m = w.nrows() as f64;
        let len_n = s.nrows() as f64;
        let len_p = i.ncols() as f64;
        match ad::cheapest(
            &[
                2.0 * len_k * len_k * len_m + 4.0 * len_k * len_k * len_p
                    + 2.0 * len_k * len_m * len_m + 2.0 * len_k * len_m * len_n
                    + 12.0 * len_k * len_m * len_p + 12.0 * len_k * len_n * len_p
                    + 4.0 * len_m * len_m * len_p + 10.0 * len_m * len_n * len_p,
                6.0 * len_k * len_k * len_n + 1.0 * len_k * len_n
                    + 14.0 * len_k * len_n * len_n + 6.0 * len_m * len_m * len_n
                    + 6.0 * len_m * len_n * len_n + 12.0 * len_m * len_n * len_p
                    + 4.0 * len_n * len_n * len_n + 6.0 * len_n * len_n * len_p
                    + 1.0 * len_n * len_p,
                6.0 * len_k * len_k * len_m + 6.0 * len_k * len_k * len_p
                    + 6.0 * len_k * len_m * len_m + 6.0 * len_k * len_m * len_n
                    + 12.0 * len_k * len_m * len_p + 6.0 * len_k * len_n * len_p,
                6.0 * len_k * len_k * len_m + 6.0 * len_k * len_m * len_m
                    + 14.0 * len_k * len_m * len_n + 10.0 * len_m * len_m * len_n
                    + 12.0 * len_m * len_n * len_p + 1.0 * len_n * len_p,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(&s.t(), a);
                let v1 = ad::mat_mul(w, &v0.t());
                let v2 = ad::mirrored_mat_mul(&v0, &v1, w);
                let mut v3 = ad::copy(i);
                ad::sub_mat_mul(&mut v3, a, x);
                let v4 = ad::mat_mul(&s.t(), &v3);
                let v5 = ad::factors_into(v2);
                let v6 = ad::solve(&v5, &v4);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v1, &v6);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v1.t(), out_a);
                let t1 = ad::solve_t(&v5, &t0);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &v0.t(), &t1);
                ad::add_mat_mul(i_a, s, &t1);
                let t2 = ad::mat_mul(s, &t1);
                let mut t3 = ad::copy(&out_a.t());
                ad::sub_mat_mul(&mut t3, &t1.t(), &v0);
                let v7 = ad::mat_mul(s, &v6);
                let t4 = ad::mat_mul(&t3, w);
                ad::sub_mat_mul(a_a, &t2, &out.t());
                ad::add_mat_mul(a_a, &v7, &t4);
                let v8 = ad::mat_mul(&v6.t(), &v0);
                ad::add_mat_mul(w_a, &t3.t(), &v8);
                let v9 = ad::mat_mul(&v1, &v6);
                let mut v10 = ad::copy(&v3);
                ad::sub_mat_mul(&mut v10, a, &v9);
                let t5 = ad::mat_mul(a, &t4.t());
                ad::add_mat_mul(s_a, &v10, &t1.t());
                ad::add_mat_mul(s_a, &t5, &v6.t());
                ad::recycle!(
                    v0, v1, v3, v4, v5, v6, t0, t1, t2, t3, v7, t4, v8, v9, v10, t5
                );
                out
            }
            1 => {
                let v0 = ad::mat_mul(w, &a.t());
                let v1 = ad::mirrored_mat_mul(a, &v0, w);
                let v2 = ad::mat_mul(&v1, s);
                let v3 = ad::mirrored_mat_mul(&s.t(), &v2, w);
                let v4 = ad::factors(&v3);
                let v5 = ad::solve(&v4, &s.t());
                let v6 = ad::mirrored_mat_mul(s, &v5, &v3);
                let mut v7 = ad::copy(i);
                ad::sub_mat_mul(&mut v7, a, x);
                let v8 = ad::mat_mul(&v6, &v7);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v0, &v8);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v0.t(), out_a);
                let t1 = ad::mat_mul(&v6.t(), &t0);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &a.t(), &t1);
                let t2 = ad::mat_mul(&t0, &v7.t());
                let t3 = ad::mat_mul(&s.t(), &t2);
                let t4 = ad::solve_t(&v4, &t3);
                let t5 = ad::mat_mul(s, &t4);
                let mut t6 = ad::copy(&t2);
                ad::sub_mat_mul(&mut t6, &v1.t(), &t5);
                let v9 = ad::mat_mul(&v2, &v5);
                ad::add_assign(s_a, &t4.t());
                ad::add_mat_mul(s_a, &t6, &v5.t());
                ad::sub_mat_mul(s_a, &v9, &t4.t());
                let t7 = ad::mat_mul(&t5, &v6.t());
                let t8 = ad::mat_mul(out_a, &v8.t());
                let mut t9 = t8;
                ad::sub_mat_mul(&mut t9, &a.t(), &t7);
                ad::sub_mat_mul(a_a, &t1, &x.t());
                ad::sub_mat_mul(a_a, &t7, &v0.t());
                ad::add_mat_mul(a_a, &t9.t(), w);
                ad::add_assign(i_a, &t1);
                ad::add_mat_mul(w_a, &t9, a);
                ad::recycle!(
                    v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, t1, t2, t3, t4, t5, t6, v9,
                    t7, t9
                );
                out
            }
            2 => {
                let v0 = ad::mat_mul(&s.t(), a);
                let v1 = ad::mat_mul(w, &v0.t());
                let v2 = ad::mirrored_mat_mul(&v0, &v1, w);
                let v3 = ad::mat_mul(&s.t(), i);
                let mut v4 = v3;
                ad::sub_mat_mul(&mut v4, &v0, x);
                let v5 = ad::factors_into(v2);
                let v6 = ad::solve(&v5, &v4);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v1, &v6);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v1.t(), out_a);
                let t1 = ad::solve_t(&v5, &t0);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &v0.t(), &t1);
                ad::add_mat_mul(i_a, s, &t1);
                let t2 = ad::mat_mul(&t1, &v6.t());
                let t3 = ad::mat_mul(out_a, &v6.t());
                let mut t4 = t3;
                ad::sub_mat_mul(&mut t4, &v0.t(), &t2);
                let t5 = ad::mat_mul(&t4.t(), w);
                let mut t6 = t5;
                ad::sub_mat_mul(&mut t6, &t2, &v1.t());
                let mut t7 = t6;
                ad::sub_mat_mul(&mut t7, &t1, &x.t());
                ad::add_mat_mul(s_a, i, &t1.t());
                ad::add_mat_mul(s_a, a, &t7.t());
                ad::add_mat_mul(w_a, &t4, &v0);
                ad::add_mat_mul(a_a, s, &t7);
                ad::recycle!(v0, v1, v4, v5, v6, t0, t1, t2, t4, t7);
                out
            }
            _ => {
                let v0 = ad::mat_mul(&s.t(), a);
                let v1 = ad::mat_mul(w, &a.t());
                let v2 = ad::mat_mul(&v1, s);
                let v3 = ad::mirrored_mat_mul(&v0, &v2, w);
                let v4 = ad::factors_into(v3);
                let v5 = ad::solve_t(&v4, &v2.t());
                let v6 = ad::mat_mul(&v5.t(), &s.t());
                let mut v7 = ad::copy(i);
                ad::sub_mat_mul(&mut v7, a, x);
                let mut out = ad::copy(x);
                ad::add_mat_mul(&mut out, &v6, &v7);
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v6.t(), out_a);
                ad::add_assign(x_a, out_a);
                ad::sub_mat_mul(x_a, &a.t(), &t0);
                let t1 = ad::mat_mul(out_a, &v7.t());
                let t2 = ad::mat_mul(&s.t(), &t1.t());
                let t3 = ad::solve(&v4, &t2);
                let t4 = ad::mat_mul(&v2, &t3);
                let mut t5 = ad::copy(&t1.t());
                ad::sub_mat_mul(&mut t5, a, &t4);
                let v8 = ad::mat_mul(&v0.t(), &v5);
                let mut t6 = ad::copy(&t3.t());
                ad::sub_mat_mul(&mut t6, &v8, &t3.t());
                ad::add_mat_mul(s_a, &t5, &v5.t());
                ad::add_mat_mul(s_a, &v1.t(), &t6);
                let t7 = ad::mat_mul(&t6, &s.t());
                ad::sub_mat_mul(a_a, &t0, &x.t());
                ad::add_mat_mul(a_a, &t7.t(), w);
                ad::sub_mat_mul(a_a, &v6.t(), &t4.t());
                ad::add_assign(i_a, &t0);
                ad::add_mat_mul(w_a, &t7, a);
                ad::recycle!(
                    v0, v1, v2, v4, v5, v6, v7, t0, t1, t2, t3, t4, t5, v8, t6, t7
                );
                out
            }
        }
    } else {
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
        ad::check_shape("w_a", w_a.shape(), w.shape());
        ad::check_shape("s_a", s_a.shape(), s.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut p_a = ad::zeros_like(&p);
        let mut v6_a = ad::zeros_like(&v6);
        let mut v7_a = ad::zeros_like(&v7);
        let mut v8_a = ad::zeros_like(&v8);
        let mut v9_a = ad::zeros_like(&v9);
        let mut v10_a = ad::zeros_like(&v10);
        ad::add_assign(&mut v10_a, out_a);
        ad::add_assign(x_a, out_a);
        ad::add_mat_mul(&mut v9_a, &v7.t(), &v10_a);
        ad::add_mat_mul(&mut v7_a, &v10_a, &v9.t());
        ad::sub_assign(&mut v8_a, &v9_a);
        ad::add_assign(i_a, &v9_a);
        ad::add_mat_mul(x_a, &a.t(), &v8_a);
        ad::add_mat_mul(a_a, &v8_a, &x.t());
        ad::add_mat_mul(&mut p_a, &v6.t(), &v7_a);
        ad::add_mat_mul(&mut v6_a, &v7_a, &p.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &w.t(), &v6_a);
        ad::add_mat_mul(w_a, &v6_a, a);
        ad::add_mat_mul(&mut ad::t_mut(s_a), &v5.t(), &p_a);
        ad::add_mat_mul(&mut v5_a, &p_a, s);
        ad::add_mat_mul(&mut v4_a, &s.t(), &v5_a);
        ad::add_mat_mul(s_a, &v5_a, &v4.t());
        let t0 = ad::mat_mul(&v4_a, &v4.t());
        ad::sub_mat_mul(&mut v3_a, &v4.t(), &t0);
        ad::add_mat_mul(s_a, &v2.t(), &v3_a);
        ad::add_mat_mul(&mut v2_a, &v3_a, &s.t());
        ad::add_mat_mul(&mut ad::t_mut(a_a), &v1.t(), &v2_a);
        ad::add_mat_mul(&mut v1_a, &v2_a, a);
        ad::add_mat_mul(w_a, &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, &w.t());
        ad::add_mat_mul(a_a, s, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(s_a), &v0_a, &a.t());
        ad::recycle!(
            v0, v1, v2, v3, v4, v5, p, v6, v7, v8, v9, v10, t0, v0_a, v1_a, v2_a, v3_a,
            v4_a, v5_a, p_a, v6_a, v7_a, v8_a, v9_a, v10_a
        );
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
    ad::recycle!(
        v0, v1, v2, v3, v4, v5, p, v6, v7, v8, v9, v10, t0, t1, v11, t2, t3, v12, t4, t5,
        v13, t6, t7, v14, t8, t9, v15, t10, t11, v16, t12, t13, p_t, t14, t15, v17, t16,
        t17, v18, t18, t19, v19, v20, t20, t21, v21
    );
    (out, out_t)
}
