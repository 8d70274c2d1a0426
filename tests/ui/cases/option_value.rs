use numpy2ad::adjoint;

#[adjoint(optimize = 3)]
pub fn double(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
