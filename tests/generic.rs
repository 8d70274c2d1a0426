//! Functions that are generic over the type of their elements, and functions of `f32`.

mod support;

use ndarray::prelude::*;
use ndarray::{LinalgScalar, NdFloat};
use num_traits::Float;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use numpy2ad::{Real, adjoint, gradient, hvp, jacobian, tangent};

const WEIGHT: f64 = 0.5;

#[adjoint(workspace)]
#[tangent]
fn misfit<A: Real>(a: &Array2<A>, x: &Array1<A>, b: ArrayView1<'_, A>, s: A) -> (Array1<A>, A) {
    let r = a.dot(x) - b;
    let weight = A::from(WEIGHT).unwrap() * s + A::one();
    let scaled = r.mapv(|r| (r * r + A::from(1.5).unwrap()).sqrt() / A::from(2).unwrap());
    let size = r.dot(&r) * weight / A::from(r.len()).unwrap();
    (scaled, size)
}

mod in_f64 {
    use super::*;

    fn of(a: &Array2<f64>, x: &Array1<f64>, b: &Array1<f64>, s: f64) -> (Array1<f64>, f64) {
        misfit(a, x, b.view(), s)
    }

    #[allow(clippy::too_many_arguments, reason = "as the adjoint has them")]
    fn of_ad(
        a: &Array2<f64>,
        x: &Array1<f64>,
        b: &Array1<f64>,
        s: f64,
        a_a: &mut ArrayRef2<f64>,
        x_a: &mut ArrayRef1<f64>,
        b_a: &mut ArrayRef1<f64>,
        s_a: &mut f64,
        scaled_a: &ArrayRef1<f64>,
        size_a: f64,
    ) -> (Array1<f64>, f64) {
        misfit_ad(a, x, b.view(), s, a_a, x_a, b_a, s_a, scaled_a, size_a)
    }

    #[allow(clippy::too_many_arguments, reason = "as the tangent has them")]
    fn of_t(
        a: &Array2<f64>,
        a_t: &ArrayRef2<f64>,
        x: &Array1<f64>,
        x_t: &ArrayRef1<f64>,
        b: &Array1<f64>,
        b_t: &ArrayRef1<f64>,
        s: f64,
        s_t: f64,
    ) -> ((Array1<f64>, f64), (Array1<f64>, f64)) {
        misfit_t(a, a_t, x, x_t, b.view(), b_t, s, s_t)
    }

    crate::check_function!(of, of_ad, of_t, plain, (vector, scalar), [
        (matrix "m n" Any), (vector "n" Any), (vector "m" Any), (scalar "" Any)
    ]);
}

/// Bounds that say less than the kernels need: the derivative asks for more.
#[adjoint]
#[gradient]
#[hvp]
fn squares<A>(x: &Array1<A>, power: i32) -> A
where
    A: LinalgScalar + Float,
{
    x.mapv(|x| x.powi(power)).sum() + A::zero()
}

#[gradient]
fn whitened<T: NdFloat + Real>(m: &Array2<T>, x: &Array1<T>) -> Result<T, LinalgError> {
    Ok(m.inv()?.dot(x).dot(x) + inv(m).sum())
}

#[gradient]
fn single(m: &Array2<f32>, x: &Array1<f32>, s: f32) -> f32 {
    s * inv(m).dot(x).dot(x) + (x * 0.5).mapv(f32::exp).sum() / x.len() as f32
}

#[test]
fn both_precisions_agree() {
    let (m, x) = (array![[2.0, 0.5], [0.25, 3.0]], array![1.0, -2.0]);
    let (value, (m_g, x_g)) = whitened_grad(&m, &x).expect("a regular matrix");
    let narrow = (m.mapv(|m| m as f32), x.mapv(|x| x as f32));
    let (value_s, (m_s, x_s)) = whitened_grad(&narrow.0, &narrow.1).expect("a regular matrix");
    assert!((value - f64::from(value_s)).abs() < 1e-5);
    assert!(m_g.iter().zip(&m_s).chain(x_g.iter().zip(&x_s)).all(|(a, b)| (a - f64::from(*b)).abs() < 1e-5));
    let (_, (single_m, single_x, single_s)) = single_grad(&narrow.0, &narrow.1, 1.0);
    assert_eq!((single_m.dim(), single_x.len()), ((2, 2), 2));
    assert!((f64::from(single_s) - inv(&m).dot(&x).dot(&x)).abs() < 1e-5);
}

#[test]
fn powers_of_any_precision() {
    assert_eq!(squares_grad(&array![1.0_f32, 2.0], 3), (9.0, array![3.0, 12.0]));
    assert_eq!(squares_grad(&array![1.0, 2.0], 3), (9.0, array![3.0, 12.0]));
    let (_, _, product) = squares_hvp(&array![1.0, 2.0], &array![1.0, 1.0], 3);
    assert_eq!(product, array![6.0, 12.0]);
    let mut x_a = Array1::zeros(2);
    assert_eq!(squares_ad(&array![1.0, 2.0], 2, &mut x_a, 2.0), 5.0);
    assert_eq!(x_a, array![4.0, 8.0]);
}

#[jacobian]
fn turned<A: Real>(a: &Array2<A>, x: &Array1<A>, s: A) -> Array1<A> {
    a.dot(&x.mapv(|x| x * x)) * s
}

#[test]
fn jacobians_of_any_precision() {
    let (a, x) = (array![[1.0_f32, 2.0], [0.0, 1.0]], array![3.0_f32, 1.0]);
    let (value, (a_j, x_j, s_j)) = turned_jac(&a, &x, 2.0);
    assert_eq!(value, array![22.0, 2.0]);
    assert_eq!(x_j, array![[12.0, 8.0], [0.0, 4.0]]);
    assert_eq!(s_j, array![[11.0], [1.0]]);
    assert_eq!(a_j, array![[18.0, 2.0, 0.0, 0.0], [0.0, 0.0, 18.0, 2.0]]);
}
