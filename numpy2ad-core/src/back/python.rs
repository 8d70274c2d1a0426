//! The IR as Python text, printed as Python's own `ast.unparse` prints it: the fewest parentheses, one blank
//! line before a function, a returned tuple in parentheses.

mod calls;
mod frame;
mod modules;
mod number;
mod parts;
mod precedence;
mod solved;

use crate::diff::literals;
use crate::ir::{Const, Def, Func, Sign, Slot, SlotKind, Stmt, Value};
use crate::names::Names;
use crate::ops::{Attr, MatMul, Operation, Outer, PythonCall, PythonForm};
use crate::ty::Rank;
use precedence::Precedence;
use std::collections::{BTreeMap, BTreeSet};

pub use frame::{Derivative, Directions, Frame, Parameters, Tangents, is_number, print};
pub use modules::Modules;

struct Printer<'a> {
    func: &'a Func,
    modules: &'a Modules,
    bound: BTreeSet<Value>,
    /// What is computed from literals and nothing else.
    literal: BTreeSet<Value>,
    adjoints: BTreeMap<Slot, String>,
    /// The directions of the parameters, by their index.
    directions: BTreeMap<usize, String>,
    /// What a call gives and nobody needs.
    ignored: String,
}

impl<'a> Printer<'a> {
    fn new(func: &'a Func, names: &mut Names, modules: &'a Modules) -> Self {
        let adjoints = func
            .slots()
            .filter(|&slot| is_there(func, slot))
            .map(|slot| (slot, names.fresh(&wanted(func, slot))))
            .collect();
        Self {
            func,
            modules,
            bound: func.lets().collect(),
            literal: literals(func),
            adjoints,
            directions: BTreeMap::new(),
            ignored: names.fresh("_"),
        }
    }

    fn adjoint(&self, slot: Slot) -> &str {
        self.adjoints.get(&slot).map_or("", String::as_str)
    }

    fn statements(&self, indent: &str) -> String {
        let mut text = String::new();
        for stmt in self.func.body.iter().filter(|stmt| !self.is_unwritten(stmt)) {
            for line in self.statement(stmt).lines() {
                text.extend([indent, line, "\n"]);
            }
        }
        text
    }

    fn statement(&self, stmt: &Stmt) -> String {
        match stmt {
            Stmt::Let(value) if self.is_call(*value) => self.call_statement(*value).unwrap_or_default(),
            Stmt::Let(value) if self.placed(*value).is_some() => self.placed_statements(*value),
            Stmt::Let(value) => {
                let name = self.func.value(*value).name.as_deref().unwrap_or("");
                let guard = self.guard(*value).map(|guard| format!("\n{guard}")).unwrap_or_default();
                format!("{name} = {}{guard}", self.definition(*value, Precedence::Test))
            }
            Stmt::Init(slot) => format!("{} = {}", self.adjoint(*slot), self.initial(*slot)),
            Stmt::Update { slot, sign, value } => {
                let sign = if *sign == Sign::Plus { "+=" } else { "-=" };
                if let Some((part, increment)) = self.placed_increment(*value) {
                    let increment = self.expr(increment, Precedence::Test);
                    return format!("{}{part} {sign} {increment}", self.adjoint(*slot));
                }
                format!("{} {sign} {}", self.adjoint(*slot), self.expr(*value, Precedence::Test))
            }
        }
    }

    /// What an adjoint begins with. Scalars that are computed from parameters begin with a float rather than with
    /// zeros like them, which would be integers where the caller passes integers.
    fn initial(&self, slot: Slot) -> String {
        let primal = self.func.slot(slot).primal;
        let is_literal = matches!(self.func.def(primal), Def::Const(_));
        let is_float = self.func.rank(primal) == Rank::Scalar && self.func.ty(primal).elem.is_float();
        match self.func.slot(slot).kind {
            SlotKind::TransposeOf(of) => format!("{}.T", self.adjoint(of)),
            _ if is_literal || is_float && !self.literal.contains(&primal) => "0.0".to_owned(),
            _ => self.call("np.zeros_like", &self.expr(primal, Precedence::Test)),
        }
    }

