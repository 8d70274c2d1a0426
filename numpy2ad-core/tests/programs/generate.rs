//! Random programs: a graph that grows by moves, each of which keeps shapes fitting and numbers tame.

use super::{Axis, Domain, Function, Kind, Node, Program, Random, Ty};

/// Nodes of a larger norm are scaled down, so that nothing overflows however long the program is.
const LARGEST: f64 = 8.0;

/// A program of 5 to 40 operations, nearly.
pub fn program(seed: u64) -> Program {
    let mut growth = Growth { program: Program { nodes: Vec::new(), result: 0 }, random: Random(seed) };
    for _ in 0..3 {
        growth.parameter();
    }
    let length = 5 + growth.random.below(if seed.is_multiple_of(3) { 35 } else { 12 });
    // A move may find nothing to do.
    for _ in 0..4 * length {
        if growth.program.operations() >= length {
            break;
        }
        growth.step();
    }
    growth.join();
    growth.program.pruned()
}

struct Growth {
    program: Program,
    random: Random,
}

impl Growth {
    fn ty(&self, at: usize) -> Ty {
        self.program.nodes[at].ty
    }

    fn push(&mut self, ty: Ty, kind: Kind) -> usize {
        let named = self.random.below(3) == 0;
        self.program.nodes.push(Node { ty, kind, named });
        let at = self.program.nodes.len() - 1;
        self.program.result = at;
        at
    }

    /// Adds a node, scaled down if it has become large.
    fn grow(&mut self, ty: Ty, kind: Kind) -> usize {
        let at = self.push(ty, kind);
        let norm = self.norm(at);
        if norm <= LARGEST {
            return at;
        }
        let factor = 10_f64.powi(-norm.log10().ceil() as i32);
        self.push(ty, Kind::Literal(factor, '*', true, at))
    }

    fn norm(&self, at: usize) -> f64 {
        self.program.facts()[at].norm
    }

    fn axis(&mut self) -> Axis {
        [Axis::M, Axis::M, Axis::N, Axis::N, Axis::K, Axis::One][self.random.below(6)]
    }

    fn parameter(&mut self) -> usize {
        let (m, n) = (self.axis(), self.axis());
        match self.random.below(12) {
            0 => self.push(Ty::Scalar, Kind::Param(Domain::Any)),
            1..=3 => self.push(Ty::Vector(m), Kind::Param(Domain::Any)),
            4 => self.push(Ty::Matrix(m, Axis::One), Kind::Param(Domain::Any)),
            5 | 6 => self.push(Ty::Matrix(m, m), Kind::Param(Domain::Coercive)),
            7 => self.push(Ty::Matrix(m, m), Kind::Param(Domain::Definite)),
            8 => self.push(Ty::Matrix(m, m), Kind::Param(Domain::Any)),
            _ => self.push(Ty::Matrix(m, n), Kind::Param(Domain::Any)),
        }
    }

    /// A node for which this holds, the later ones more often.
    fn find(&mut self, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let all: Vec<usize> = (0..self.program.nodes.len()).filter(|&at| fits(self, at)).collect();
        let first = self.random.below(all.len());
        self.random.pick(all.get(first / 2..).unwrap_or_default())
    }

    fn find_matrix(&mut self) -> Option<usize> {
        self.find(|growth, at| matches!(growth.ty(at), Ty::Matrix(..)))
    }

    fn find_array(&mut self) -> Option<usize> {
        self.find(|growth, at| growth.ty(at) != Ty::Scalar)
    }

    /// A node of this type; a parameter if there is none.
    fn of_type(&mut self, ty: Ty) -> usize {
        match self.find(|growth, at| growth.ty(at) == ty) {
            Some(at) => at,
            None => self.push(ty, Kind::Param(Domain::Any)),
        }
    }

