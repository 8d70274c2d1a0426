use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad! {
    def f(A, B):
        C = A @ B
        C = C @ B
        return C
};

fn main() {}
