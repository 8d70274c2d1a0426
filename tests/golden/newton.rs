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
/// Three variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 0.67·k³ + 12·k²·n + 12·k·n² + 6·m³ + 12·m²·n + 12·m·n² + k² + k·n + m²; new arrays: 3·k² + 5·k·n + 3·m² + 4·m·n + 4·n² elements
/// - 0.67·k³ + 12·k²·m + 12·k·m² + 6·k·m·n + 6·m³ + k² + k·m + m²; new arrays: 2·k² + 7·k·m + 3·m² elements
/// - 0.67·k³ + 12·k²·m + 18·k·m² + 6·k·m·n + 2·m³ + k² + k·m + 2·m²; new arrays: 2·k² + 9·k·m + m² elements; only where `i` is diagonal
///
/// The primal alone, as written: 2·k³ + 2·k²·m + 2·k²·n + 2·k·m² + 8·k·m·n + 4·m³ + 2·m²·n + k² + m².
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
    if b.ncols() == b.nrows() && i.nrows() == b.nrows() && i.ncols() == b.nrows()
        && a.ncols() == b.nrows() && w.nrows() == a.nrows() && j.nrows() == w.ncols()
        && j.ncols() == w.ncols()
    {
        let len_k = w.ncols() as f64;
        let len_m = b.nrows() as f64;
        let len_n = a.nrows() as f64;
        let is_diagonal = ad::is_diagonal(i);
        match ad::cheapest(
            &[
                12.0 * len_k * len_k * len_n + 1.0 * len_k * len_n
                    + 12.0 * len_k * len_n * len_n + 4.0 * len_m * len_m * len_m
                    + 12.0 * len_m * len_m * len_n + 12.0 * len_m * len_n * len_n,
                12.0 * len_k * len_k * len_m + 1.0 * len_k * len_m
                    + 12.0 * len_k * len_m * len_m + 6.0 * len_k * len_m * len_n
                    + 4.0 * len_m * len_m * len_m,
                if is_diagonal {
                    12.0 * len_k * len_k * len_m + 1.0 * len_k * len_m
                        + 18.0 * len_k * len_m * len_m + 6.0 * len_k * len_m * len_n
                        + 1.0 * len_m * len_m
                } else {
                    f64::INFINITY
                },
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(a, b);
                let v1 = ad::mirrored_mat_mul(&v0, &a.t(), b);
                let v2 = ad::mat_mul(&v1, w);
                let mut v3 = ad::copy(j);
                ad::add_mirrored_mat_mul(&mut v3, &w.t(), &v2, b);
                let v4 = ad::factors(&v3);
                let v5 = ad::solve(&v4, &w.t());
                let v6 = ad::mirrored_mat_mul(w, &v5, &v3);
                let v7 = ad::mat_mul(&a.t(), &v6);
                let mut v8 = ad::copy(i);
                ad::sub_mat_mul(&mut v8, &v7, &v0);
                let out = ad::mat_mul(b, &v8);
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("j_a", j_a.shape(), j.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&b.t(), out_a);
                let v9 = ad::solve_t(&v4, &w.t());
                let t1 = ad::mat_mul(&t0, &v0.t());
                let t2 = ad::mat_mul(a, &t1);
                let t3 = ad::mat_mul(&t2, &v5.t());
                let t4 = ad::mat_mul(&v9, &t3);
                let t5 = ad::mat_mul(w, &t4);
                let t6 = ad::mat_mul(&t5, &w.t());
                let t7 = ad::mat_mul(&t6, a);
                let mut t8 = t7;
                ad::sub_mat_mul(&mut t8, &v7.t(), &t0);
                ad::add_mat_mul(b_a, out_a, &v8.t());
                ad::add_mat_mul(b_a, &a.t(), &t8);
                ad::add_assign(i_a, &t0);
                ad::sub_mat_mul(a_a, &v6, &t1.t());
                ad::add_mat_mul(a_a, &t6.t(), &v0);
                ad::add_mat_mul(a_a, &t8, &b.t());
                ad::sub_assign(w_a, &t3);
                ad::sub_mat_mul(w_a, &t2.t(), &v9.t());
                ad::add_mat_mul(w_a, &v2, &t4.t());
                ad::add_mat_mul(w_a, &v1.t(), &t5);
                ad::add_assign(j_a, &t4);
                ad::recycle!(
                    v0, v1, v2, v3, v4, v5, v6, v7, v8, t0, v9, t1, t2, t3, t4, t5, t6,
                    t8
                );
                out
            }
            1 => {
                let v0 = ad::mat_mul(&w.t(), a);
                let v1 = ad::mat_mul(&v0, b);
                let mut v2 = ad::copy(j);
                ad::add_mirrored_mat_mul(&mut v2, &v1, &v0.t(), b);
                let v3 = ad::factors_into(v2);
                let v4 = ad::solve(&v3, &v1);
                let mut v5 = ad::copy(i);
                ad::sub_mat_mul(&mut v5, &v0.t(), &v4);
                let out = ad::mat_mul(b, &v5);
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("j_a", j_a.shape(), j.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::mat_mul(&b.t(), out_a);
                let t1 = ad::mat_mul(&v0, &t0);
                let t2 = ad::solve_t(&v3, &t1);
                let t3 = ad::mat_mul(&t2, &v4.t());
                let mut t4 = ad::map(&t2, |t2| -t2);
                ad::add_mat_mul(&mut t4, &t3, &v0);
                ad::add_mat_mul(b_a, out_a, &v5.t());
                ad::add_mat_mul(b_a, &v0.t(), &t4);
                ad::add_assign(i_a, &t0);
                ad::add_assign(j_a, &t3);
                let t5 = ad::mat_mul(&t4, &b.t());
                let mut t6 = t5;
                ad::sub_mat_mul(&mut t6, &v4, &t0.t());
                let mut t7 = t6;
                ad::add_mat_mul(&mut t7, &t3.t(), &v1);
                ad::add_mat_mul(a_a, w, &t7);
                ad::add_mat_mul(w_a, a, &t7.t());
                ad::recycle!(v0, v1, v3, v4, v5, t0, t1, t2, t3, t4, t7);
                out
            }
            _ => {
                let v0 = ad::mat_mul(&w.t(), a);
                let v1 = ad::mat_mul(b, &v0.t());
                let v2 = ad::mat_mul(&v0, b);
                let mut v3 = ad::copy(j);
                ad::add_mirrored_mat_mul(&mut v3, &v2, &v0.t(), b);
                let v4 = ad::factors_into(v3);
                let v5 = ad::solve(&v4, &v2);
                let v6 = ad::mat_diag_mul(b, i);
                let mut out = v6;
                ad::sub_mat_mul(&mut out, &v1, &v5);
                ad::check_shape("b_a", b_a.shape(), b.shape());
                ad::check_shape("i_a", i_a.shape(), i.shape());
                ad::check_shape("a_a", a_a.shape(), a.shape());
                ad::check_shape("w_a", w_a.shape(), w.shape());
                ad::check_shape("j_a", j_a.shape(), j.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                ad::add_mat_mul(i_a, &b.t(), out_a);
                let t0 = ad::mat_mul(out_a, &v5.t());
                let t1 = ad::mat_mul(&v1.t(), out_a);
                let t2 = ad::solve_t(&v4, &t1);
                let t3 = ad::mat_mul(&t2, &v5.t());
                let mut t4 = ad::map(&t2, |t2| -t2);
                ad::add_mat_mul(&mut t4, &t3, &v0);
                ad::add_mat_diag_mul(b_a, out_a, i);
                ad::sub_mat_mul(b_a, &t0, &v0);
                ad::add_mat_mul(b_a, &v0.t(), &t4);
                ad::add_assign(j_a, &t3);
                let t5 = ad::mat_mul(&t4, &b.t());
                let mut t6 = t5;
                ad::sub_mat_mul(&mut t6, &t0.t(), b);
                let mut t7 = t6;
                ad::add_mat_mul(&mut t7, &t3.t(), &v2);
                ad::add_mat_mul(a_a, w, &t7);
                ad::add_mat_mul(w_a, a, &t7.t());
                ad::recycle!(v0, v1, v2, v4, v5, t0, t1, t2, t3, t4, t7);
                out
            }
        }
    } else {
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
        ad::recycle!(
            v0, v1, v2, v3, v4, k, v5, v6, v7, v8, v9, v10, t0, v0_a, v1_a, v2_a, v3_a,
            v4_a, k_a, v5_a, v6_a, v7_a, v8_a, v9_a, v10_a
        );
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
    ad::recycle!(
        v0, v1, v2, v3, v4, k, v5, v6, v7, v8, v9, v10, t0, t1, v11, t2, t3, v12, t4, t5,
        v13, t6, t7, v14, v15, t8, t9, k_t, t10, t11, v16, t12, t13, v17, t14, t15, v18,
        t16, t17, v19, t18, t19, v20, v21, t20, t21
    );
    (out, out_t)
}
