//! `#[jacobian]`: a value, and its derivatives of every element by every element.

mod support;

use ndarray::prelude::*;
use numpy2ad::jacobian;
use numpy2ad::linalg::{Inverse, LinalgError, inv};
use support::harness::{Input, Random, SIZES, fourth_order};
use support::tensor::{Arguments, LAYOUTS, Tensor};

/// A function and its Jacobian, on tensors.
struct Subject {
    name: &'static str,
    inputs: Vec<Input>,
    primal: fn(&mut Arguments<'_>) -> Vec<Tensor>,
    jacobian: fn(&mut Arguments<'_>) -> (Vec<Tensor>, Vec<Tensor>),
}

/// Every entry against differences of fourth order, in all sizes and layouts: results that are longer and shorter than the
/// parameters, empty ones, and empty parameters among them.
fn check(subject: &Subject) {
    for sizes in SIZES {
        for layout in LAYOUTS {
            let mut random = Random::new(0x1ac0 ^ sizes.iter().fold(7, |h, &s| h * 31 + s as u64));
            let inputs: Vec<Tensor> =
                subject.inputs.iter().map(|input| random.input(*input, sizes).in_layout(layout)).collect();
            let context = format!("{} at {sizes:?}, {layout:?}", subject.name);
            let out = (subject.primal)(&mut Arguments(inputs.iter()));
            let (value, blocks) = (subject.jacobian)(&mut Arguments(inputs.iter()));
            let (out, value) = (out[0].elements(), value[0].elements());
            assert_eq!(out.len(), value.len(), "{context}");
            assert!(
                out.iter().zip(&value).all(|(a, b)| (a - b).abs() <= 1e-12 * a.abs().max(1.0)),
                "{context}"
            );
            assert_eq!(blocks.len(), inputs.len(), "{context}");
            for (index, (input, block)) in inputs.iter().zip(&blocks).enumerate() {
                let elements = input.elements();
                assert_eq!(block.shape(), [out.len(), elements.len()], "{context}: block {index}");
                for (at, found) in block.elements().into_iter().enumerate() {
                    let (row, column) = (at / elements.len(), at % elements.len());
                    let slope = fourth_order(elements[column], |moved| {
                        let mut inputs = inputs.clone();
                        inputs[index] = input.with_element(column, moved);
                        (subject.primal)(&mut Arguments(inputs.iter()))[0].elements()[row]
                    });
                    assert!(
                        (found - slope).abs() <= 1e-8 * found.abs().max(1.0),
                        "{context}: entry ({row}, {column}) by input {index}: {found}, differences {slope}"
                    );
                }
            }
        }
    }
}

macro_rules! check_jacobian {
    ($name:ident, $jac:ident, $fallible:ident, [$(($($param:tt)*)),*]) => {
        mod $name {
            use crate::support::harness::{Domain, Input};
            use crate::support::tensor::Tensors;

            #[test]
            fn entries_are_differences() {
                super::check(&super::Subject {
                    name: stringify!($name),
                    inputs: [$(crate::check_function!(@input $($param)*)),*].into_iter().flatten().collect(),
                    primal: |x| Tensors::all(
                        crate::check_function!(@$fallible super::$name($(crate::check_function!(@arg x $($param)*)),*))
                    ),
                    jacobian: |x| {
                        let (value, blocks) = crate::check_function!(
                            @$fallible super::$jac($(crate::check_function!(@arg x $($param)*)),*)
                        );
                        (Tensors::all(value), Tensors::all(blocks))
                    },
                });
            }
        }
    };
}

/// Longer and shorter than the parameters, by the sizes: by rows and by columns.
#[jacobian]
pub fn affine(a: &Array2<f64>, x: &Array1<f64>, s: f64) -> Array1<f64> {
    (a.dot(x) * s).exp()
}
check_jacobian!(affine, affine_jac, plain, [(matrix "m n" Any), (vector "n" Any), (scalar "" Any)]);

/// A matrix by a matrix: elements count row by row.
#[jacobian(optimize = false)]
pub fn sandwich(a: &Array2<f64>, b: &Array2<f64>, n: i32) -> Array2<f64> {
    let product = a.t().dot(b);
    product.powi(n) - &product
}
check_jacobian!(sandwich, sandwich_jac, plain, [(matrix "m n" Any), (matrix "m k" Any), (integer)]);

/// A factorisation, and a parameter on which nothing depends.
#[jacobian]
pub fn solved(m: &Array2<f64>, x: &Array1<f64>, _unused: &Array1<f64>) -> Result<Array1<f64>, LinalgError> {
    Ok(m.inv()?.dot(&(x * x)))
}
check_jacobian!(solved, solved_jac, fallible, [(matrix "m m" Invertible), (vector "m" Any), (vector "n" Any)]);

/// A number has one row, its gradient.
#[jacobian]
pub fn energy(m: &Array2<f64>, x: &Array1<f64>, s: f64) -> f64 {
    s * s * inv(m).dot(x).dot(x)
}
check_jacobian!(energy, energy_jac, plain, [(matrix "m m" Invertible), (vector "m" Any), (scalar "" Any)]);

/// What is repeated along axes.
#[jacobian]
pub fn repeated(a: &Array2<f64>, row: &Array2<f64>, v: &Array1<f64>) -> Array2<f64> {
    (a + row) * v * row
}
check_jacobian!(repeated, repeated_jac, plain, [(matrix "m n" Any), (matrix "1 n" Any), (vector "n" Any)]);

/// The result is a parameter.
#[jacobian]
pub fn copied(x: &Array1<f64>) -> Array1<f64> {
    x.clone()
}
check_jacobian!(copied, copied_jac, plain, [(vector "m" Any)]);

/// A view of a parameter.
#[jacobian]
fn turned(a: &Array2<f64>) -> Array2<f64> {
    a.t().to_owned()
}
check_jacobian!(turned, turned_jac, plain, [(matrix "m n" Any)]);

#[jacobian]
fn number(s: f64) -> f64 {
    s * s * s
}

#[jacobian(wrt(x))]
fn single(a: ArrayView2<'_, f32>, x: Array1<f32>) -> Array1<f32> {
    a.dot(&x) * 2.0
}

#[jacobian(spd(m), wrt(x))]
fn declared(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> {
    inv(m).dot(x)
}

#[test]
fn one_parameter_needs_no_tuple() {
    assert_eq!(number_jac(2.0), (8.0, array![[12.0]]));
    let a = array![[1.0_f32, 2.0], [0.0, 3.0], [4.0, 5.0]];
    assert_eq!(single_jac(a.view(), array![1.0, 1.0]), (array![6.0, 6.0, 18.0], 2.0 * a));
}

#[test]
fn failures_are_errors() {
    let singular = Array2::ones((2, 2));
    let x = array![1.0, 2.0];
    assert_eq!(solved_jac(&singular, &x, &x), Err(LinalgError::Singular));
}

#[test]
fn declarations_hold() {
    let m = array![[4.0, 1.0], [1.0, 3.0]];
    let (_, x_j) = declared_jac(&m, &array![1.0, 2.0]);
    assert!((x_j - inv(&m)).iter().all(|d| d.abs() < 1e-15));
    let indefinite = array![[1.0, 2.0], [2.0, 1.0]];
    let caught = std::panic::catch_unwind(|| declared_jac(&indefinite, &array![1.0, 2.0]));
    assert!(caught.is_err());
}

#[test]
fn what_depends_on_no_seed_is_computed_once() {
    let item = "fn f(m: &Array2<f64>, x: &Array1<f64>) -> Array1<f64> { inv(m).dot(x) }";
    let source = numpy2ad_core::rust::jacobian(Default::default(), item.parse().expect("tokens")).to_string();
    let optimised = source.as_str();
    let mut ways = optimised.split(":: factors (").skip(1);
    for way in ways.by_ref().take(2) {
        assert!(way.contains("for "), "the factorisation stands before the loops: {way}");
    }
    assert!(ways.next().is_none(), "{optimised}");
}
