//! Every model of the examples with the shapes that it is measured at, and its four forms behind one type.

use crate::{declared, experts, models, plain};
use ndarray::Array2;

/// An adjoint: operands, their adjoints, the seed.
pub type Adjoint = fn(&[Array2<f64>], &mut [Array2<f64>], &Array2<f64>) -> Array2<f64>;
pub type Primal = fn(&[Array2<f64>]) -> Array2<f64>;

pub struct Model {
    pub name: &'static str,
    /// The rows and columns of each operand.
    pub shapes: fn(usize) -> Vec<(usize, usize)>,
    pub ours: Adjoint,
    pub plain: Adjoint,
    pub expert: Adjoint,
    pub primal: Primal,
}

fn misfit(operands: usize) -> ! {
    panic!("a model that does not take {operands} operands")
}

macro_rules! adjoint {
    ($function:path, $($x:ident $x_a:ident),*) => {
        |operands, adjoints, seed| match (operands, adjoints) {
            ([$($x),*], [$($x_a),*]) => $function($($x,)* $($x_a,)* seed),
            (operands, _) => misfit(operands.len()),
        }
    };
}

macro_rules! model {
    ($name:ident $ad:ident |$n:ident| $($x:ident $x_a:ident $shape:expr),*) => {
        model!(stringify!($name), models, $name $ad |$n| $($x $x_a $shape),*)
    };
    ($label:expr, $ours:ident, $name:ident $ad:ident |$n:ident| $($x:ident $x_a:ident $shape:expr),*) => {
        Model {
            name: $label,
            shapes: |$n| vec![$($shape),*],
            ours: adjoint!($ours::$ad, $($x $x_a),*),
            plain: adjoint!(plain::$ad, $($x $x_a),*),
            expert: adjoint!(experts::$ad, $($x $x_a),*),
            primal: |operands| match operands {
                [$($x),*] => experts::$name($($x),*),
                _ => misfit(operands.len()),
            },
        }
    };
}

/// A part of n, of which there is at least one.
fn part(n: usize, of: usize) -> usize {
    (n / of).max(1)
}

