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
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 12·m³ + 30·m²·n + 12·m·n² + 0.67·n³ + 2·m² + 2·m·n; new arrays: 7·m² + 8·m·n + 3·n² elements
/// - 28·m³ + 14·m²·n + 6·m·n² + 0.67·n³ + 2·m² + m·n; new arrays: 12·m² + 4·m·n + 2·n² elements
/// - 40·m³ + 8·m²·n + 6·m·n² + 0.67·n³; new arrays: 14·m² + 3·m·n + 2·n² elements
/// - 4·m³ + 36·m²·n + 18·m·n² + 0.67·n³ + 4·m² + 2·m·n; new arrays: 3·m² + 13·m·n + 2·n² elements; only where `i` is diagonal
///
/// The primal alone, as written: 8·m³ + 4·m²·n + 4·m·n² + 2·n³ + 3·m².
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
    if a.nrows() == s.nrows() && a.ncols() == s.nrows() && i.nrows() == s.nrows()
        && i.ncols() == s.nrows() && x.nrows() == s.nrows() && x.ncols() == s.nrows()
    {
        let len_m = s.nrows() as f64;
        let len_n = s.ncols() as f64;
        let is_diagonal = ad::is_diagonal(i);
        match ad::cheapest(
            &[
                2.0 * len_m * len_m + 8.0 * len_m * len_m * len_m
                    + 22.0 * len_m * len_m * len_n + 2.0 * len_m * len_n
                    + 6.0 * len_m * len_n * len_n,
                2.0 * len_m * len_m + 24.0 * len_m * len_m * len_m
                    + 6.0 * len_m * len_m * len_n + 1.0 * len_m * len_n,
                36.0 * len_m * len_m * len_m,
                if is_diagonal {
                    4.0 * len_m * len_m + 28.0 * len_m * len_m * len_n
                        + 2.0 * len_m * len_n + 12.0 * len_m * len_n * len_n
                } else {
                    f64::INFINITY
                },
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(a, s);
                let v1 = ad::mirrored_mat_mul(&s.t(), &v0, a);
                let v2 = ad::factors(&v1);
                let v3 = ad::solve(&v2, &s.t());
                let v4 = ad::mat_mul(&v3, a);
                let mut v5 = ad::copy(i);
                ad::sub_mat_mul(&mut v5, s, &v4);
                let mut v6 = ad::copy(i);
                ad::sub_mat_mul(&mut v6, &v0, &v3);
                let v7 = ad::mat_mul(x, &v6);
                let v8 = ad::mirrored_mat_mul(s, &v3, &v1);
                let mut out = v8;
                ad::add_mat_mul(&mut out, &v5, &v7);
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(out_a, &v7.t());
                let t1 = ad::mat_mul(&v5.t(), out_a);
                let t2 = ad::mat_mul(&x.t(), &t1);
                let t3 = ad::mat_mul(&s.t(), &t0);
                let t4 = ad::mat_mul(&s.t(), out_a);
                let mut t5 = t4;
                ad::sub_mat_mul(&mut t5, &v0.t(), &t2);
                let mut t6 = t5;
                ad::sub_mat_mul(&mut t6, &t3, &a.t());
                let t7 = ad::solve_t(&v2, &t6);
                let t8 = ad::mat_mul(&v3, &t7.t());
                let v9 = ad::map(&v3, |v3| -v3);
                let t9 = ad::mat_mul(&t2, &v9.t());
                let mut t10 = t9;
                ad::sub_mat_mul(&mut t10, s, &t8.t());
                ad::add_assign(s_a, &t7.t());
                ad::add_mat_mul(s_a, out_a, &v3.t());
                ad::sub_mat_mul(s_a, &t0, &v4.t());
                ad::sub_mat_mul(s_a, &v0, &t8);
                ad::add_mat_mul(s_a, &a.t(), &t10);
                ad::add_mat_mul(x_a, &t1, &v6.t());
                ad::add_map2(i_a, &t2, &t0, |t2, t0| t2 + t0);
                ad::sub_mat_mul(a_a, &v3.t(), &t3);
                ad::add_mat_mul(a_a, &t10, &s.t());
                ad::recycle!(
                    v0, v1, v2, v3, v4, v5, v6, v7, t0, t1, t2, t3, t6, t7, t8, v9, t10
                );
                out
            }
            1 => {
                let v0 = ad::mat_mul(a, s);
                let v1 = ad::mirrored_mat_mul(&s.t(), &v0, a);
                let v2 = ad::factors(&v1);
                let v3 = ad::solve(&v2, &s.t());
                let v4 = ad::mirrored_mat_mul(s, &v3, &v1);
                let mut v5 = ad::copy(i);
                ad::sub_mat_mul(&mut v5, &v4, a);
                let mut v6 = ad::copy(i);
                ad::sub_mat_mul(&mut v6, a, &v4);
                let v7 = ad::mat_mul(x, &v6);
                let mut out = ad::copy(&v4);
                ad::add_mat_mul(&mut out, &v5, &v7);
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v5.t(), out_a);
                ad::add_mat_mul(x_a, &t0, &v6.t());
                let t1 = ad::mat_mul(&x.t(), &t0);
                let t2 = ad::mat_mul(out_a, &v7.t());
                let mut t3 = ad::copy(out_a);
                ad::sub_mat_mul(&mut t3, &a.t(), &t1);
                let mut t4 = t3;
                ad::sub_mat_mul(&mut t4, &t2, &a.t());
                let t5 = ad::mat_mul(&s.t(), &t4);
                let t6 = ad::solve_t(&v2, &t5);
                let t7 = ad::mat_mul(s, &t6);
                ad::sub_mat_mul(a_a, &t1, &v4.t());
                ad::sub_mat_mul(a_a, &v4.t(), &t2);
                ad::sub_mat_mul(a_a, &t7, &v4.t());
                ad::add_map2(i_a, &t1, &t2, |t1, t2| t1 + t2);
                let mut t8 = ad::copy(&t4);
                ad::sub_mat_mul(&mut t8, &a.t(), &t7);
                let v8 = ad::mat_mul(&v0, &v3);
                ad::add_assign(s_a, &t6.t());
                ad::add_mat_mul(s_a, &t8, &v3.t());
                ad::sub_mat_mul(s_a, &v8, &t6.t());
                ad::recycle!(
                    v0, v1, v2, v3, v4, v5, v6, v7, t0, t1, t2, t4, t5, t6, t7, t8, v8
                );
                out
            }
            2 => {
                let v0 = ad::mat_mul(a, s);
                let v1 = ad::mirrored_mat_mul(&s.t(), &v0, a);
                let v2 = ad::factors(&v1);
                let v3 = ad::solve(&v2, &s.t());
                let v4 = ad::mirrored_mat_mul(s, &v3, &v1);
                let mut v5 = ad::copy(i);
                ad::sub_mat_mul(&mut v5, &v4, a);
                let mut v6 = ad::copy(i);
                ad::sub_mat_mul(&mut v6, a, &v4);
                let v7 = ad::mat_mul(x, &v6);
                let mut out = ad::copy(&v4);
                ad::add_mat_mul(&mut out, &v5, &v7);
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v5.t(), out_a);
                ad::add_mat_mul(i_a, &x.t(), &t0);
                ad::add_mat_mul(i_a, out_a, &v7.t());
                let v8 = ad::mat_mul(&a.t(), &x.t());
                let t1 = ad::mat_mul(out_a, &v7.t());
                let mut t2 = ad::copy(out_a);
                ad::sub_mat_mul(&mut t2, &v8, &t0);
                let mut p_a = t2;
                ad::sub_mat_mul(&mut p_a, &t1, &a.t());
                let t3 = ad::mat_mul(&x.t(), &t0);
                let mut t4 = t3;
                ad::add_mat_mul(&mut t4, &v4.t(), &p_a);
                ad::sub_mat_mul(a_a, &t4, &v4.t());
                ad::sub_mat_mul(a_a, &v4.t(), &t1);
                ad::add_mat_mul(x_a, &t0, &v6.t());
                let t5 = ad::mat_mul(&v4, &p_a.t());
                let mut t6 = ad::copy(&p_a.t());
                ad::sub_mat_mul(&mut t6, a, &t5);
                let v9 = ad::solve_t(&v2, &s.t());
                let t7 = ad::mat_mul(&v4.t(), &p_a);
                let mut t8 = ad::copy(&p_a);
                ad::sub_mat_mul(&mut t8, &a.t(), &t7);
                ad::add_mat_mul(s_a, &t6, &v9.t());
                ad::add_mat_mul(s_a, &t8, &v3.t());
                ad::recycle!(
                    v0, v1, v2, v3, v4, v5, v6, v7, t0, v8, t1, p_a, t4, t5, t6, v9, t7,
                    t8
                );
                out
            }
            _ => {
                let v0 = ad::mat_mul(a, s);
                let v1 = ad::mirrored_mat_mul(&s.t(), &v0, a);
                let v2 = ad::factors_into(v1);
                let v3 = ad::solve_t(&v2, &s.t());
                let v4 = ad::mat_mul(&s.t(), a);
                let v5 = ad::mat_mul(&v4, x);
                let v6 = ad::diag_mat_mul(i, x);
                let mut v7 = v6;
                ad::sub_mat_mul(&mut v7, &v3.t(), &v5);
                let mut v8 = ad::copy(s);
                ad::sub_mat_mul(&mut v8, &v7, &v0);
                let v9 = ad::solve(&v2, &s.t());
                let v10 = ad::mat_diag_mul(&v7, i);
                let mut out = v10;
                ad::add_mat_mul(&mut out, &v8, &v9);
                ad::check_shape("s_a", s_a.shape(), s.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("x_a", x_a.shape(), x.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(out_a, &v9.t());
                let t1 = ad::mat_diag_mul(out_a, i);
                let mut t2 = t1;
                ad::sub_mat_mul(&mut t2, &t0, &v0.t());
                ad::add_mat_mul(i_a, &v7.t(), out_a);
                ad::add_mat_mul(i_a, &t2, &x.t());
                let t3 = ad::mat_mul(&v8.t(), out_a);
                let t4 = ad::solve_t(&v2, &t3);
                let t5 = ad::mat_mul(&t2.t(), &v3.t());
                let t6 = ad::mat_mul(x, &t5);
                let v11 = ad::solve(&v2, &v5);
                let t7 = ad::mat_mul(&t5.t(), &v11.t());
                let mut t8 = t7;
                ad::sub_mat_mul(&mut t8, &t4, &v9.t());
                let t9 = ad::mat_mul(s, &t8);
                let mut t10 = t9;
                ad::sub_mat_mul(&mut t10, &v7.t(), &t0);
                ad::add_map2(s_a, &t4.t(), &t0, |t4, t0| t4 + t0);
                ad::sub_mat_mul(s_a, a, &t6);
                ad::sub_mat_mul(s_a, &t2, &v11.t());
                ad::add_mat_mul(s_a, &v0, &t8.t());
                ad::add_mat_mul(s_a, &a.t(), &t10);
                ad::add_diag_mat_mul(x_a, i, &t2);
                ad::sub_mat_mul(x_a, &v4.t(), &t5.t());
                ad::sub_mat_mul(a_a, s, &t6.t());
                ad::add_mat_mul(a_a, &t10, &s.t());
                ad::recycle!(
                    v0, v2, v3, v4, v5, v7, v8, v9, t0, t2, t3, t4, t5, t6, v11, t8, t10
                );
                out
            }
        }
    } else {
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
        ad::check_shape("s_a", s_a.shape(), s.shape());
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("i_a", i_a.shape(), i.shape());
        ad::check_shape("x_a", x_a.shape(), x.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut p_a = ad::zeros_like(&p);
        let mut v4_a = ad::zeros_like(&v4);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        let mut v7_a = ad::zeros_like(&v7);
        let mut v8_a = ad::zeros_like(&v8);
        let mut v9_a = ad::zeros_like(&v9);
        ad::add_assign(&mut v9_a, out_a);
        ad::add_assign(&mut p_a, out_a);
        ad::add_mat_mul(&mut v8_a, &v6.t(), &v9_a);
        ad::add_mat_mul(&mut v6_a, &v9_a, &v8.t());
        ad::sub_assign(&mut v7_a, &v8_a);
        ad::add_assign(i_a, &v8_a);
        ad::add_mat_mul(&mut p_a, &a.t(), &v7_a);
        ad::add_mat_mul(a_a, &v7_a, &p.t());
        ad::add_mat_mul(x_a, &v5.t(), &v6_a);
        ad::add_mat_mul(&mut v5_a, &v6_a, &x.t());
        ad::sub_assign(&mut v4_a, &v5_a);
        ad::add_assign(i_a, &v5_a);
        ad::add_mat_mul(a_a, &p.t(), &v4_a);
        ad::add_mat_mul(&mut p_a, &v4_a, &a.t());
        ad::add_mat_mul(&mut ad::t_mut(s_a), &v3.t(), &p_a);
        ad::add_mat_mul(&mut v3_a, &p_a, s);
        ad::add_mat_mul(&mut v2_a, &s.t(), &v3_a);
        ad::add_mat_mul(s_a, &v3_a, &v2.t());
        let t0 = ad::mat_mul(&v2_a, &v2.t());
        ad::sub_mat_mul(&mut v1_a, &v2.t(), &t0);
        ad::add_mat_mul(s_a, &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, &s.t());
        ad::add_mat_mul(a_a, s, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(s_a), &v0_a, &a.t());
        ad::recycle!(
            v0, v1, v2, v3, p, v4, v5, v6, v7, v8, v9, t0, v0_a, v1_a, v2_a, v3_a, p_a,
            v4_a, v5_a, v6_a, v7_a, v8_a, v9_a
        );
        out
    }
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
    ad::recycle!(
        v0, v1, v2, v3, p, v4, v5, v6, v7, v8, v9, t0, t1, v10, t2, t3, v11, t4, t5, v12,
        t6, t7, v13, t8, t9, p_t, t10, t11, v14, v15, t12, t13, v16, t14, t15, v17, v18,
        t16, t17, v19
    );
    (out, out_t)
}
