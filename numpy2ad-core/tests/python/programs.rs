//! Random programs for which the Python package numpy2ad 0.1.1 is right: matrices only, a literal only as an
//! exponent or a size, results that an operator computes (or a call, in a `return`), names without digits.

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The program of a seed: a function or assignments.
pub(crate) fn random(seed: u64) -> String {
    let mut random = Random(seed);
    let mut names: Vec<String> = ["A", "B", "C", "Xb"].map(str::to_owned).into();
    names.truncate(1 + random.below(4));
    let params = names.join(", ");
    let is_function = random.below(2) == 0;
    let mut lines = Vec::new();
    for target in ["P", "Q", "R_inv"].into_iter().take(random.below(4)) {
        let depth = 1 + random.below(3);
        lines.push(format!("{target} = {}", operation(&mut random, &names, depth, true)));
        names.push(target.to_owned());
    }
    let depth = 1 + random.below(4);
    if is_function {
        // Calls within a returned call crash the package, or take the result's name.
        let result = match random.below(4) {
            0 => format!("np.linalg.inv({} @ {}.T)", random.pick(&names), random.pick(&names)),
            1 => format!("np.exp({})", random.pick(&names)),
            _ => operation(&mut random, &names, depth, false),
        };
        lines.push(format!("return {result}"));
        format!("def f({params}):\n    {}", lines.join("\n    "))
    } else {
        lines.push(format!("y = {}", operation(&mut random, &names, depth, false)));
        lines.join("\n")
    }
}

/// An expression whose outermost part is an operator, or a call if that is right here.
fn operation(random: &mut Random, names: &[String], depth: usize, may_call: bool) -> String {
    if may_call && random.below(4) == 0 {
        return call(random, names, depth);
    }
    let left = operand(random, names, depth - 1);
    match random.below(8) {
        0 => format!("{left} ** {}", random.pick(&["2", "3", "0.5", "1e-7", "-1", "-2.5"])),
        _ => {
            let operator = random.pick(&["@", "@", "@", "+", "-", "*", "/"]);
            format!("{left} {operator} {}", operand(random, names, depth - 1))
        }
    }
}

fn operand(random: &mut Random, names: &[String], depth: usize) -> String {
    let name = random.pick(names).clone();
    if depth == 0 {
        return if random.below(3) == 0 { format!("{name}.T") } else { name };
    }
    match random.below(10) {
        0 => name,
        1 => format!("{name}.T"),
        2 => format!("({}).T", operation(random, names, depth, true)),
        3 => format!("(-{})", operand(random, names, depth - 1)),
        4 | 5 => call(random, names, depth),
        _ => format!("({})", operation(random, names, depth, true)),
    }
}

fn call(random: &mut Random, names: &[String], depth: usize) -> String {
    let depth = depth.saturating_sub(1);
    match random.below(7) {
        0 | 1 => format!("np.linalg.inv({})", operand(random, names, depth)),
        2 => format!("np.exp({})", operand(random, names, depth)),
        3 => format!("np.square({})", operand(random, names, depth)),
        4 => {
            let left = operand(random, names, depth);
            format!("np.divide({left}, {})", operand(random, names, depth))
        }
        // A call of constants is right as an operand only.
        _ => format!("np.exp({} @ np.eye(3))", operand(random, names, depth)),
    }
}
