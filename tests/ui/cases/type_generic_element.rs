use ndarray::prelude::*;
use numpy2ad::{Real, adjoint};

#[adjoint]
pub fn of_two<T: Real, U: Real>(a: &Array2<T>, b: &Array2<U>) -> T {
    a.sum() + T::from(b.sum()).unwrap()
}

fn main() {}
