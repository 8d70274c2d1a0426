//! The smallest program that still fails.

use super::{Domain, Kind, Program, Ty};

/// Greedy descent: as long as some smaller program fails as well, it takes the place of this one.
pub fn shrink(program: &Program, fails: impl Fn(&Program) -> bool) -> Program {
    let mut smallest = program.pruned();
    while let Some(smaller) = candidates(&smallest).into_iter().find(&fails) {
        smallest = smaller;
    }
    smallest
}

/// Smaller programs, the boldest changes first.
fn candidates(program: &Program) -> Vec<Program> {
    let mut out: Vec<Program> = Vec::new();
    // An earlier node as the result.
    out.extend((0..program.nodes.len()).map(|result| Program { result, ..program.clone() }));
    let facts = program.facts();
    for (at, node) in program.nodes.iter().enumerate().rev() {
        if matches!(node.kind, Kind::Param(_)) {
            continue;
        }
        // A parameter in place of the node, as invertible as it was.
        let is_square = matches!(node.ty, Ty::Matrix(m, n) if m == n);
        let is_coercive = is_square && facts[at].coercive.is_some_and(|c| c > 0.0);
        let domain = if is_coercive { Domain::Coercive } else { Domain::Any };
        let mut with_parameter = program.clone();
        with_parameter.nodes[at].kind = Kind::Param(domain);
        out.push(with_parameter);
        // An operand in place of the node.
        for operand in node.kind.operands() {
            if program.nodes[operand].ty == node.ty {
                let mut shorter = program.clone();
                for later in &mut shorter.nodes {
                    later.kind = later.kind.map(|of| if of == at { operand } else { of });
                }
                if shorter.result == at {
                    shorter.result = operand;
                }
                out.push(shorter);
            }
        }
    }
    // One parameter for two of one type.
    for (at, node) in program.nodes.iter().enumerate() {
        let same =
            |other: &usize| program.nodes[*other].ty == node.ty && program.nodes[*other].kind == node.kind;
        if let (Kind::Param(_), Some(first)) = (node.kind, (0..at).find(same)) {
            let mut fewer = program.clone();
            for later in &mut fewer.nodes {
                later.kind = later.kind.map(|of| if of == at { first } else { of });
            }
            out.push(fewer);
        }
    }
    let size = (program.nodes.len(), program.operations());
    let mut out: Vec<Program> = out.iter().map(Program::pruned).collect();
    out.retain(|smaller| (smaller.nodes.len(), smaller.operations()) < size && is_safe(smaller));
    // A name less, at the same size.
    for (at, node) in program.nodes.iter().enumerate() {
        if node.named {
            let mut unnamed = program.clone();
            unnamed.nodes[at].named = false;
            out.push(unnamed);
        }
    }
    out
}

/// Whether every inverse is still one of an invertible matrix.
fn is_safe(program: &Program) -> bool {
    let facts = program.facts();
    program.nodes.iter().all(|node| match node.kind {
        Kind::Inv(of) => facts[of].coercive.is_some_and(|c| c > 0.0),
        _ => true,
    })
}