    /// A matrix that is certainly invertible, of this length.
    fn coercive(&mut self, n: Axis) -> usize {
        let ty = Ty::Matrix(n, n);
        let facts = self.program.facts();
        let found = self.find(|growth, at| {
            growth.ty(at) == ty && facts[at].coercive.is_some_and(|c| c > 0.05 && facts[at].norm / c < 50.0)
        });
        let domain = if self.random.below(2) == 0 { Domain::Coercive } else { Domain::Definite };
        match found {
            Some(at) if self.random.below(4) > 0 => at,
            _ => self.push(ty, Kind::Param(domain)),
        }
    }

    fn step(&mut self) -> Option<usize> {
        match self.random.below(34) {
            0..=9 => self.product(),
            10 | 11 => {
                let a = self.find_array()?;
                Some(self.transposed(a))
            }
            12..=14 => self.inverse(),
            15..=18 => self.gram(),
            19..=23 => self.elementwise(),
            24 | 25 => self.repeated(),
            26 | 27 => self.function(),
            28 => self.number(),
            29..=31 => self.literal(),
            _ => Some(self.parameter()),
        }
    }

    fn product(&mut self) -> Option<usize> {
        let a = self.find_array()?;
        let inner = match self.ty(a) {
            Ty::Matrix(_, n) | Ty::Vector(n) => n,
            Ty::Scalar => return None,
        };
        let b = self.find(|growth, at| match growth.ty(at) {
            Ty::Matrix(m, _) | Ty::Vector(m) => m == inner,
            Ty::Scalar => false,
        })?;
        Some(self.dot(a, b))
    }

    fn dot(&mut self, a: usize, b: usize) -> usize {
        let ty = match (self.ty(a), self.ty(b)) {
            (Ty::Matrix(m, _), Ty::Matrix(_, n)) => Ty::Matrix(m, n),
            (Ty::Matrix(m, _), _) => Ty::Vector(m),
            (_, Ty::Matrix(_, n)) => Ty::Vector(n),
            _ => Ty::Scalar,
        };
        self.grow(ty, Kind::Dot(a, b))
    }

    fn transposed(&mut self, a: usize) -> usize {
        let ty = match self.ty(a) {
            Ty::Matrix(m, n) => Ty::Matrix(n, m),
            other => other,
        };
        self.push(ty, Kind::Transpose(a))
    }

    /// An inverse, of which a product is taken two times out of three.
    fn inverse(&mut self) -> Option<usize> {
        let n = self.axis();
        let a = self.coercive(n);
        let a = if self.random.below(5) == 0 { self.transposed(a) } else { a };
        let inverse = self.grow(Ty::Matrix(n, n), Kind::Inv(a));
        if self.random.below(3) == 0 {
            return Some(inverse);
        }
        let fits =
            |growth: &Self, at: usize| matches!(growth.ty(at), Ty::Matrix(m, _) | Ty::Vector(m) if m == n);
        let b = self.find(fits)?;
        let (left, right) = match self.ty(b) {
            Ty::Vector(_) | Ty::Matrix(_, Axis::One) if self.random.below(2) == 0 => (inverse, b),
            Ty::Vector(_) => (b, inverse),
            Ty::Matrix(_, other) if other == n && self.random.below(2) == 0 => (b, inverse),
            _ => (inverse, b),
        };
        if self.ty(left) == Ty::Matrix(n, Axis::One) { None } else { Some(self.dot(left, right)) }
    }

    /// `a aᵀ` or `a w aᵀ`, alone or beside a definite matrix, and the inverse of that.
    fn gram(&mut self) -> Option<usize> {
        let a = self.find_matrix()?;
        let a_t = self.transposed(a);
        let (a, a_t) = if self.random.below(2) == 0 { (a, a_t) } else { (a_t, a) };
        let Ty::Matrix(m, n) = self.ty(a) else { return None };
        let left = if self.random.below(2) == 0 {
            let inner = self.coercive(n);
            self.dot(a, inner)
        } else {
            a
        };
        let gram = self.dot(left, a_t);
        if self.random.below(4) == 0 {
            return Some(gram);
        }
        let noise = self.coercive(m);
        let sum = self.grow(Ty::Matrix(m, m), Kind::Add(gram, noise));
        let facts = self.program.facts()[sum];
        if facts.coercive.is_none_or(|c| c < 0.02 || facts.norm / c > 200.0) || self.random.below(4) == 0 {
            return Some(sum);
        }
        let inverse = self.grow(Ty::Matrix(m, m), Kind::Inv(sum));
        let rhs = if self.random.below(2) == 0 { Ty::Vector(m) } else { Ty::Matrix(m, Axis::One) };
        let rhs = self.of_type(rhs);
        Some(self.dot(inverse, rhs))
    }