/// In the order in which tables show them. `peers.py` has the same shapes.
pub fn all() -> Vec<Model> {
    vec![
        model!(mma mma_ad |n| a a_a (n, n), b b_a (n, n), c c_a (n, n)),
        model!(inverse inverse_ad |n| a a_a (n, n)),
        model!(gls gls_ad |n| x x_a (n, part(n, 8)), m m_a (n, n), y y_a (n, 1)),
        model!(opt_xf opt_xf_ad |n| w w_a (n, n), a a_a (part(n, 2), n), b b_a (part(n, 2), 1), x x_a (n, 1)),
        model!(signal signal_ad |n|
            a a_a (n, n), b b_a (n, n), r r_a (n - 1, n), l l_a (n - 1, n - 1), y y_a (n, 1)),
        model!(enkf enkf_ad |n|
            xb xb_a (n, part(n, 8)), b b_a (n, n), h h_a (n, n), r r_a (n, n), y y_a (n, part(n, 8))),
        model!(image image_ad |n|
            h h_a (part(n, 2), n), y y_a (part(n, 2), 1), v v_a (n, 1), u u_a (n, 1), sm sm_a (n, n), sv sv_a (n, 1)),
        model!(rmi rmi_ad |n| s s_a (n, part(n, 8)), a a_a (n, n), i i_a (n, n), x x_a (n, n)),
        model!(newton newton_ad |n|
            b b_a (n, n), i i_a (n, n), a a_a (part(n, 2), n), w w_a (part(n, 2), part(n, 4)),
            j j_a (part(n, 4), part(n, 4))),
        model!(tikhonov tikhonov_ad |n| a a_a (n, part(n, 2)), g g_a (part(n, 2), part(n, 2)), b b_a (n, 1)),
        model!(lmmse lmmse_ad |n|
            cx cx_a (n, n), a a_a (part(n, 2), n), cz cz_a (part(n, 2), part(n, 2)), y y_a (part(n, 2), 1), x x_a (n, 1)),
        model!(kalman_gain kalman_gain_ad |n| p p_a (n, n), h h_a (part(n, 2), n), r r_a (part(n, 2), part(n, 2))),
        model!(opt_b opt_b_ad |n| w w_a (n, n), a a_a (part(n, 2), n), x x_a (n, 1), c c_a (n, 1)),
        model!(rmi2 rmi2_ad |n|
            w w_a (n, n), s s_a (n, part(n, 8)), a a_a (n, n), i i_a (n, n), x x_a (n, n)),
        model!(gen_tikhonov gen_tikhonov_ad |n|
            a a_a (n, part(n, 2)), p p_a (n, n), q q_a (part(n, 2), part(n, 2)), b b_a (n, 1), x x_a (part(n, 2), 1)),
        model!(kalman_covariance kalman_covariance_ad |n|
            k k_a (n, part(n, 2)), h h_a (part(n, 2), n), p p_a (n, n), i i_a (n, n)),
        model!(kalman_state kalman_state_ad |n|
            k k_a (n, part(n, 2)), h h_a (part(n, 2), n), x x_a (n, 1), z z_a (part(n, 2), 1)),
        model!(quadric quadric_ad |n|
            a a_a (n, n), b b_a (n, part(n, 2)), c c_a (n, part(n, 2)), d d_a (part(n, 2), part(n, 2))),
        // With square operands that are not symmetric.
        model!("inverse+general", models, inverse inverse_ad |n| a a_a (n, n)),
        model!("gls+general", models, gls gls_ad |n| x x_a (n, part(n, 8)), m m_a (n, n), y y_a (n, 1)),
        model!("opt_xf+general", models, opt_xf opt_xf_ad |n|
            w w_a (n, n), a a_a (part(n, 2), n), b b_a (part(n, 2), 1), x x_a (n, 1)),
        model!("lmmse+general", models, lmmse lmmse_ad |n|
            cx cx_a (n, n), a a_a (part(n, 2), n), cz cz_a (part(n, 2), part(n, 2)), y y_a (part(n, 2), 1), x x_a (n, 1)),
        // With the identity for the operand that the formula calls so; nobody is told.
        model!("rmi+identity", models, rmi rmi_ad |n| s s_a (n, part(n, 8)), a a_a (n, n), i i_a (n, n), x x_a (n, n)),
        model!("newton+identity", models, newton newton_ad |n|
            b b_a (n, n), i i_a (n, n), a a_a (part(n, 2), n), w w_a (part(n, 2), part(n, 4)),
            j j_a (part(n, 4), part(n, 4))),
        // With declarations; the other forms know nothing of them.
        model!("gls+spd", declared, gls gls_ad |n| x x_a (n, part(n, 8)), m m_a (n, n), y y_a (n, 1)),
        model!("opt_xf+diagonal", declared, opt_xf opt_xf_ad |n|
            w w_a (n, n), a a_a (part(n, 2), n), b b_a (part(n, 2), 1), x x_a (n, 1)),
        model!("signal+spd", declared, signal signal_ad |n|
            a a_a (n, n), b b_a (n, n), r r_a (n - 1, n), l l_a (n - 1, n - 1), y y_a (n, 1)),
        model!("enkf+spd", declared, enkf enkf_ad |n|
            xb xb_a (n, part(n, 8)), b b_a (n, n), h h_a (n, n), r r_a (n, n), y y_a (n, part(n, 8))),
        model!("lmmse+spd", declared, lmmse lmmse_ad |n|
            cx cx_a (n, n), a a_a (part(n, 2), n), cz cz_a (part(n, 2), part(n, 2)), y y_a (part(n, 2), 1), x x_a (n, 1)),
        model!("kalman_gain+spd", declared, kalman_gain kalman_gain_ad |n|
            p p_a (n, n), h h_a (part(n, 2), n), r r_a (part(n, 2), part(n, 2))),
    ]
}
