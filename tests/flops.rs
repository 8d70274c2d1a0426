//! The flops that the compiler promises are those that the generated code does: the models run on kernels that count.
//!
//! The crate calls itself `numpy2ad`, so that the models of the examples, as they are, are expanded against the
//! counting kernels.

extern crate self as numpy2ad;

#[path = "flops/counting.rs"]
#[doc(hidden)]
pub mod __private;
#[path = "../examples/models/mod.rs"]
mod example;
mod support;

pub use numpy2ad_macros::{adjoint, tangent};
pub use numpy2ad_runtime::linalg;

use numpy2ad_core::cost::{self, Flops};
use numpy2ad_core::ir::Func;
use numpy2ad_core::opt::{self, Assumption, Declared, Finding};
use numpy2ad_core::rust;
use numpy2ad_core::ty::{Letter, Shape, Structure};
use std::collections::BTreeMap;
use support::harness::{Domain, Input, Random};
use support::tensor::{Adjoints, Arguments, Tensor};

/// A model with its inputs; the axis `p` is the number of columns.
struct Model {
    name: &'static str,
    inputs: Vec<Input>,
    primal: fn(&mut Arguments<'_>) -> Tensor,
    adjoint: fn(&mut Arguments<'_>, &mut Adjoints<'_>, &Tensor) -> Tensor,
}

macro_rules! models {
    ($($name:literal $f:path, $ad:path, $fallible:ident, $output:ident, [$(($($param:tt)*)),*];)*) => {
        vec![$(Model {
            name: $name,
            inputs: [$(crate::check_function!(@input $($param)*)),*].into_iter().flatten().collect(),
            primal: |x| Tensor::from(crate::check_function!(@$fallible $f($(crate::check_function!(@arg x $($param)*)),*))),
            adjoint: |x, x_a, seed| {
                let seed = [seed.clone()];
                let mut seed = Arguments(seed.iter());
                Tensor::from(crate::check_function!(@$fallible crate::check_function!(
                    @call_ad $ad, x, x_a, [seed.$output(),], [$(($($param)*))*], [], []
                )))
            },
        }),*]
    };
}

fn models() -> Vec<Model> {
    use example::vectors;
    models! {
        "mma" example::mma, example::mma_ad, plain, matrix, [(matrix "m k" Any), (matrix "k n" Any), (matrix "m n" Any)];
        "inverse" example::inverse, example::inverse_ad, plain, matrix, [(matrix "m m" Invertible)];
        "gls" example::gls, example::gls_ad, plain, matrix, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (matrix "m+n p" Any)];
        "opt_xf" example::opt_xf, example::opt_xf_ad, plain, matrix, [(matrix "m+n m+n" Definite), (matrix "n m+n" Invertible), (matrix "n p" Any), (matrix "m+n p" Any)];
        "opt_b" example::opt_b, example::opt_b_ad, plain, matrix, [(matrix "m+n m+n" Definite), (matrix "n m+n" Invertible), (matrix "m+n p" Any), (matrix "m+n p" Any)];
        "signal" example::signal, example::signal_ad, plain, matrix, [(matrix "m m" Invertible), (matrix "m+n m" Invertible), (matrix "k m" Any), (matrix "k k" Definite), (matrix "m p" Any)];
        "enkf" example::enkf, example::enkf_ad, plain, matrix, [(matrix "m p" Any), (matrix "m m" Definite), (matrix "m m" Any), (matrix "m m" Definite), (matrix "m p" Any)];
        "image" example::image, example::image_ad, plain, matrix, [(matrix "n m" Any), (matrix "n p" Any), (matrix "m p" Any), (matrix "m p" Any), (matrix "m m" Definite), (matrix "m p" Any)];
        "rmi" example::rmi, example::rmi_ad, plain, matrix, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (matrix "m+n m+n" Any), (matrix "m+n m+n" Any)];
        "rmi2" example::rmi2, example::rmi2_ad, plain, matrix, [(matrix "m+n m+n" Definite), (matrix "m+n m" Invertible), (matrix "m+n m+n" Invertible), (matrix "m+n m+n" Any), (matrix "m+n m+n" Any)];
        "newton" example::newton, example::newton_ad, plain, matrix, [(matrix "m m" Definite), (matrix "m m" Any), (matrix "n m" Any), (matrix "n k" Any), (matrix "k k" Definite)];
        "tikhonov" example::tikhonov, example::tikhonov_ad, plain, matrix, [(matrix "n m" Any), (matrix "m m" Invertible), (matrix "n p" Any)];
        "gen_tikhonov" example::gen_tikhonov, example::gen_tikhonov_ad, plain, matrix, [(matrix "n m" Any), (matrix "n n" Definite), (matrix "m m" Definite), (matrix "n p" Any), (matrix "m p" Any)];
        "lmmse" example::lmmse, example::lmmse_ad, plain, matrix, [(matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite), (matrix "n p" Any), (matrix "m p" Any)];
        "kalman_gain" example::kalman_gain, example::kalman_gain_ad, plain, matrix, [(matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite)];
        "kalman_covariance" example::kalman_covariance, example::kalman_covariance_ad, plain, matrix, [(matrix "m n" Any), (matrix "n m" Any), (matrix "m m" Any), (matrix "m m" Any)];
        "kalman_state" example::kalman_state, example::kalman_state_ad, plain, matrix, [(matrix "m n" Any), (matrix "n m" Any), (matrix "m p" Any), (matrix "n p" Any)];
        "quadric" example::quadric, example::quadric_ad, plain, matrix, [(matrix "m m" Any), (matrix "m n" Any), (matrix "m n" Any), (matrix "n n" Any)];
        "vectors::gls" vectors::gls, vectors::gls_ad, fallible, vector, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (vector "m+n" Any)];
        "vectors::lmmse" vectors::lmmse, vectors::lmmse_ad, plain, vector, [(matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite), (vector "n" Any), (vector "m" Any)];
        "vectors::tikhonov" vectors::tikhonov, vectors::tikhonov_ad, plain, vector, [(matrix "n m" Any), (matrix "m m" Definite), (vector "n" Any), (scalar "" Positive)];
        "vectors::misfit" vectors::misfit, vectors::misfit_ad, plain, scalar, [(matrix "m n" Any), (vector "n" Any), (vector "m" Any), (vector "m" Any)];
    }
}

