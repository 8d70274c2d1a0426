use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad!("def f(A, B):\n    if A:\n        return A @ B\n    return A + B");

fn main() {}
