use ndarray::prelude::*;
use numpy2ad::{adjoint, elementwise::{hypot, maximum, pow}, linalg::inv};

#[adjoint]
pub fn scalars(s: f64, t: f64) -> f64 {
    s * t - s / (t - s) + s.exp() * t.ln().powi(2)
}

#[adjoint]
pub fn literals(a: &Array2<f64>) -> Array2<f64> {
    2.0 * a - a / 3.0 + 1.5 * (a - 1.0) - (1.0 - a)
}

#[adjoint]
pub fn constant(s: f64) -> f64 {
    let c = 2.0_f64 * 3.5;
    let d = -4.0_f64;
    2.0_f64.exp() * s + (1.0_f64 + 2.0).exp() * c - d.powi(2)
}

#[adjoint]
pub fn dots(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    x.dot(y)
}

#[adjoint]
pub fn mixed(a: &Array2<f64>, x: &Array1<f64>, y: &Array1<f64>, s: f64) -> Array1<f64> {
    s * a.dot(x) + y.dot(a) - x.dot(y) * x
}

#[adjoint]
pub fn transposed(a: &Array2<f64>) -> Array2<f64> {
    a.t().to_owned()
}

#[adjoint]
pub fn same(a: &Array2<f64>) -> Array2<f64> {
    a.clone()
}

#[adjoint]
pub fn same_scalar(s: f64) -> f64 {
    s
}

#[adjoint]
pub fn same_vector(x: &Array1<f64>) -> Array1<f64> {
    let y = x;
    y.clone()
}

#[adjoint]
pub fn named_transpose(a: &Array2<f64>) -> Array2<f64> {
    let b = a.t();
    b.to_owned()
}

#[adjoint]
pub fn product_transpose(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a.dot(b).t().to_owned()
}

#[adjoint]
pub fn product_transpose_named(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let c = a.dot(b).t().to_owned();
    let d = c.t();
    c.dot(&d) - d
}

#[adjoint]
pub fn shared(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let c = a.dot(b);
    &c - c.t().dot(&c) + c.t() - -&c + (-&a.t()).dot(&c) - -&c
}

#[adjoint]
pub fn powers(a: &Array2<f64>, s: f64) -> Array2<f64> {
    a.powi(2) + a.powf(1.5) - a.powi(-1) + (a - 2.0).powi(3) + s.powi(2) - s.powf(0.5)
        + a.powf(2.0)
}

#[adjoint]
pub fn power_n(a: &Array2<f64>, n: i32) -> Array2<f64> {
    a.powi(n) + n as f64 * a
}

#[adjoint]
pub fn functions(a: &Array2<f64>) -> Array2<f64> {
    a.exp() + a.ln() + a.pow2() + a.recip() - a.t().dot(a).exp() * (-a).exp()
}

#[adjoint]
pub fn numbers(a: &Array2<f64>) -> Array2<f64> {
    a.abs().sqrt() + a.sin() * a.tanh() - a.clamp(0.0, 1.0).ln_1p() / a.cbrt()
}

#[adjoint]
pub fn pairs(
    a: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array1<f64>,
    s: f64,
    t: f64,
) -> Array2<f64> {
    let c = maximum(a, b) + a.mapv(|x_1| x_1.min(1.0))
        - hypot(a, &(2.0 * b)) * a.mapv(|x_1| x_1.atan2(s));
    &c + pow(a, b) - x.mapv(|x_1| s.max(x_1)) * s.min(t)
        + a.mapv(|x_1| 2.0_f64.powf(x_1)) + x.mapv(|x_1| s.powf(x_1)) - s.powf(t)
        + (a + b).mapv(|x_1| x_1.max(s))
}

#[adjoint]
pub fn square_scalar(s: f64) -> f64 {
    s.powi(2) + s.recip()
}

#[adjoint]
pub fn negated(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    (-a).dot(b) - -(a - b) - -&a.t()
}

#[adjoint]
pub fn sums(a: &Array2<f64>, x: &Array1<f64>) -> f64 {
    a.sum() + a.dot(x).sum() * x.sum()
}

#[adjoint]
pub fn sizes(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    let m = a.nrows() as f64;
    let n = a.ncols() as f64;
    a / a.nrows() as f64 + m * a - n / a + x.dot(x) / x.len() as f64 + x.len() as f64
}

