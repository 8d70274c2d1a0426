//! What an operation's own file says of its Rust source: methods with axes and shapes, parts, constructors.

use super::expr::Printer;
use super::integers::{Width, is_from_end, is_whole};
use super::macros;
use super::pairs::repeats_vector;
use super::text::{Binding, Kind, Text};
use crate::diag::Diagnostics;
use crate::ir::{Const, Def, Func, Op, Value};
use crate::ops::{Along, End, Gives, Region, SourceForm, SourceMethod, Word};
use crate::ty::{Elem, Rank};

/// The operands that have to be integers where these forms are written.
pub(super) fn integers(op: Op, args: &[Value]) -> &[Value] {
    let from = |words: &[Word]| {
        words.iter().find_map(|word| match word {
            Word::Shape(from) | Word::Offset(from) => Some(*from),
            Word::Operand(_) | Word::Axis(_) => None,
        })
    };
    let first = match op.kind.source(op.attr) {
        Some(SourceForm::Method(SourceMethod { words, .. }) | SourceForm::Constructor(_, words)) => {
            from(words)
        }
        Some(SourceForm::Region(_)) => Some(1),
        _ => None,
    };
    first.and_then(|first| args.get(first..)).unwrap_or_default()
}

/// How often the text of the operand of this index is written.
pub(super) fn times_written(func: &Func, op: Op, args: &[Value], index: usize) -> usize {
    if let [a, b] = *args
        && repeats_vector(op, func.rank(a), func.rank(b))
        && args.get(index).is_some_and(|&arg| func.rank(arg) == Rank::Matrix)
    {
        return 2;
    }
    if index > 0 {
        return 1;
    }
    let from_end = || integers(op, args).iter().filter(|&&arg| is_from_end(func, arg)).count();
    match op.kind.source(op.attr) {
        Some(SourceForm::Region(part)) if part.is_element() => 1 + from_end(),
        Some(SourceForm::Method(method)) if method.gives == Gives::Owned && has_shape(method.words) => {
            1 + from_end()
        }
        Some(SourceForm::Sign) if args.iter().all(|&arg| func.rank(arg) == Rank::Scalar) => 3,
        _ => 1,
    }
}

fn has_shape(words: &[Word]) -> bool {
    words.iter().any(|word| matches!(word, Word::Shape(_)))
}