    /// A value where it is used: by name if a statement computes it.
    fn expr(&self, value: Value, around: Precedence) -> String {
        if self.bound.contains(&value) {
            return self.func.value(value).name.clone().unwrap_or_default();
        }
        self.definition(value, around)
    }

    fn definition(&self, value: Value, around: Precedence) -> String {
        match self.func.def(value) {
            Def::Param(index) => {
                self.func.params.get(*index).map(|param| param.name.clone()).unwrap_or_default()
            }
            Def::ParamTangent(index) => self.directions.get(index).cloned().unwrap_or_default(),
            Def::Const(Const::Int(int)) => precedence::signed(int.to_string(), around),
            Def::Const(Const::Float(float)) => precedence::signed(number::repr(*float), around),
            Def::Const(Const::Named(path)) => path.clone(),
            Def::Adjoint(slot) => self.adjoint(*slot).to_owned(),
            Def::Op(op, args) => self.operation(op.kind.python(op.attr), args, around),
        }
    }

    fn operation(&self, form: PythonForm, args: &[Value], around: Precedence) -> String {
        let at = |index: usize, precedence: Precedence| {
            args.get(index).map_or_else(String::new, |&arg| self.expr(arg, precedence))
        };
        let list = |args: &[Value]| {
            args.iter().map(|&arg| self.expr(arg, Precedence::Test)).collect::<Vec<_>>().join(", ")
        };
        match form {
            PythonForm::Infix(operator) => {
                let (own, left, right) = precedence::infix(operator);
                own.within(around, format!("{} {operator} {}", at(0, left), at(1, right)))
            }
            PythonForm::Prefix(operator) => {
                let own = Precedence::Factor;
                own.within(around, format!("{operator}{}", at(0, own)))
            }
            PythonForm::Accumulated(operator) => {
                let (own, left, right) = precedence::infix(operator);
                let factors = args.get(1..).unwrap_or_default();
                let ranks: Vec<Rank> = args.iter().map(|&arg| self.func.rank(arg)).collect();
                let product = match ranks[..] {
                    [Rank::Matrix, Rank::Vector, Rank::Vector] => Outer.python(Attr::None),
                    _ => MatMul.python(Attr::None),
                };
                let product = self.operation(product, factors, right);
                own.within(around, format!("{} {operator} {product}", at(0, left)))
            }
            PythonForm::Call(name) => self.call(name, &list(args)),
            PythonForm::CallWith(PythonCall { function, keywords }) => {
                self.call(function, &format!("{}{keywords}", list(args)))
            }
            PythonForm::Reduction(name, axis, keywords) => {
                let (operands, rest) = args.split_at_checked(1).unwrap_or((args, &[]));
                let mut text = list(operands);
                if let Some(axis) = axis {
                    text.push_str(&format!(", axis={axis}"));
                }
                for (keyword, &arg) in keywords.iter().zip(rest) {
                    if !matches!(self.func.def(arg), Def::Const(Const::Int(0))) || self.bound.contains(&arg) {
                        text.push_str(&format!(", {keyword}={}", self.expr(arg, Precedence::Test)));
                    }
                }
                self.call(name, &text)
            }
            PythonForm::CallTuple(name, axis) => match args {
                [only] => self.call(name, &format!("({},), axis={axis}", list(&[*only]))),
                _ => self.call(name, &format!("({}), axis={axis}", list(args))),
            },
            PythonForm::CallAndShape(name) => match args {
                [of, size] => self.call(name, &list(&[*of, *size])),
                [of, sizes @ ..] => self.call(name, &format!("{}, ({})", list(&[*of]), list(sizes))),
                [] => String::new(),
            },
            PythonForm::Templates(templates) => self.template(templates, args, around),
            PythonForm::Region(part) => {
                let bounds = args.get(1..).unwrap_or_default();
                format!("{}{}", at(0, Precedence::Atom), self.part(part, bounds))
            }
            // Only statements place a part: `with_statements` has given it one.
            PythonForm::Placed(_) => at(0, around),
            PythonForm::CallOfDifference(PythonCall { function, keywords }) => {
                let (_, left, right) = precedence::infix("-");
                self.call(function, &format!("{} - {}{keywords}", at(0, left), at(1, right)))
            }
            PythonForm::Ratio(name) => {
                let (own, ..) = precedence::infix("/");
                let ratio = [0, 1].map(|index| self.call(name, &at(index, Precedence::Test))).join(" / ");
                own.within(around, ratio)
            }
            PythonForm::ProductAndSum => {
                let ((own, _, summand), (_, left, right)) = (precedence::infix("+"), precedence::infix("*"));
                own.within(around, format!("{} * {} + {}", at(0, left), at(1, right), at(2, summand)))
            }
            PythonForm::Select(comparison) => {
                let (operator, side) = (comparison.operator(), Precedence::Sum);
                let chosen = list(args.get(2..).unwrap_or_default());
                self.call("np.where", &format!("{} {operator} {}, {chosen}", at(0, side), at(1, side)))
            }
            PythonForm::Attribute(name) => format!("{}.{name}", at(0, Precedence::Atom)),
            PythonForm::ShapeOf(Some(axis)) => format!("{}.shape[{axis}]", at(0, Precedence::Atom)),
            PythonForm::ShapeOf(None) => format!("{}.size", at(0, Precedence::Atom)),
            PythonForm::Same => at(0, around),
            PythonForm::CallLike(_) if self.is_zero(args.first()) => {
                self.call("np.zeros_like", &at(1, Precedence::Test))
            }
            PythonForm::CallLike(name) => {
                self.call(name, &format!("{}, {}.shape", at(0, Precedence::Test), at(1, Precedence::Atom)))
            }
            PythonForm::CallShape(name) => match args {
                [size] => self.call(name, &self.expr(*size, Precedence::Test)),
                _ => self.call(name, &format!("({})", list(args))),
            },
            PythonForm::CallShapeAndValue(name) => match args {
                [value, size] => self.call(name, &list(&[*size, *value])),
                [value, sizes @ ..] => self.call(name, &format!("({}), {}", list(sizes), list(&[*value]))),
                [] => String::new(),
            },
            PythonForm::Factorised(factors) => self.factorised(factors, args),
            PythonForm::Solved { transposed } => self.solved(transposed, args, around),
            PythonForm::Called(_) => String::new(), // a statement of its own
            PythonForm::OfFactors(quantity) => self.of_factors(quantity, args),
            PythonForm::Element(index) => format!("{}[{index}]", at(0, Precedence::Atom)),
            PythonForm::Template(template) => self.call_of(template, args),
        }
    }