/// Models with declarations, each called as the one whose text it has.
mod declared {
    use crate::adjoint;
    use ndarray::Array2;
    use numpy2ad_runtime::linalg::inv;

    #[adjoint(spd(m))]
    pub(crate) fn gls(x: &Array2<f64>, m: &Array2<f64>, y: &Array2<f64>) -> Array2<f64> {
        let m_inv = inv(m);
        inv(&x.t().dot(&m_inv).dot(x)).dot(&x.t()).dot(&m_inv).dot(y)
    }

    #[adjoint(diagonal(w))]
    pub(crate) fn opt_xf(w: &Array2<f64>, a: &Array2<f64>, b: &Array2<f64>, x: &Array2<f64>) -> Array2<f64> {
        w.dot(&a.t()).dot(&inv(&a.dot(w).dot(&a.t()))).dot(&(b - a.dot(x)))
    }

    #[adjoint(upper(g))]
    pub(crate) fn tikhonov(a: &Array2<f64>, g: &Array2<f64>, b: &Array2<f64>) -> Array2<f64> {
        inv(&(a.t().dot(a) + g.t().dot(g))).dot(&a.t()).dot(b)
    }

    #[adjoint(spd(p, r))]
    pub(crate) fn kalman_gain(p: &Array2<f64>, h: &Array2<f64>, r: &Array2<f64>) -> Array2<f64> {
        p.dot(&h.t()).dot(&inv(&(h.dot(p).dot(&h.t()) + r)))
    }

    #[adjoint(lower(a))]
    pub(crate) fn mma(a: &Array2<f64>, b: &Array2<f64>, c: &Array2<f64>) -> Array2<f64> {
        a.dot(b) + c
    }
}

/// Models with a parameter that may be diagonal, where it is.
fn diagonal_models() -> Vec<Model> {
    models! {
        "rmi" example::rmi, example::rmi_ad, plain, matrix, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (matrix "m+n m+n" Diagonal), (matrix "m+n m+n" Any)];
        "newton" example::newton, example::newton_ad, plain, matrix, [(matrix "m m" Definite), (matrix "m m" Diagonal), (matrix "n m" Any), (matrix "n k" Any), (matrix "k k" Definite)];
    }
}

/// Where a parameter is diagonal, models that look for it do a good deal less.
#[test]
fn a_diagonal_is_made_use_of() {
    let general = models();
    for model in diagonal_models() {
        let of_general = general.iter().find(|general| general.name == model.name).expect("the same model");
        let sizes = if model.name == "rmi" { [4, 60, 1, 1] } else { [64, 24, 8, 1] };
        let (_, without) = compare(of_general, &Declared::default(), sizes);
        let (_, with) = compare(&model, &Declared::default(), sizes);
        assert!(with < 0.7 * without, "{}: {with} where it is diagonal, {without} where not", model.name);
    }
}