impl Printer<'_> {
    /// An operation in the form that its own file says.
    pub(super) fn form(
        &mut self,
        value: Value,
        op: Op,
        (args, typed): (&[Value], bool),
        form: SourceForm,
        diags: &mut Diagnostics,
    ) -> Text {
        let Some((&first, bounds)) = args.split_first() else { return self.refuse(value, op, diags) };
        let written = match form {
            SourceForm::Method(method) => self.method_form(value, method, args, diags),
            SourceForm::Constructor(name, words) => {
                self.functions.insert("prelude");
                let elem = if self.func.ty(value).elem == Elem::F32 { "f32" } else { "f64" };
                let axes = self.func.ty(value).axes().len();
                // The elements say what they are of where there are any.
                let of = match words {
                    [Word::Operand(at)]
                        if args.get(*at).is_some_and(|&arg| self.func.rank(arg) != Rank::Scalar) =>
                    {
                        format!("Array{axes}")
                    }
                    _ => format!("Array{axes}::<{elem}>"),
                };
                let words = self.words(words, args, None, diags);
                words.map(|words| Text::postfix(format!("{of}::{name}({words})"), Kind::Owned))
            }
            SourceForm::Region(part) => self.region(first, part, bounds, diags),
            SourceForm::Side(name, axis) => {
                self.functions.insert("prelude");
                self.functions.insert(name);
                let arrays: Vec<String> = args
                    .iter()
                    .map(|&arg| {
                        let array = self.value(arg, diags);
                        // The macro takes the arrays themselves, and borrows them.
                        if array.kind == Kind::Reference { format!("*{}", array.text) } else { array.text }
                    })
                    .collect();
                let text = format!("{}(Axis({axis}), {})", macros::call(name), arrays.join(", "));
                Some(Text::postfix(text, Kind::Owned))
            }
            SourceForm::Choice(comparison) => {
                return self.choice(value, op, comparison, (args, typed), diags);
            }
            SourceForm::Sign => return self.sign(first, diags),
        };
        match written {
            Some(text) => text,
            None => self.refuse_negative(value, diags),
        }
    }

    fn method_form(
        &mut self,
        value: Value,
        method: SourceMethod,
        args: &[Value],
        diags: &mut Diagnostics,
    ) -> Option<Text> {
        let SourceMethod { name, words, behind, gives, of } = method;
        let receiver = self.value(*args.first()?, diags);
        if words.iter().any(|word| matches!(word, Word::Axis(_))) {
            self.functions.insert("prelude");
        }
        self.functions.extend(of);
        let rest = Some(&receiver).filter(|_| gives == Gives::Owned);
        let words = self.words(words, args, rest, diags)?;
        let borrowed = if gives == Gives::Receiver && matches!(receiver.kind, Kind::Reference | Kind::Place) {
            ".view()"
        } else {
            ""
        };
        let kind = match gives {
            Gives::Owned if self.func.rank(value) == Rank::Scalar => Kind::Number,
            Gives::Owned => Kind::Owned,
            Gives::View => receiver.viewed(),
            Gives::Receiver => match receiver.kind {
                Kind::Owned => Kind::Owned,
                Kind::View { of_temporary } => Kind::View { of_temporary },
                _ => Kind::View { of_temporary: false },
            },
        };
        Some(Text::postfix(format!("{}{borrowed}.{name}({words}){behind}", receiver.receiver()), kind))
    }

    /// Arguments; `rest` is the array of which a length of -1 is what the other lengths leave.
    fn words(
        &mut self,
        words: &[Word],
        args: &[Value],
        rest: Option<&Text>,
        diags: &mut Diagnostics,
    ) -> Option<String> {
        let mut written = Vec::new();
        for word in words {
            written.push(match word {
                Word::Operand(at) => self.value(*args.get(*at)?, diags).argument(),
                Word::Offset(at) => match args.get(*at) {
                    Some(&offset) => self.integer_text(offset, Width::Isize, diags)?.text,
                    None => "0".to_owned(),
                },
                Word::Axis(axis) => format!("Axis({axis})"),
                Word::Shape(from) => {
                    let sizes = args.get(*from..)?;
                    match self.lengths(sizes, rest, diags)?.as_slice() {
                        [one] => one.text.clone(),
                        several => {
                            let several: Vec<&str> = several.iter().map(|size| size.text.as_str()).collect();
                            format!("({})", several.join(", "))
                        }
                    }
                }
            });
        }
        Some(written.join(", "))
    }

    fn lengths(
        &mut self,
        sizes: &[Value],
        rest: Option<&Text>,
        diags: &mut Diagnostics,
    ) -> Option<Vec<Text>> {
        let is_rest = |printer: &Self, size: Value| printer.integer(size) == Some(-1);
        let mut written = Vec::new();
        for &size in sizes {
            if !is_rest(self, size) {
                written.push(self.integer_text(size, Width::Usize, diags)?);
                continue;
            }
            let mut text = format!("{}.len()", rest?.receiver());
            let mut binding = Binding::Postfix;
            for &other in sizes.iter().filter(|&&other| other != size) {
                let other = self.integer_text(other, Width::Usize, diags)?;
                if other.text != "1" {
                    text = format!("{text} / {}", other.at_least(Binding::Cast));
                    binding = Binding::Product;
                }
            }
            written.push(Text { text, binding, kind: Kind::Number });
        }
        Some(written)
    }

    fn region(
        &mut self,
        array: Value,
        part: Region,
        bounds: &[Value],
        diags: &mut Diagnostics,
    ) -> Option<Text> {
        let receiver = self.value(array, diags);
        let recv = receiver.receiver();
        if part.is_element() {
            let mut indices = Vec::new();
            for (axis, &bound) in bounds.iter().enumerate() {
                indices.push(match self.counted_back(bound, diags) {
                    Some(from_end) => {
                        let length = match (bounds.len(), axis) {
                            (1, _) => "len",
                            (_, 0) => "nrows",
                            _ => "ncols",
                        };
                        format!("{recv}.{length}() - {}", from_end.at_least(Binding::Product))
                    }
                    None => self.integer_text(bound, Width::Usize, diags)?.text,
                });
            }
            let text = match &indices[..] {
                [one] => format!("{recv}[{one}]"),
                several => format!("{recv}[[{}]]", several.join(", ")),
            };
            return Some(Text::postfix(text, Kind::Number));
        }
        let line =
            [(Region::ROW, "row"), (Region::COLUMN, "column")].into_iter().find(|(line, _)| *line == part);
        if let (Some((_, name)), [bound]) = (line, bounds)
            && is_whole(self.func, *bound)
        {
            let index = self.integer_text(*bound, Width::Usize, diags)?;
            return Some(Text::postfix(format!("{recv}.{name}({})", index.text), receiver.viewed()));
        }
        self.functions.insert("prelude");
        let mut bounds = bounds.iter().copied();
        let mut along = Vec::new();
        for axis in part.axes() {
            let own: Vec<Value> = bounds.by_ref().take(axis.bounds()).collect();
            along.push(self.along(axis, &own, diags)?);
        }
        let part = self.part(format!("s![{}]", along.join(", ")));
        Some(Text::postfix(format!("{recv}.slice({part})"), receiver.viewed()))
    }

    /// An index or a range. Both ends are of one type, which has a sign where one of them needs it.
    fn along(&mut self, along: Along, bounds: &[Value], diags: &mut Diagnostics) -> Option<String> {
        let is_param =
            |value: Value| matches!(self.func.def(value), Def::Param(_) | Def::Const(Const::Int(_)));
        let width = match bounds {
            _ if bounds.iter().all(|&bound| is_whole(self.func, bound)) => Width::Usize,
            _ if bounds.iter().all(|&bound| is_param(bound)) => Width::I32,
            _ => Width::Isize,
        };
        let mut texts = Vec::new();
        for &bound in bounds {
            texts.push(self.integer_text(bound, width, diags)?.text);
        }
        let mut texts = texts.into_iter();
        let Along::Range { from, to, step } = along else { return texts.next() };
        let from = if from { texts.next()? } else { String::new() };
        let to = match to {
            End::Open => "..".to_owned(),
            End::Before => format!("..{}", texts.next()?),
            End::With => format!("..={}", texts.next()?),
        };
        let step = if step == 1 { String::new() } else { format!(";{step}") };
        Some(format!("{from}{to}{step}"))
    }
}
