use numpy2ad::numpy2ad;

const TEXT: &str = numpy2ad! {
    def f(A, B):
        for i in range(3):
            A = A @ B
        return A
};

fn main() {}
