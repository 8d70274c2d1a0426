//! How the back ends write operations.

use super::{Called, Comparison, Region};

/// How Rust code writes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RustForm {
    /// Elementwise, as an operator on elements; on whole arrays the kernel of this name.
    Infix {
        /// The operator.
        operator: &'static str,
        /// The kernel of two arrays.
        kernel: &'static str,
    },
    /// Elementwise, as an operator before the element.
    Prefix(&'static str),
    /// Elementwise, as a method of the element; the other operands are its arguments.
    Method(&'static str),
    /// Elementwise, as a function of the elements.
    ElementFunction(&'static str),
    /// Elementwise, as one of two values by a comparison of two others.
    Select(Comparison),
    /// Elementwise, as the second power of the element.
    Square,
    /// Elementwise, as `powi` or `powf`, by the type of the exponent.
    Power,
    /// The operand as it is; an array is copied.
    Same,
    /// A function of whole arrays; `add` and `sub` are the kernels that accumulate its result in place.
    Kernel {
        /// The kernel that gives a new array.
        plain: &'static str,
        /// The kernels for `+=` and `-=` on a slot, if there are any.
        accumulate: Option<(&'static str, &'static str)>,
    },
    /// A function of whole arrays that brings its own memory, where there is a workspace as well.
    Function(&'static str),
    /// The first operand, copied or taken over, with the product of the others added to it by this kernel.
    Accumulated(&'static str),
    /// A part of a call, which is written with all the others of it.
    Called(Called),
    /// A view of its operand by this method, free of charge.
    View(&'static str),
    /// A view of its operand by this function of the runtime's, free of charge.
    ViewFunction(&'static str),
    /// A part of its first operand, whose bounds are the others: a view, or an element.
    Region(Region),
    /// The first operand at a part of zeros like the second; the bounds are the others.
    Placed(Option<Region>),
    /// Several arrays side by side, by this function of the runtime's, which takes a slice of views.
    Side(&'static str),
    /// A number that an array's shape tells, by this method.
    Size(&'static str),
    /// An integer as a number of the function's float type.
    Cast,
}

impl RustForm {
    /// Whether a value is computed element by element.
    #[must_use]
    pub fn is_elementwise(self) -> bool {
        matches!(
            self,
            Self::Infix { .. }
                | Self::Prefix(_)
                | Self::Method(_)
                | Self::ElementFunction(_)
                | Self::Select(_)
                | Self::Square
                | Self::Power
        )
    }

    /// Whether nothing is computed.
    #[must_use]
    pub fn is_free(self) -> bool {
        matches!(self, Self::Same | Self::View(_) | Self::Size(_) | Self::Cast)
    }

    /// Whether a kernel makes a new array, which cannot be added to another in place.
    #[must_use]
    pub fn makes_array(self) -> bool {
        matches!(
            self,
            Self::Kernel { accumulate: None, .. }
                | Self::Function(_)
                | Self::Placed(_)
                | Self::Called(_)
                | Self::Side(_)
        )
    }

    /// Whether a value refers to the memory of its first operand, unless it is a number.
    #[must_use]
    pub fn is_view(self) -> bool {
        matches!(self, Self::View(_) | Self::ViewFunction(_) | Self::Region(_))
    }
}

/// How Python text writes an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PythonForm {
    /// An operator between two operands.
    Infix(&'static str),
    /// An operator before its operand.
    Prefix(&'static str),
    /// A function with all operands as arguments, `np.exp`.
    Call(&'static str),
    /// The first operand, this operator, and the product of the others.
    Accumulated(&'static str),
    /// An attribute.
    Attribute(&'static str),
    /// A function with all operands as arguments, and keywords behind them.
    CallWith(PythonCall),
    /// A function of the operands with `axis=` where it has one; further operands are keywords of these names, left
    /// out where they are 0.
    Reduction(&'static str, Option<usize>, &'static [&'static str]),
    /// A text with `{0}`, `{1}`, … in place of the operands; one for each number of operands.
    Templates(&'static [&'static str]),
    /// A function of a tuple of the operands, and an axis.
    CallTuple(&'static str, usize),
    /// A function of the first operand and a tuple of the others, `np.reshape`.
    CallAndShape(&'static str),
    /// A part of the first operand, whose bounds are the others.
    Region(Region),
    /// The first operand at a part, or on the diagonal, of zeros like the second; the bounds are the others.
    Placed(Option<Region>),
    /// A function of the difference of the operands, and more arguments behind it.
    CallOfDifference(PythonCall),
    /// A function of the first operand, divided by the same function of the second.
    Ratio(&'static str),
    /// The first operand times the second, plus the third.
    ProductAndSum,
    /// `np.where` of a comparison.
    Select(Comparison),
    /// An element of the operand's shape, or the number of all its elements.
    ShapeOf(Option<usize>),
    /// The operand as it is.
    Same,
    /// A function of the first operand and the second operand's shape, `np.broadcast_to`.
    CallLike(&'static str),
    /// A function of a shape tuple.
    CallShape(&'static str),
    /// A function of a shape tuple and the first operand, `np.full`.
    CallShapeAndValue(&'static str),
    /// A factorisation, for the solutions that share it.
    Factorised(PythonFactors),
    /// A part of a call.
    Called(Called),
    /// A solution with what the first operand, a factorisation, has left.
    Solved {
        /// With the transposed matrix.
        transposed: bool,
    },
    /// What the only operand, a factorisation, tells of its matrix.
    OfFactors(OfFactors),
    /// An element of the tuple that the only operand is.
    Element(usize),
    /// A call of any kind, with `{}` for the operand where an argument stands, or `{0}` and `{1}` for two.
    Template(&'static str),
}

/// How Python text factorises a matrix, and solves with the factors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonFactors {
    /// The function of the matrix; without one, the matrix itself is what solutions take.
    pub factorise: Option<PythonCall>,
    /// Where the pivots stand, `{}` for the factors, if the text has to look for a zero among them itself.
    pub pivots: Option<&'static str>,
    /// How it solves; without a function, by a division by each element of a diagonal.
    pub solve: Option<PythonCall>,
    /// The keywords for the transposed matrix, before the others.
    pub transposed: &'static str,
    /// The logarithm of the absolute value of the determinant, `{}` for the factors.
    pub ln_det: &'static str,
    /// The sign of the determinant.
    pub sign: &'static str,
    /// The inverse of the matrix.
    pub inverse: &'static str,
}

/// What Python text reads off the factors of a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfFactors {
    /// The logarithm of the absolute value of the determinant.
    LnDet,
    /// The sign of the determinant.
    Sign,
    /// The inverse.
    Inverse,
}

/// A function, and the keywords behind its operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonCall {
    /// The function.
    pub function: &'static str,
    /// The keywords, each behind a comma.
    pub keywords: &'static str,
}