    fn elementwise(&mut self) -> Option<usize> {
        let a = self.find(|_, _| true)?;
        let ty = self.ty(a);
        let b = self.of_type(ty);
        let kind = match self.random.below(7) {
            0..=2 => Kind::Add(a, b),
            3 | 4 => Kind::Sub(a, b),
            5 => Kind::Mul(a, b),
            _ => Kind::Div(a, b),
        };
        Some(self.grow(ty, kind))
    }

    /// An operation that repeats a vector as rows, or a number.
    fn repeated(&mut self) -> Option<usize> {
        let a = self.find_array()?;
        let ty = self.ty(a);
        let b = match ty {
            Ty::Matrix(_, n) if self.random.below(2) == 0 => self.of_type(Ty::Vector(n)),
            _ => self.of_type(Ty::Scalar),
        };
        let (a, b) = if self.random.below(2) == 0 { (a, b) } else { (b, a) };
        let kind = match self.random.below(6) {
            0 => Kind::Add(a, b),
            1 => Kind::Sub(a, b),
            2 => Kind::Div(a, b),
            _ => Kind::Mul(a, b),
        };
        Some(self.grow(ty, kind))
    }

    fn function(&mut self) -> Option<usize> {
        const ALL: [Function; 8] = [
            Function::Neg,
            Function::Exp,
            Function::Ln,
            Function::Recip,
            Function::Square,
            Function::Cube,
            Function::Root,
            Function::Closure,
        ];
        let a = self.find(|growth, at| growth.norm(at) < 3.0)?;
        let function = ALL[self.random.below(ALL.len())];
        let function = match (function, self.ty(a)) {
            (Function::Closure, Ty::Scalar) => Function::Exp,
            (function, _) => function,
        };
        Some(self.grow(self.ty(a), Kind::Apply(function, a)))
    }

    fn number(&mut self) -> Option<usize> {
        let a = self.find_array()?;
        let kind = if self.random.below(2) == 0 { Kind::Sum(a) } else { Kind::Length(a) };
        Some(self.grow(Ty::Scalar, kind))
    }

    fn literal(&mut self) -> Option<usize> {
        let a = self.find(|_, _| true)?;
        let number = [0.5, 2.0, -1.0, 3.0, -0.25, 1.0][self.random.below(6)];
        let (operator, left) =
            [('*', true), ('*', false), ('/', false), ('+', true), ('-', true), ('-', false)]
                [self.random.below(6)];
        Some(self.grow(self.ty(a), Kind::Literal(number, operator, left, a)))
    }

    /// Lets the result depend on what nothing else uses.
    fn join(&mut self) {
        let is_used = |growth: &Self, at: usize| {
            growth.program.nodes.iter().any(|node| node.kind.operands().contains(&at))
        };
        let last = self.program.nodes.len() - 1;
        let loose: Vec<usize> = (0..last).filter(|&at| !is_used(self, at)).collect();
        let mut result = last;
        for at in loose {
            if matches!(self.program.nodes[at].kind, Kind::Param(_)) || self.random.below(4) == 0 {
                continue;
            }
            if self.ty(at) == self.ty(result) {
                result = self.grow(self.ty(result), Kind::Add(result, at));
                continue;
            }
            let number = if self.ty(at) == Ty::Scalar { at } else { self.grow(Ty::Scalar, Kind::Sum(at)) };
            result = self.grow(self.ty(result), Kind::Mul(number, result));
        }
        self.program.result = result;
    }
}