/// The models with declarations, and what they declare.
fn declared_models() -> Vec<(Model, Declared)> {
    let models = models! {
        "gls" declared::gls, declared::gls_ad, plain, matrix, [(matrix "m+n m" Invertible), (matrix "m+n m+n" Definite), (matrix "m+n p" Any)];
        "opt_xf" declared::opt_xf, declared::opt_xf_ad, plain, matrix, [(matrix "m+n m+n" Diagonal), (matrix "n m+n" Invertible), (matrix "n p" Any), (matrix "m+n p" Any)];
        "tikhonov" declared::tikhonov, declared::tikhonov_ad, plain, matrix, [(matrix "n m" Any), (matrix "m m" Upper), (matrix "n p" Any)];
        "kalman_gain" declared::kalman_gain, declared::kalman_gain_ad, plain, matrix, [(matrix "m m" Definite), (matrix "n m" Any), (matrix "n n" Definite)];
        "mma" declared::mma, declared::mma_ad, plain, matrix, [(matrix "m m" Lower), (matrix "m n" Any), (matrix "m n" Any)];
    };
    let structures: [&[(usize, Structure)]; 5] = [
        &[(1, Structure::Definite)],
        &[(0, Structure::Diagonal)],
        &[(1, Structure::Upper)],
        &[(0, Structure::Definite), (2, Structure::Definite)],
        &[(0, Structure::Lower)],
    ];
    let declared = structures.map(|of| Declared { structures: of.iter().copied().collect() });
    models.into_iter().zip(declared).collect()
}

/// The IR of a model, from the file that the compiler has read as well.
fn lowered(name: &str) -> Func {
    let file = syn::parse_file(include_str!("../examples/models/mod.rs")).expect("the models are Rust");
    let mut items = file.items;
    let mut segments: Vec<&str> = name.split("::").collect();
    let name = segments.pop().expect("a name");
    for segment in segments {
        let inner = items.into_iter().find_map(|item| match item {
            syn::Item::Mod(module) if module.ident == segment => module.content,
            _ => None,
        });
        items = inner.expect("a module").1;
    }
    let item = items.into_iter().find_map(|item| match item {
        syn::Item::Fn(item) if item.sig.ident == name => Some(item),
        _ => None,
    });
    let (_, lowered) = rust::lower(&item.expect("a model of this name")).expect("a differentiable model");
    lowered.func
}

/// The letter of each axis of the parameters, with its length.
fn lengths(func: &Func, params: &[Tensor]) -> BTreeMap<String, f64> {
    let mut lengths = BTreeMap::new();
    for (param, tensor) in func.params.iter().zip(params) {
        let axes = match param.ty.shape {
            Shape::Scalar => vec![],
            Shape::Vector(n) => vec![n],
            Shape::Matrix(m, n) => vec![m, n],
        };
        assert_eq!(axes.len(), tensor.shape().len());
        lengths.extend(
            axes.into_iter()
                .zip(tensor.shape())
                .map(|(dim, n)| (func.dims.letter(dim).to_string(), n as f64)),
        );
    }
    lengths
}

/// What the compiler promises, without flops of degree 0: those of the variant that the generated code takes at these
/// lengths, of these operands.
fn account(primal: &Func, declared: &Declared, lengths: &BTreeMap<String, f64>, operands: &[Tensor]) -> f64 {
    let (plain, scenarios) = (rust::adjoint_ir(primal), opt::scenarios(primal));
    let derived = opt::Derived::new(&plain, primal, &rust::adjoint_ir);
    let mut variants = opt::optimise(derived, declared, &scenarios);
    if let Some(assuming) = opt::assuming(derived, declared, &scenarios, &variants) {
        let Assumption { finding, params } = &assuming.assumption;
        let is_found = |index: &usize| match (&operands[*index], finding) {
            (Tensor::Matrix(a), Finding::Diagonal) => numpy2ad_runtime::is_diagonal(a),
            (Tensor::Matrix(a), Finding::Symmetric) => numpy2ad_runtime::found_symmetric(a),
            _ => false,
        };
        if params.iter().all(is_found) {
            variants.extend(assuming.variants);
        }
    }
    let flops: Vec<Flops> = variants.iter().map(cost::flops).collect();
    let costs = Flops::without_common(&flops)
        .iter()
        .map(|flops| flops.at(|letter| lengths[letter]))
        .collect::<Vec<_>>();
    let flops = &flops[__private::cheapest(&costs)];
    let of_degree =
        |letters: &[Letter]| letters.iter().map(|letter| lengths[letter.as_str()]).product::<f64>();
    flops.terms().filter(|(letters, _)| !letters.is_empty()).map(|(letters, c)| c * of_degree(letters)).sum()
}