#[adjoint]
pub fn a(
    a: &Array2<f64>,
    a_1: &Array2<f64>,
    fn_1: &Array2<f64>,
    type_1: &Array2<f64>,
    self_1: &Array2<f64>,
    type_2: &Array2<f64>,
    inv_1: &Array2<f64>,
) -> Array2<f64> {
    let b = a.dot(a_1);
    let b_1 = &b - fn_1;
    b_1.dot(type_1) - self_1.dot(type_2) - inv_1
}

#[adjoint]
pub fn unused(a: &Array2<f64>) -> Array2<f64> {
    let _b = a.dot(a);
    let _c = 3.0_f64;
    a + 1.0
}

#[adjoint]
pub fn associate(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
    a - (b - c) + (a + (b + c)) * (a / (b * c)) / (a * b)
}

#[adjoint]
pub fn inverses(a: &Array2<f64>) -> Array2<f64> {
    inv(&a.t()).dot(&inv(&(inv(a) + a))) - inv(a).t()
}

#[adjoint]
pub fn views(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    &a.t() + &b.t() - (a.t().dot(b) - a.t()).dot(&(&b.t() - a)) * a.t()
}

#[adjoint]
pub fn broadcast(a: &Array2<f64>, x: &Array1<f64>) -> Array2<f64> {
    a + x - x * a - 2.0 / x
}

#[adjoint]
pub fn vec_t(x: &Array1<f64>, a: &Array2<f64>) -> f64 {
    x.t().dot(a).dot(x)
}

#[adjoint]
pub fn np_functions(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    a + a * b - a / (a - b) + a.dot(&b.dot(a)) + -a
}

#[adjoint]
pub fn alias(a: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
    let c = a.dot(b);
    let d = &c;
    let e = a;
    d.dot(e) + &c
}

#[adjoint]
pub fn long_names(
    observations: &Array2<f64>,
    observation_covariance: &Array2<f64>,
    background: &Array2<f64>,
    background_covariance: &Array2<f64>,
) -> Array2<f64> {
    background
        + background_covariance
            .dot(&inv(&(background_covariance + observation_covariance)))
            .dot(&(observations - background))
}

#[adjoint]
pub fn big() -> f64 {
    1e300 * 1e-5 + 1.2345678901234568e29
}

#[adjoint]
pub fn negative_base(a: &Array2<f64>, s: f64) -> Array2<f64> {
    (-a).powi(2) + (-s).powi(2) + (-2.0_f64).powi(2) + (a.nrows() as f64 / 2.0).powi(2)
}

#[adjoint]
pub fn clashes(
    v0: &Array2<f64>,
    f_ad: &Array2<f64>,
    x_a: &Array2<f64>,
    x: &Array2<f64>,
) -> Array2<f64> {
    let v1 = v0.dot(f_ad);
    &v1.dot(x_a).t() - x
}

/// Quotes " and \ in a docstring,
///
/// and a second paragraph.
#[adjoint]
pub fn f(a: &Array2<f64>) -> Array2<f64> {
    a * a
}

#[adjoint]
pub fn f_ad_1(a: &Array2<f64>) -> Array2<f64> {
    a / 2.0
}

#[adjoint]
pub fn noise_level(noise_matrix: &Array2<f64>, xy_inv: &Array2<f64>) -> Array2<f64> {
    noise_matrix - xy_inv
}

#[adjoint]
pub fn several(
    a: &Array2<f64>,
    b: &Array2<f64>,
    x: &Array1<f64>,
) -> (Array2<f64>, f64, Array2<f64>, Array1<f64>) {
    let c = a.dot(b);
    let out1 = x.dot(&c).dot(x);
    let out2 = c.t().to_owned();
    let out3 = x.clone();
    (c, out1, out2, out3)
}

#[adjoint]
pub fn several_twice(
    a: &Array2<f64>,
    s: f64,
) -> (Array2<f64>, Array2<f64>, Array2<f64>, f64, f64, Array2<f64>) {
    let b = 2.0 * a;
    let t = s * s;
    let c = &b;
    let out2 = c.clone();
    let out4 = t * s;
    let out5 = a.t().to_owned();
    (b.clone(), b, out2, t, out4, out5)
}

#[adjoint]
pub fn several_values(a: &Array2<f64>, x: &Array1<f64>) -> (Array1<f64>, f64) {
    (a.dot(x), x.dot(x))
}
