//! Floating-point numbers as Python's `repr` writes them.

/// The shortest digits that give the number back, `1e-05` below 1e-4 and `1e+16` from there on. An infinity is a
/// literal that overflows, as `ast.unparse` has it.
pub(super) fn repr(number: f64) -> String {
    if number.is_nan() {
        return "float('nan')".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "1e309" } else { "-1e309" }.to_owned();
    }
    let scientific = format!("{number:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let power: i32 = exponent.parse().unwrap_or(0);
    if number == 0.0 || (-4..16).contains(&power) {
        let plain = format!("{number}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if power < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", power.abs())
}

#[cfg(test)]
mod tests {
    use super::repr;

    #[test]
    fn numbers_are_written_as_python_writes_them() {
        let cases = [
            (2.0, "2.0"),
            (-1.0, "-1.0"),
            (-0.0, "-0.0"),
            (0.1, "0.1"),
            (1e-4, "0.0001"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.25e100, "1.25e+100"),
            (f64::INFINITY, "1e309"),
        ];
        for (number, text) in cases {
            assert_eq!(repr(number), text);
        }
    }
}
