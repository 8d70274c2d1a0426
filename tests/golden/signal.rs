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
/// Four variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 2·k²·m + 4·k²·p + 2·k·m² + 10·k·m·p + 1.33·m³ + 3·m²·n + 20·m²·p + 8·m·n·p + m·p; new arrays: k·m + 4·k·p + 3·m² + m·n + 8·m·p + 2·n·p elements
/// - 6·k²·m + 8·k·m² + 1.33·m³ + 9·m²·n + 12·m²·p + 2·m² + m·n; new arrays: 3·k·m + 6·m² + 3·m·n + 3·m·p elements
/// - 2·k²·m + 4·k²·n + 2·k·m² + 10·k·m·n + 1.33·m³ + 11·m²·n + 8·m·n² + 12·m·n·p + m·n; new arrays: k·m + 4·k·n + 3·m² + 6·m·n + m·p + 2·n² + 2·n·p elements
/// - 6·k²·m + 8·k·m² + 9.33·m³ + 7·m²·n + 6·m²·p + 2·m² + m·n; new arrays: 3·k·m + 10·m² + 2·m·n + m·p elements
///
/// The primal alone, as written: 2·k²·m + 2·k·m² + 10·m³ + 8·m²·n + 2·m²·p + m².
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
    if a.ncols() == a.nrows() && b.ncols() == a.nrows() && r.ncols() == a.nrows()
        && y.nrows() == a.nrows() && l.nrows() == r.nrows() && l.ncols() == r.nrows()
    {
        let len_k = r.nrows() as f64;
        let len_m = a.nrows() as f64;
        let len_n = b.nrows() as f64;
        let len_p = y.ncols() as f64;
        match ad::cheapest(
            &[
                4.0 * len_k * len_k * len_p + 10.0 * len_k * len_m * len_p
                    + 20.0 * len_m * len_m * len_p + 8.0 * len_m * len_n * len_p
                    + 1.0 * len_m * len_p,
                4.0 * len_k * len_k * len_m + 6.0 * len_k * len_m * len_m
                    + 2.0 * len_m * len_m + 6.0 * len_m * len_m * len_n
                    + 12.0 * len_m * len_m * len_p + 1.0 * len_m * len_n,
                4.0 * len_k * len_k * len_n + 10.0 * len_k * len_m * len_n
                    + 8.0 * len_m * len_m * len_n + 1.0 * len_m * len_n
                    + 8.0 * len_m * len_n * len_n + 12.0 * len_m * len_n * len_p,
                4.0 * len_k * len_k * len_m + 6.0 * len_k * len_m * len_m
                    + 2.0 * len_m * len_m + 8.0 * len_m * len_m * len_m
                    + 4.0 * len_m * len_m * len_n + 6.0 * len_m * len_m * len_p
                    + 1.0 * len_m * len_n,
            ],
        ) {
            0 => {
                let a_factors = ad::factors(a);
                let v0 = ad::solve_t(&a_factors, &b.t());
                let v1 = ad::sym_mat_mul(&v0, &v0.t());
                let v2 = ad::mat_mul(l, r);
                let mut precision = ad::copy(&v1);
                ad::add_mirrored_mat_mul(&mut precision, &r.t(), &v2, l);
                let v3 = ad::mat_mul(&v1, y);
                let precision_factors = ad::factors_into(precision);
                let out = ad::solve(&precision_factors, &v3);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("l_a", l_a.shape(), l.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&precision_factors, out_a);
                ad::add_mat_mul(y_a, &v1, &t0);
                let t1 = ad::mat_mul(&v0.t(), &t0);
                let t2 = ad::sub(&y.t(), &out.t());
                let v4 = ad::solve(&a_factors, &t2.t());
                let v5 = ad::mat_mul(&v0.t(), &t2.t());
                let t3 = ad::solve(&a_factors, &t0);
                ad::add_mat_mul(b_a, &t1, &v4.t());
                ad::add_mat_mul(b_a, &v5, &t3.t());
                let t4 = ad::mat_mul(r, &t0);
                let t5 = ad::mat_mul(&l.t(), &t4);
                let v6 = ad::mat_mul(&v2, &out);
                ad::sub_mat_mul(r_a, &t5, &out.t());
                ad::sub_mat_mul(r_a, &v6, &t0.t());
                let v7 = ad::mat_mul(&out.t(), &r.t());
                ad::sub_mat_mul(l_a, &t4, &v7);
                let mut v8 = ad::copy(&v3);
                ad::sub_mat_mul(&mut v8, &v1, &out);
                let t6 = ad::mat_mul(&v1, &t0);
                ad::sub_mat_mul(a_a, &v8, &t3.t());
                ad::sub_mat_mul(a_a, &t6, &v4.t());
                ad::recycle!(
                    a_factors, v0, v1, v2, v3, precision_factors, t0, t1, t2, v4, v5, t3,
                    t4, t5, v6, v7, v8, t6
                );
                out
            }
            1 => {
                let a_factors = ad::factors(a);
                let v0 = ad::solve_t(&a_factors, &b.t());
                let v1 = ad::sym_mat_mul(&v0, &v0.t());
                let v2 = ad::mat_mul(l, r);
                let mut precision = ad::copy(&v1);
                ad::add_mirrored_mat_mul(&mut precision, &r.t(), &v2, l);
                let v3 = ad::mat_mul(&v1, y);
                let precision_factors = ad::factors_into(precision);
                let out = ad::solve(&precision_factors, &v3);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("l_a", l_a.shape(), l.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve_t(&precision_factors, out_a);
                ad::add_mat_mul(y_a, &v1, &t0);
                let t1 = ad::mat_mul(&out, &t0.t());
                let v4 = ad::mat_mul(&l.t(), r);
                ad::sub_mat_mul(r_a, &v2, &t1);
                ad::sub_mat_mul(r_a, &v4, &t1.t());
                let t2 = ad::mat_mul(r, &t1.t());
                ad::sub_mat_mul(l_a, &t2, &r.t());
                let mut t3 = ad::map(&t1.t(), |t1| -t1);
                ad::add_mat_mul(&mut t3, &t0, &y.t());
                let t4 = ad::add(&t3, &t3.t());
                let t5 = ad::mat_mul(&t4, &v0);
                let t6 = ad::solve(&a_factors, &t5);
                ad::add_assign(b_a, &t6.t());
                ad::sub_mat_mul(a_a, &v0, &t6.t());
                ad::recycle!(
                    a_factors, v0, v1, v2, v3, precision_factors, t0, t1, v4, t2, t3, t4,
                    t5, t6
                );
                out
            }
            2 => {
                let a_factors = ad::factors(a);
                let v0 = ad::solve_t(&a_factors, &b.t());
                let v1 = ad::sym_mat_mul(&v0, &v0.t());
                let v2 = ad::mat_mul(l, r);
                let mut precision = v1;
                ad::add_mirrored_mat_mul(&mut precision, &r.t(), &v2, l);
                let precision_factors = ad::factors(&precision);
                let v3 = ad::solve(&precision_factors, &v0);
                let v4 = ad::mat_mul(&v0.t(), y);
                let out = ad::mat_mul(&v3, &v4);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("l_a", l_a.shape(), l.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&v3.t(), out_a);
                ad::add_mat_mul(y_a, &v0, &t0);
                let t1 = ad::mat_mul(out_a, &v4.t());
                let t2 = ad::solve_t(&precision_factors, &t1);
                let v5 = ad::mat_mul(&v2, &v3);
                let t3 = ad::mat_mul(r, &t2);
                let t4 = ad::mat_mul(&l.t(), &t3);
                ad::sub_mat_mul(r_a, &v5, &t2.t());
                ad::sub_mat_mul(r_a, &t4, &v3.t());
                let v6 = ad::mat_mul(&v3.t(), &r.t());
                ad::sub_mat_mul(l_a, &t3, &v6);
                let v7 = ad::mirrored_mat_mul(&v3.t(), &v0, &precision);
                let t5 = ad::mat_mul(&t2.t(), &v0);
                let mut t6 = ad::copy(&t2);
                ad::add_mat_mul(&mut t6, y, &t0.t());
                let mut t7 = t6;
                ad::sub_mat_mul(&mut t7, &t2, &v7);
                let mut t8 = t7;
                ad::sub_mat_mul(&mut t8, &v3, &t5);
                let t9 = ad::solve(&a_factors, &t8);
                ad::add_assign(b_a, &t9.t());
                ad::sub_mat_mul(a_a, &v0, &t9.t());
                ad::recycle!(
                    a_factors, v0, v2, precision, precision_factors, v3, v4, t0, t1, t2,
                    v5, t3, t4, v6, v7, t5, t8, t9
                );
                out
            }
            _ => {
                let a_factors = ad::factors(a);
                let v0 = ad::solve_t(&a_factors, &b.t());
                let v1 = ad::sym_mat_mul(&v0, &v0.t());
                let v2 = ad::mat_mul(l, r);
                let mut precision = ad::copy(&v1);
                ad::add_mirrored_mat_mul(&mut precision, &r.t(), &v2, l);
                let precision_factors = ad::factors_into(precision);
                let v3 = ad::solve(&precision_factors, &v1);
                let out = ad::mat_mul(&v3, y);
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("l_a", l_a.shape(), l.shape());
                ad::check_shape("y_a", y_a.shape(), y.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                ad::add_mat_mul(y_a, &v3.t(), out_a);
                let t0 = ad::mat_mul(out_a, &y.t());
                let t1 = ad::solve_t(&precision_factors, &t0);
                let t2 = ad::mat_mul(&v3, &t1.t());
                let v4 = ad::mat_mul(&l.t(), r);
                ad::sub_mat_mul(r_a, &v2, &t2);
                ad::sub_mat_mul(r_a, &v4, &t2.t());
                let t3 = ad::mat_mul(r, &t2.t());
                ad::sub_mat_mul(l_a, &t3, &r.t());
                let t4 = ad::sub(&t1, &t2.t());
                let t5 = ad::add(&t4, &t4.t());
                let t6 = ad::solve(&a_factors, &t5);
                let t7 = ad::mat_mul(&t6, &v0);
                ad::add_assign(b_a, &t7.t());
                ad::sub_mat_mul(a_a, &v0, &t7.t());
                ad::recycle!(
                    a_factors, v0, v1, v2, precision_factors, v3, t0, t1, t2, v4, t3, t4,
                    t5, t6, t7
                );
                out
            }
        }
    } else {
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
        ad::check_shape("a_a", a_a.shape(), a.shape());
        ad::check_shape("b_a", b_a.shape(), b.shape());
        ad::check_shape("r_a", r_a.shape(), r.shape());
        ad::check_shape("l_a", l_a.shape(), l.shape());
        ad::check_shape("y_a", y_a.shape(), y.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut a_inv_a = ad::zeros_like(&a_inv);
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        let mut precision_a = ad::zeros_like(&precision);
        let mut v5_a = ad::zeros_like(&v5);
        let mut v6_a = ad::zeros_like(&v6);
        let mut v7_a = ad::zeros_like(&v7);
        let mut v8_a = ad::zeros_like(&v8);
        let mut v9_a = ad::zeros_like(&v9);
        ad::add_mat_mul(y_a, &v9.t(), out_a);
        ad::add_mat_mul(&mut v9_a, out_a, &y.t());
        ad::add_mat_mul(&mut a_inv_a, &v8.t(), &v9_a);
        ad::add_mat_mul(&mut v8_a, &v9_a, &a_inv.t());
        ad::add_mat_mul(b_a, &v7.t(), &v8_a);
        ad::add_mat_mul(&mut v7_a, &v8_a, &b.t());
        ad::add_mat_mul(&mut ad::t_mut(b_a), &v6.t(), &v7_a);
        ad::add_mat_mul(&mut v6_a, &v7_a, b);
        ad::add_mat_mul(&mut ad::t_mut(&mut a_inv_a), &v5.t(), &v6_a);
        ad::add_mat_mul(&mut v5_a, &v6_a, &a_inv);
        let t0 = ad::mat_mul(&v5_a, &v5.t());
        ad::sub_mat_mul(&mut precision_a, &v5.t(), &t0);
        ad::add_assign(&mut v4_a, &precision_a);
        ad::add_assign(&mut v2_a, &precision_a);
        ad::add_mat_mul(r_a, &v3.t(), &v4_a);
        ad::add_mat_mul(&mut v3_a, &v4_a, &r.t());
        ad::add_mat_mul(l_a, r, &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(r_a), &v3_a, &l.t());
        ad::add_mat_mul(&mut a_inv_a, &v1.t(), &v2_a);
        ad::add_mat_mul(&mut v1_a, &v2_a, &a_inv.t());
        ad::add_mat_mul(b_a, &v0.t(), &v1_a);
        ad::add_mat_mul(&mut v0_a, &v1_a, &b.t());
        ad::add_mat_mul(&mut ad::t_mut(b_a), &a_inv, &v0_a);
        ad::add_mat_mul(&mut ad::t_mut(&mut a_inv_a), &v0_a, b);
        let t1 = ad::mat_mul(&a_inv_a, &a_inv.t());
        ad::sub_mat_mul(a_a, &a_inv.t(), &t1);
        ad::recycle!(
            a_inv, v0, v1, v2, v3, v4, precision, v5, v6, v7, v8, v9, t0, t1, a_inv_a,
            v0_a, v1_a, v2_a, v3_a, v4_a, precision_a, v5_a, v6_a, v7_a, v8_a, v9_a
        );
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
    ad::recycle!(
        a_inv, v0, v1, v2, v3, v4, precision, v5, v6, v7, v8, v9, t0, t1, a_inv_t, t2,
        t3, v10, t4, t5, v11, t6, t7, v12, t8, t9, v13, t10, t11, v14, precision_t, t12,
        t13, v15, t14, t15, v16, t16, t17, v17, t18, t19, v18, t20, t21, v19, t22, t23
    );
    (out, out_t)
}