/// Flops promised and flops counted of a model at these lengths of `m`, `n`, `k` and `p`.
fn compare(model: &Model, declared: &Declared, sizes: [usize; 4]) -> (f64, f64) {
    let mut random = Random::new(7);
    let inputs: Vec<Tensor> = model.inputs.iter().map(|input| random.input(*input, sizes)).collect();
    let seed = (model.primal)(&mut Arguments(inputs.iter())).like(|| random.symmetric());
    let mut adjoints: Vec<Tensor> = inputs.iter().map(|input| input.like(|| 0.0)).collect();
    __private::taken();
    (model.adjoint)(&mut Arguments(inputs.iter()), &mut Adjoints(adjoints.iter_mut()), &seed);
    let counted = __private::taken();
    let mut primal = lowered(model.name);
    for &index in declared.structures.keys() {
        if let Shape::Matrix(rows, columns) = primal.params[index].ty.shape {
            primal.dims.unify(rows, columns);
        }
    }
    (account(&primal, declared, &lengths(&primal, &inputs), &inputs), counted)
}

#[test]
fn models_do_the_flops_that_are_promised() {
    let mut wrong = Vec::new();
    let undeclared = models().into_iter().chain(diagonal_models());
    let undeclared = undeclared.map(|model| (model, Declared::default()));
    for (model, declared) in undeclared.chain(declared_models()) {
        // One column, for which one variant is made, and many, for which the other is.
        for sizes in [[7, 5, 3, 1], [7, 5, 3, 41], [5, 11, 9, 2], [13, 3, 17, 19]] {
            let (promised, counted) = compare(&model, &declared, sizes);
            if (promised - counted).abs() > 1e-9 * promised {
                wrong.push(format!("{} at {sizes:?}: {promised} promised, {counted} counted", model.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Symmetric to the last bit, the matrix of least squares takes half of a solution; but for one bit, all of it. It has to be
/// large for anybody to look.
#[test]
fn a_matrix_that_is_found_symmetric_takes_fewer_flops() {
    use ndarray::Array2;
    let (x, y, seed) = (Array2::from_elem((260, 1), 0.5), Array2::ones((260, 1)), Array2::ones((1, 1)));
    let flops_of = |m: &Array2<f64>| {
        let (mut x_a, mut m_a, mut y_a) = (x.clone(), m.clone(), y.clone());
        __private::taken();
        example::gls_ad(&x, m, &y, &mut x_a, &mut m_a, &mut y_a, &seed);
        __private::taken()
    };
    let symmetric = 3.0 * Array2::<f64>::eye(260) + 1.0;
    let mut nearly = symmetric.clone();
    nearly[(259, 0)] = nearly[(259, 0)].next_up();
    assert!(flops_of(&symmetric) < 0.8 * flops_of(&nearly));
    let gls = models().into_iter().find(|model| model.name == "gls").expect("the model");
    let (promised, counted) = compare(&gls, &Declared::default(), [250, 10, 5, 1]);
    assert!((promised - counted).abs() <= 1e-9 * promised, "{promised} promised, {counted} counted");
}

mod by_option {
    pub(crate) use crate::__private;

    /// Found through the option rather than through the crate's name.
    #[crate::adjoint(crate = crate::by_option)]
    pub(crate) fn product(a: &ndarray::Array2<f64>, b: &ndarray::Array2<f64>) -> ndarray::Array2<f64> {
        a.dot(b)
    }
}

/// The counting itself, by hand: the product and two of the same size in the reverse sweep.
#[test]
fn a_product_is_counted_three_times() {
    use ndarray::Array2;
    let (a, b, seed) = (Array2::ones((3, 5)), Array2::ones((5, 7)), Array2::ones((3, 7)));
    let (mut a_a, mut b_a) = (Array2::zeros((3, 5)), Array2::zeros((5, 7)));
    __private::taken();
    let value = by_option::product_ad(&a, &b, &mut a_a, &mut b_a, &seed);
    assert_eq!(value, by_option::product(&a, &b));
    assert_eq!(__private::taken(), 3.0 * 2.0 * 3.0 * 5.0 * 7.0);
    assert_eq!(__private::taken(), 0.0);
}
