/// Adjoint of [`kalman_gain`]: the primal result, and the derivatives by reverse mode.
///
/// `out_a` is the adjoint of the result `out` (m×n). To each of the following is **added** the derivative of
/// `⟨out_a, kalman_gain(p, h, r)⟩`:
///
/// - `p_a`, by `p` (m×m)
/// - `h_a`, by `h` (n×m)
/// - `r_a`, by `r` (n×n)
///
/// Two variants, of which the one with the fewest flops for the sizes at hand runs:
///
/// - 6·m²·n + 12·m·n² + 0.67·n³ + n²; new arrays: 5·m·n + 2·n² elements
/// - 14·m²·n + 8·m·n² + 0.67·n³; new arrays: 2·m² + 5·m·n + n² elements
///
/// The primal alone, as written: 4·m²·n + 4·m·n² + 2·n³ + n².
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
pub fn kalman_gain_ad(
    p: &Array2<f64>,
    h: &Array2<f64>,
    r: &Array2<f64>,
    p_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    h_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    r_a: &mut ::numpy2ad::__private::ArrayRef2<f64>,
    out_a: &::numpy2ad::__private::ArrayRef2<f64>,
) -> Array2<f64> {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    if p.ncols() == p.nrows() && h.ncols() == p.nrows() && r.nrows() == h.nrows()
        && r.ncols() == h.nrows()
    {
        let len_m = p.nrows() as f64;
        let len_n = h.nrows() as f64;
        match ad::cheapest(
            &[
                4.0 * len_m * len_n * len_n + 1.0 * len_n * len_n,
                8.0 * len_m * len_m * len_n,
            ],
        ) {
            0 => {
                let v0 = ad::mat_mul(p, &h.t());
                let mut v1 = ad::copy(r);
                ad::add_mirrored_mat_mul(&mut v1, h, &v0, p);
                let v2 = ad::factors_into(v1);
                let v3 = ad::solve_t(&v2, &v0.t());
                let out = ad::copy(&v3.t());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve(&v2, &out_a.t());
                let t1 = ad::mat_mul(&v3, &t0.t());
                let mut t2 = ad::copy(&t0.t());
                ad::sub_mat_mul(&mut t2, &h.t(), &t1);
                ad::sub_mat_mul(h_a, &t1, &v0.t());
                ad::add_mat_mul(h_a, &t2.t(), p);
                ad::sub_assign(r_a, &t1);
                ad::add_mat_mul(p_a, &t2, h);
                ad::recycle!(v0, v2, v3, t0, t1, t2);
                out
            }
            _ => {
                let v0 = ad::mat_mul(p, &h.t());
                let mut v1 = ad::copy(r);
                ad::add_mirrored_mat_mul(&mut v1, h, &v0, p);
                let v2 = ad::factors_into(v1);
                let v3 = ad::solve_t(&v2, &v0.t());
                let out = ad::copy(&v3.t());
                ad::check_shape("p_a", p_a.shape(), p.shape());
                ad::check_shape("h_a", h_a.shape(), h.shape());
                ad::check_shape("r_a", r_a.shape(), r.shape());
                ad::check_shape("out_a", out_a.shape(), out.shape());
                let t0 = ad::solve(&v2, &out_a.t());
                let t1 = ad::mat_mul(&t0.t(), &v0.t());
                let v4 = ad::mat_mul(&h.t(), &v3);
                let mut t2 = ad::copy(&t0.t());
                ad::sub_mat_mul(&mut t2, &v4, &t0.t());
                ad::sub_mat_mul(h_a, &v3, &t1);
                ad::add_mat_mul(h_a, &t2.t(), p);
                ad::sub_mat_mul(r_a, &v3, &t0.t());
                ad::add_mat_mul(p_a, &t2, h);
                ad::recycle!(v0, v2, v3, t0, t1, v4, t2);
                out
            }
        }
    } else {
        let v0 = ad::mat_mul(p, &h.t());
        let v1 = ad::mat_mul(h, p);
        let v2 = ad::mat_mul(&v1, &h.t());
        let v3 = ad::add(&v2, r);
        let v4 = ad::inv(&v3);
        let out = ad::mat_mul(&v0, &v4);
        ad::check_shape("p_a", p_a.shape(), p.shape());
        ad::check_shape("h_a", h_a.shape(), h.shape());
        ad::check_shape("r_a", r_a.shape(), r.shape());
        ad::check_shape("out_a", out_a.shape(), out.shape());
        let mut v0_a = ad::zeros_like(&v0);
        let mut v1_a = ad::zeros_like(&v1);
        let mut v2_a = ad::zeros_like(&v2);
        let mut v3_a = ad::zeros_like(&v3);
        let mut v4_a = ad::zeros_like(&v4);
        ad::add_mat_mul(&mut v4_a, &v0.t(), out_a);
        ad::add_mat_mul(&mut v0_a, out_a, &v4.t());
        let t0 = ad::mat_mul(&v4_a, &v4.t());
        ad::sub_mat_mul(&mut v3_a, &v4.t(), &t0);
        ad::add_assign(r_a, &v3_a);
        ad::add_assign(&mut v2_a, &v3_a);
        ad::add_mat_mul(&mut ad::t_mut(h_a), &v1.t(), &v2_a);
        ad::add_mat_mul(&mut v1_a, &v2_a, h);
        ad::add_mat_mul(p_a, &h.t(), &v1_a);
        ad::add_mat_mul(h_a, &v1_a, &p.t());
        ad::add_mat_mul(&mut ad::t_mut(h_a), &p.t(), &v0_a);
        ad::add_mat_mul(p_a, &v0_a, h);
        ad::recycle!(v0, v1, v2, v3, v4, t0, v0_a, v1_a, v2_a, v3_a, v4_a);
        out
    }
}
/// Tangent of [`kalman_gain`]: the primal result and its directional derivative.
///
/// Behind each differentiable parameter stands the direction in which it moves.
///
/// Flops, the primal included: 12·m²·n + 12·m·n² + 6·n³ + 3·m·n + 4·n².
///
/// # Panics
///
/// Where shapes do not fit, and where the primal function panics; nothing has been changed then.
#[allow(unused_variables, clippy::too_many_arguments, clippy::unnecessary_cast)]
pub fn kalman_gain_t(
    p: &Array2<f64>,
    p_t: &::numpy2ad::__private::ArrayRef2<f64>,
    h: &Array2<f64>,
    h_t: &::numpy2ad::__private::ArrayRef2<f64>,
    r: &Array2<f64>,
    r_t: &::numpy2ad::__private::ArrayRef2<f64>,
) -> (Array2<f64>, Array2<f64>) {
    #[allow(unused_imports)]
    use ::numpy2ad::__private as ad;
    let v0 = ad::mat_mul(p, &h.t());
    let v1 = ad::mat_mul(h, p);
    let v2 = ad::mat_mul(&v1, &h.t());
    let v3 = ad::add(&v2, r);
    let v4 = ad::inv(&v3);
    let out = ad::mat_mul(&v0, &v4);
    let t0 = ad::mat_mul(p_t, &h.t());
    let t1 = ad::mat_mul(p, &h_t.t());
    let v5 = ad::add(&t0, &t1);
    let t2 = ad::mat_mul(h_t, p);
    let t3 = ad::mat_mul(h, p_t);
    let v6 = ad::add(&t2, &t3);
    let t4 = ad::mat_mul(&v6, &h.t());
    let t5 = ad::mat_mul(&v1, &h_t.t());
    let v7 = ad::add(&t4, &t5);
    let v8 = ad::add(&v7, r_t);
    let t6 = ad::mat_mul(&v4, &v8);
    let t7 = ad::mat_mul(&t6, &v4);
    let v9 = ad::map(&t7, |t7| -t7);
    let t8 = ad::mat_mul(&v5, &v4);
    let t9 = ad::mat_mul(&v0, &v9);
    let out_t = ad::add(&t8, &t9);
    ad::recycle!(
        v0, v1, v2, v3, v4, t0, t1, v5, t2, t3, v6, t4, t5, v7, v8, t6, t7, v9, t8, t9
    );
    (out, out_t)
}
