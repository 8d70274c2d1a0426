//! An evaluator of the IR on plain arrays, in `f64` or in double-double: what a program means, without the code that
//! the back ends write for it.
//!
//! A new operation is an arm of [`Machine::operation`]; a new kind of statement one of [`Machine::statement`].
#![allow(dead_code, reason = "each user of the module takes its own part")]

mod double;
mod linalg;
mod parts;
mod spectra;
mod tensor;

#[allow(unused_imports, reason = "each user of the module takes its own part")]
pub use double::Double;
pub use tensor::{Outcome, Scalar, Tensor};

use numpy2ad_core::ir::{Const, Def, Func, Op, Sign, Slot, SlotKind, Stmt, Value};
use numpy2ad_core::ops::{Attr, Comparison};
use numpy2ad_core::ty::{Elem, Shape};
use std::collections::BTreeMap;

/// What a program is called with.
#[derive(Clone, Debug)]
pub struct Inputs<T> {
    /// The parameters, in order.
    pub params: Vec<Tensor<T>>,
    /// What the adjoints of the parameters hold beforehand.
    pub adjoints: Vec<Tensor<T>>,
    /// The adjoint of the result.
    pub seed: Option<Tensor<T>>,
    /// The directions in which the parameters move, in order, for programs with tangents.
    pub directions: Vec<Tensor<T>>,
}

/// What a program leaves behind.
#[derive(Clone, Debug)]
pub struct Outputs<T> {
    /// The result.
    pub value: Tensor<T>,
    /// The adjoints of the parameters, in order.
    pub adjoints: Vec<Tensor<T>>,
    /// All results; the value is the first of them.
    pub results: Vec<Tensor<T>>,
}

impl<T: Scalar> Inputs<T> {
    /// Parameters alone, for a primal program.
    pub fn primal(params: Vec<Tensor<T>>) -> Self {
        Self { params, adjoints: Vec::new(), seed: None, directions: Vec::new() }
    }

    /// The same numbers as another scalar.
    pub fn cast<U: Scalar>(&self) -> Inputs<U> {
        let cast = |all: &[Tensor<T>]| all.iter().map(Tensor::cast).collect();
        Inputs {
            params: cast(&self.params),
            adjoints: cast(&self.adjoints),
            seed: self.seed.as_ref().map(Tensor::cast),
            directions: cast(&self.directions),
        }
    }
}

/// Runs a program.
///
/// # Errors
///
/// A singular matrix, shapes that do not fit, and whatever the program may not do.
pub fn run<T: Scalar>(func: &Func, inputs: &Inputs<T>) -> Outcome<Outputs<T>> {
    let mut machine = Machine {
        func,
        inputs,
        bound: BTreeMap::new(),
        slots: BTreeMap::new(),
        adjoints: inputs.adjoints.clone(),
    };
    for stmt in &func.body {
        machine.statement(stmt)?;
    }
    let value = machine.value(func.result())?;
    let results = func.results.iter().map(|&result| machine.value(result)).collect::<Outcome<_>>()?;
    Ok(Outputs { value, adjoints: machine.adjoints, results })
}

struct Machine<'a, T> {
    func: &'a Func,
    inputs: &'a Inputs<T>,
    /// What statements have computed.
    bound: BTreeMap<Value, Tensor<T>>,
    /// The local slots that exist.
    slots: BTreeMap<Slot, Tensor<T>>,
    /// The adjoints of the parameters.
    adjoints: Vec<Tensor<T>>,
}

