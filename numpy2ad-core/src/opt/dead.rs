//! Dead code: values that nothing needs.

use crate::ir::{Def, Func, Stmt, Value};
use crate::table::Set;

/// Removes statements whose value is neither a result nor read by a later statement.
pub fn remove_dead_code(func: &mut Func) {
    let bound: Set<Value> = func.lets().collect();
    let mut live: Set<Value> = func.results.iter().copied().collect();
    let mut kept = Vec::with_capacity(func.body.len());
    for stmt in func.body.iter().rev() {
        match stmt {
            Stmt::Let(value) => {
                if !live.contains(*value) {
                    continue;
                }
                if let Def::Op(_, args) = func.def(*value) {
                    args.iter().for_each(|&arg| mark(func, arg, &bound, &mut live));
                }
            }
            Stmt::Init(slot) => {
                live.insert(func.slot(*slot).primal); // whose shape it takes
            }
            Stmt::Update { value, .. } => mark(func, *value, &bound, &mut live),
        }
        kept.push(stmt.clone());
    }
    kept.reverse();
    func.body = kept;
}

/// Marks the statements' values that an expression reads.
fn mark(func: &Func, value: Value, bound: &Set<Value>, live: &mut Set<Value>) {
    if !live.insert(value) || bound.contains(value) {
        return;
    }
    if let Def::Op(_, args) = func.def(value) {
        args.iter().for_each(|&arg| mark(func, arg, bound, live));
    }
}
