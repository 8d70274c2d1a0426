use numpy2ad::adjoint;

pub trait Model {
    #[adjoint]
    fn double(x: f64) -> f64;
}

fn main() {}