impl<T: Scalar> Machine<'_, T> {
    fn statement(&mut self, stmt: &Stmt) -> Outcome<()> {
        match stmt {
            Stmt::Let(value) => {
                let computed = self.definition(*value)?;
                if self.bound.insert(*value, computed).is_some() {
                    return Err(format!("{value:?} is computed twice"));
                }
            }
            Stmt::Init(slot) => self.init(*slot, None)?,
            Stmt::Update { slot, sign, value } => {
                let increment = self.value(*value)?;
                self.update(*slot, *sign, &increment)?;
            }
        }
        Ok(())
    }

    /// Makes a slot: a copy of `initial`, or zeros of its primal's shape. A view is nothing to make.
    fn init(&mut self, slot: Slot, initial: Option<Value>) -> Outcome<()> {
        let data = self.func.slot(slot);
        if data.kind != SlotKind::Local {
            return Ok(());
        }
        let contents = match initial {
            Some(initial) => self.value(initial)?,
            None => self.value(data.primal)?.map(|_| T::of(0.0)),
        };
        match self.slots.insert(slot, contents) {
            None => Ok(()),
            Some(_) => Err(format!("{slot:?} is made twice")),
        }
    }

    fn update(&mut self, slot: Slot, sign: Sign, increment: &Tensor<T>) -> Outcome<()> {
        let target = match self.func.slot(slot).kind {
            SlotKind::TransposeOf(of) => return self.update(of, sign, &increment.transpose()),
            SlotKind::Param(index) => self.adjoints.get_mut(index).ok_or("a parameter without an adjoint")?,
            SlotKind::Local => self.slots.get_mut(&slot).ok_or("a slot grows before it is made")?,
            SlotKind::Seed => return Err("the seed grows".to_owned()),
        };
        match sign {
            Sign::Plus => target.accumulate(increment, |x, y| x + y),
            Sign::Minus => target.accumulate(increment, |x, y| x - y),
        }
    }

    /// What a slot holds now.
    fn slot(&self, slot: Slot) -> Outcome<Tensor<T>> {
        let found = match self.func.slot(slot).kind {
            SlotKind::TransposeOf(of) => return Ok(self.slot(of)?.transpose()),
            SlotKind::Param(index) => self.adjoints.get(index),
            SlotKind::Local => self.slots.get(&slot),
            SlotKind::Seed => self.inputs.seed.as_ref(),
        };
        found.cloned().ok_or_else(|| format!("{slot:?} is read and does not exist"))
    }

    /// A value that a statement has computed, or an expression.
    fn value(&self, value: Value) -> Outcome<Tensor<T>> {
        match self.bound.get(&value) {
            Some(bound) => Ok(bound.clone()),
            None => self.definition(value),
        }
    }

    fn definition(&self, value: Value) -> Outcome<Tensor<T>> {
        match self.func.def(value) {
            Def::Param(index) => {
                self.inputs.params.get(*index).cloned().ok_or_else(|| "a parameter is missing".to_owned())
            }
            Def::Const(constant) => Ok(Tensor::scalar(constant_of(constant)?)),
            Def::Adjoint(slot) => self.slot(*slot),
            Def::ParamTangent(index) => {
                let direction = self.inputs.directions.get(*index).cloned();
                direction.ok_or_else(|| "a parameter moves in no direction".to_owned())
            }
            Def::Op(op, args) => {
                let args: Vec<_> = args.iter().map(|&arg| self.value(arg)).collect::<Outcome<_>>()?;
                let mut out = self.operation(*op, &args).map_err(|fault| format!("{op:?}: {fault}"))?;
                // Of two sizes, the whole part.
                if op.kind.name() == "div" && !self.func.ty(value).elem.is_float() {
                    out = out.map(|quotient| T::of(quotient.to_f64().trunc()));
                }
                let rank = self.func.rank(value) as usize;
                if out.rank == rank { Ok(out) } else { Err(format!("{op:?} gives rank {}", out.rank)) }
            }
        }
    }

    fn operation(&self, op: Op, args: &[Tensor<T>]) -> Outcome<Tensor<T>> {
        let one = T::of(1.0);
        match (op.kind.name(), args) {
            ("add", [a, b]) => a.zip(b, |a, b| a + b),
            ("sub", [a, b]) => a.zip(b, |a, b| a - b),
            ("mul", [a, b]) => a.zip(b, |a, b| a * b),
            ("div", [a, b]) => a.zip(b, |a, b| a / b),
            ("pow", [a, b]) => a.zip(b, Scalar::power),
            ("neg", [a]) => Ok(a.map(|a| -a)),
            ("exp", [a]) => Ok(a.map(Scalar::exp)),
            ("ln", [a]) => Ok(a.map(Scalar::ln)),
            ("square", [a]) => Ok(a.map(|a| a * a)),
            ("reciprocal", [a]) => Ok(a.map(|a| one / a)),
            ("select", [p, q, a, b]) => select(op.attr, p, q, a, b),
            // What its attribute says of the factors is for the kernel's speed: the product is the product.
            ("matmul", [a, b] | [a, b, _]) => a.dot(b),
            ("outer", [a, b]) => a.outer(b),
            ("add_product", [c, a, b] | [c, a, b, _]) => c.zip(&product(c, a, b)?, |c, p| c + p),
            ("sub_product", [c, a, b] | [c, a, b, _]) => c.zip(&product(c, a, b)?, |c, p| c - p),
            ("transpose", [a]) => Ok(a.transpose()),
            ("inv", [a]) => a.inverse(),
            // To the program, a factorisation is its matrix.
            ("factors" | "cholesky" | "definite" | "lower" | "upper" | "diagonal", [a])
                if a.rows == a.cols =>
            {
                Ok(a.clone())
            }
            ("solve", [a, b]) if op.attr == Attr::Transposed => a.transpose().solve(b),
            ("solve", [a, b]) => a.solve(b),
            ("inverse_gram", [a, x]) => x.transpose().dot(&a.solve(x)?),
            ("sum", [a]) => {
                Ok(parts::reduced(op.attr, a, |line| line.iter().fold(T::of(0.0), |sum, &x| sum + x)))
            }
            ("broadcast", [a, like]) => a.zip(like, |a, _| a),
            ("identity" | "to_float", [a]) => Ok(a.clone()),
            ("size", [a]) => Ok(Tensor::scalar(T::of(size(op.attr, a) as f64))),
            ("fill", args) => fill(op.attr, args),
            ("mul_add", [a, b, c]) => a.zip(b, |a, b| a * b)?.zip(c, |p, c| p + c),
            (name, [a]) if one.function(name).is_some() => Ok(a.map(|a| a.function(name).unwrap_or(a))),
            (name, [a, b]) if one.function2(name, one).is_some() => {
                a.zip(b, |a, b| a.function2(name, b).unwrap_or(a))
            }
            ("clamp", [a, low, high]) => {
                let raised = a.zip(low, |a, b| if a < b { b } else { a })?;
                raised.zip(high, |a, b| if a > b { b } else { a })
            }
            (name, args) if parts::KNOWN.contains(&name) => parts::operation(name, op.attr, args),
            (name, args) if spectra::KNOWN.contains(&name) => spectra::operation(name, args),
            (name, args) if linalg::KNOWN.contains(&name) => linalg::operation(name, op.attr, args),
            (name, args) => Err(format!("the evaluator does not know `{name}` of {} operands", args.len())),
        }
    }
}

