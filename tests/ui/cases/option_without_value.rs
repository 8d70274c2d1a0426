use numpy2ad::adjoint;

#[adjoint(optimize)]
pub fn double(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