    /// Whether a value is a zero that no statement has.
    fn is_zero(&self, value: Option<&Value>) -> bool {
        value.is_some_and(|value| {
            *self.func.def(*value) == Def::Const(Const::Float(0.0)) && !self.bound.contains(value)
        })
    }

    /// A call of a function of NumPy or SciPy, by the names that the modules have here.
    fn call(&self, function: &str, arguments: &str) -> String {
        format!("{}({arguments})", self.modules.name(function))
    }
}

/// What a value is called.
fn label(func: &Func, value: Value) -> &str {
    func.value(value).name.as_deref().unwrap_or("out")
}

/// What a slot is called if it can be: adjoints `_a`, and those of parameters that the program makes itself `_g`; their
/// tangents `_a_t` and `_h`.
fn wanted(func: &Func, slot: Slot) -> String {
    let data = func.slot(slot);
    let is_returned = data.kind == SlotKind::Local && matches!(func.def(data.primal), Def::Param(_));
    let ending = match (is_returned, data.tangent_of.is_some()) {
        (false, false) => "a",
        (false, true) => "a_t",
        (true, false) => "g",
        (true, true) => "h",
    };
    format!("{}_{ending}", label(func, data.primal))
}

/// Whether a slot has a name in the program: what it makes itself, and what the caller gives.
fn is_there(func: &Func, slot: Slot) -> bool {
    match func.slot(slot).kind {
        SlotKind::Param(_) | SlotKind::Seed => true,
        SlotKind::Local | SlotKind::TransposeOf(_) => {
            func.body.iter().any(|stmt| matches!(stmt, Stmt::Init(made) if *made == slot))
        }
    }
}