/// One of two values by a comparison: the mask is 1 or 0.
fn select<T: Scalar>(
    attr: Attr,
    p: &Tensor<T>,
    q: &Tensor<T>,
    a: &Tensor<T>,
    b: &Tensor<T>,
) -> Outcome<Tensor<T>> {
    let Attr::Where(comparison) = attr else { return Err("a choice without a comparison".to_owned()) };
    let holds = |p: T, q: T| match comparison {
        Comparison::Less => p < q,
        Comparison::LessOrEqual => p <= q,
        Comparison::Greater => p > q,
        Comparison::GreaterOrEqual => p >= q,
        Comparison::Equal => p == q,
        Comparison::NotEqual => p != q,
    };
    let mask = p.zip(q, |p, q| T::of(f64::from(u8::from(holds(p, q)))))?;
    let (mut of_a, mut of_b) = (mask.zip(a, |_, a| a)?, mask.zip(b, |_, b| b)?);
    of_a = of_a.zip(&of_b, |a, _| a)?;
    of_b = of_b.zip(&of_a, |b, _| b)?;
    let mask = mask.zip(&of_a, |mask, _| mask)?;
    let data = mask.data.iter().zip(of_a.data.iter().zip(&of_b.data));
    let data = data.map(|(&mask, (&a, &b))| if mask == T::of(1.0) { a } else { b }).collect();
    Ok(Tensor { data, ..of_a })
}

