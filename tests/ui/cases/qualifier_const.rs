use numpy2ad::adjoint;

#[adjoint]
pub const fn double(x: f64) -> f64 {
    x * 2.0
}

fn main() {}
