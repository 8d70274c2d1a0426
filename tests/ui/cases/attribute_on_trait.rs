use numpy2ad::adjoint;

#[adjoint]
pub trait Model {
    fn double(x: f64) -> f64;
}

fn main() {}