/// What is added to `sum`: two vectors that are added to a matrix are an outer product.
fn product<T: Scalar>(sum: &Tensor<T>, a: &Tensor<T>, b: &Tensor<T>) -> Outcome<Tensor<T>> {
    if (sum.rank, a.rank, b.rank) == (2, 1, 1) { a.outer(b) } else { a.dot(b) }
}

fn constant_of<T: Scalar>(constant: &Const) -> Outcome<T> {
    match constant {
        Const::Int(int) => Ok(T::of(*int as f64)),
        Const::Float(float) => Ok(T::of(*float)),
        Const::Named(path) => match path.rsplit(' ').next() {
            Some("PI") => Ok(T::of(std::f64::consts::PI)),
            Some("E") => Ok(T::of(std::f64::consts::E)),
            _ => Err(format!("the constant {path} has no value")),
        },
    }
}

fn size<T>(attr: Attr, a: &Tensor<T>) -> usize {
    match (attr, a.rank) {
        (Attr::Axis(0), 2) => a.rows,
        (Attr::Axis(_), _) => a.cols,
        _ => a.data.len(),
    }
}

fn fill<T: Scalar>(attr: Attr, args: &[Tensor<T>]) -> Outcome<Tensor<T>> {
    let number = |at: usize| args.get(at).and_then(|arg| arg.data.first().copied());
    let (value, sizes) = match attr {
        Attr::Full | Attr::Filled => (number(0), args.get(1..)),
        Attr::Eye if args.len() == 2 => (number(1), args.get(..1)),
        Attr::Eye => (Some(T::of(1.0)), Some(args)),
        Attr::Ones => (Some(T::of(1.0)), Some(args)),
        _ => (Some(T::of(0.0)), Some(args)),
    };
    let (value, sizes) = value.zip(sizes).ok_or("an array of nothing")?;
    let sizes: Vec<usize> = sizes.iter().map(|size| size.data[0].to_f64() as usize).collect();
    match (attr, &sizes[..]) {
        (Attr::Eye, &[n]) => Ok(Tensor::matrix(n, n, |i, j| if i == j { value } else { T::of(0.0) })),
        (_, &[n]) => Ok(Tensor::vector(vec![value; n])),
        (_, &[m, n]) => Ok(Tensor::matrix(m, n, |_, _| value)),
        _ => Err("arrays have one axis or two".to_owned()),
    }
}

/// The letter of each axis of the parameters, with its length in `params`: what cost polynomials are evaluated at.
pub fn letters<T>(func: &Func, params: &[Tensor<T>]) -> BTreeMap<String, f64> {
    let mut letters = BTreeMap::new();
    for (param, tensor) in func.params.iter().zip(params) {
        if param.ty.elem == Elem::Int {
            continue;
        }
        let axes = match param.ty.shape {
            Shape::Scalar => vec![],
            Shape::Vector(n) => vec![(n, tensor.cols)],
            Shape::Matrix(m, n) => vec![(m, tensor.rows), (n, tensor.cols)],
        };
        letters
            .extend(axes.into_iter().map(|(dim, length)| (func.dims.letter(dim).to_string(), length as f64)));
    }
    letters
}
