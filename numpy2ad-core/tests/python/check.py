"""Runs adjoints and compares them with central differences of fourth order; Rust appends calls of the two checks."""

import ast

import numpy as np
import scipy.linalg

rng = np.random.default_rng(2024)
SIZES = [dict(m=3, n=4, k=2, p=3), dict(m=1, n=3, k=2, p=1), dict(m=4, n=2, k=1, p=2), dict(m=0, n=2, k=3, p=2)]
faults = []
count = 0


def make(dims, domain, sizes):
    length = lambda d: sizes[d] if d in sizes else int(d)
    shape = tuple(sum(length(part) for part in d.split("+")) for d in dims.split())
    ranges = {"positive": (0.5, 1.5), "unit": (-0.8, 0.8), "aboveone": (1.5, 2.5)}
    if domain in ranges:
        x = rng.uniform(*ranges[domain], shape)
    elif domain in ("odd", "even"):  # near multiples of 1/8
        x = rng.integers(-4, 4, shape) / 4 + (0.125 if domain == "odd" else 0) + rng.uniform(-1, 1, shape) / 32
    else:
        x = rng.standard_normal(shape)
    if domain == "invertible":
        x = 0.3 * x + 2.0 * np.eye(shape[0])
    if domain == "definite":
        x = x @ x.T / shape[0] + np.eye(shape[0])
    if domain == "separated":
        x = 0.05 * x + np.eye(*shape) * np.arange(1.0, shape[1] + 1.0)
    return np.array(x) if shape else float(x)


def differences(value, inputs, name, step=1e-3):
    x = np.array(inputs[name], dtype=float)
    out = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        total = 0.0
        for weight, by in ((1, -2), (-8, -1), (8, 1), (-1, 2)):
            moved = x.copy()
            moved[index] += by * step
            total += weight * value({**inputs, name: moved if x.shape else float(moved)})
        out[index] = total / (12 * step)
    return out


def compare(title, name, got, want):
    global count
    count += 1
    if np.shape(got) != np.shape(want) or not np.allclose(got, want, rtol=1e-7, atol=1e-8):
        faults.append(f"{title}: adjoint of {name} is\n{got}\ninstead of\n{want}")


def attempt(check):
    def checked(title, *args):
        try:
            for sizes in SIZES:
                regular = ("invertible", "definite", "separated")
                if any(domain in str(args) for domain in regular) and 0 in sizes.values():
                    continue
                try:
                    check(title, sizes, *args)
                except ZeroDivisionError:
                    if 0 not in sizes.values():  # a division by the length of an empty axis is the user's own
                        raise
        except Exception as error:
            faults.append(f"{title}: {type(error).__name__}: {error}\n{args[1]}")
    return checked


class Case:
    """A function, what it is called with, and its results as a list."""

    def __init__(self, sizes, primal, params, keywords):
        scope = {"np": np, "scipy": scipy}
        exec("from __future__ import annotations\n" + primal, scope)
        # Of several functions the last one is called `f`.
        self.name = next(name for name, f in scope.items() if name not in ("np", "scipy") and callable(f))
        self.name = "f" if "f" in scope else self.name
        self.f = scope[self.name]
        self.keywords = keywords
        self.inputs = {name: make(dims, domain, sizes) for name, dims, domain in params}
        self.is_tuple = isinstance(self.call(self.inputs), tuple)
        self.results = self.list(self.call(self.inputs))
        self.seeds = [make(" ".join(map(str, np.shape(x))), "any", sizes) for x in self.results]

    def call(self, inputs):
        return self.f(*self.positional(inputs), **self.by_name(inputs))

    def positional(self, inputs):
        return [x for n, x in inputs.items() if n not in self.keywords]

    def by_name(self, inputs):
        return {n: inputs[n] for n in self.keywords}

    def list(self, results):
        return list(results) if self.is_tuple else [results]

    def slope(self, name):
        def value(moved):
            return sum(np.sum(seed * x) for seed, x in zip(self.seeds, self.list(self.call(moved))))
        return differences(value, self.inputs, name)

    def check_results(self, title, results):
        assert len(results) == len(self.results)
        for out, result in zip(results, self.results):
            if np.shape(out) != np.shape(result) or not np.allclose(out, result, rtol=1e-13):
                faults.append(f"{title}: the primal result is\n{out}\ninstead of\n{result}")


def derived(text, name):
    scope = {}
    exec("from __future__ import annotations\n" + text, scope)
    return scope[name]


def other(x, scalar):
    return rng.standard_normal(np.shape(x)) if np.shape(x) else scalar


def dots(left, right):
    return sum(np.sum(a * b) for a, b in zip(left, right))


@attempt
def function(title, sizes, primal, adjoint, tangent, gradient, second, params, keywords):
    """`params` are (name, dimensions, domain), the keyword-only ones among them are in `keywords`."""
    for text in (adjoint, tangent, gradient, second):
        assert ast.unparse(ast.parse(text)) == text, f"the text is not as `ast.unparse` writes it:\n{text}"
    case = Case(sizes, primal, params, keywords)
    inputs = case.inputs
    # The adjoint adds to what it is given, and changes no adjoint of a result.
    before = {n: other(x, 0.7) for n, x in inputs.items()}
    given = [np.array(x) if np.shape(x) else x for x in before.values()]
    seeds = [np.array(x) if np.shape(x) else x for x in case.seeds]
    by_name = case.by_name(inputs)
    returned = derived(adjoint, case.name + "_ad")(*case.positional(inputs), *given, *seeds, **by_name)
    out, adjoints = list(returned[:len(seeds)]), returned[len(seeds):]
    case.check_results(title, out)
    assert len(adjoints) == len(inputs)
    for n, got in zip(inputs, adjoints):
        compare(title, n, got, before[n] + case.slope(n))
    if len(seeds) > 1:
        assert all(np.array_equal(a, b) for a, b in zip(seeds, case.seeds)), f"{title}: a seed has changed"
    # The tangent is what differences in its direction are, and the adjoint's transpose.
    moves = {n: other(x, -0.4) for n, x in inputs.items()}
    both = [y for n, x in inputs.items() if n not in keywords for y in (x, moves[n])]
    returned = derived(tangent, case.name + "_t")(*both, **by_name, **{f"{n}_t": moves[n] for n in keywords})
    out, out_t = map(case.list, returned)
    case.check_results(title, out)
    for got, result in zip(out_t, along(lambda x: case.list(case.call(x)), inputs, moves)):
        compare(title, "the tangent", got, result)
    left = dots(case.seeds, out_t)
    right = dots([a - before[n] for n, a in zip(inputs, adjoints)], moves.values())
    if not np.isclose(left, right, rtol=1e-11, atol=1e-11):
        faults.append(f"{title}: tangent and adjoint disagree, {left} and {right}")
    # The gradient is the adjoint that begins with zeros; that of a number begins with 1.
    is_number = len(seeds) == 1 and np.shape(seeds[0]) == ()
    given = [] if is_number else seeds
    grad, one_or_all = derived(gradient, case.name + "_grad"), (list if len(inputs) > 1 else lambda x: [x])
    out, all_g = grad(*case.positional(inputs), *given, **by_name)
    case.check_results(title, case.list(out))
    scale = seeds[0] if is_number else 1.0
    for n, a, g in zip(inputs, adjoints, one_or_all(all_g)):
        compare(title, n, scale * g, a - before[n])
    # Second derivatives are differences of the gradient, and symmetric.
    hvp = derived(second, case.name + "_hvp")
    def product(moves):
        both = [y for n, x in inputs.items() if n not in keywords for y in (x, moves[n])]
        return hvp(*both, *given, **by_name, **{f"{n}_t": moves[n] for n in keywords})
    out, again_g, all_h = product(moves)
    case.check_results(title, case.list(out))
    gradient_at = lambda x: one_or_all(grad(*case.positional(x), *given, **case.by_name(x))[1])
    for n, g, a, h, want in zip(inputs, one_or_all(again_g), one_or_all(all_g), one_or_all(all_h), along(gradient_at, inputs, moves)):
        compare(title, f"{n} beside the product", g, a)
        compare(title, f"{n}, the product", h, want)
    others = {n: other(x, 0.3) for n, x in inputs.items()}
    left, right = dots(others.values(), one_or_all(all_h)), dots(moves.values(), one_or_all(product(others)[2]))
    if not np.isclose(left, right, rtol=1e-9, atol=1e-9):
        faults.append(f"{title}: the second derivative is not symmetric, {left} and {right}")


def along(results, inputs, moves, step=2.5e-4):
    """Differences of fourth order in one direction, for each of the results."""
    total = None
    for weight, by in ((1, -2), (-8, -1), (8, 1), (-1, 2)):
        moved = {n: x + by * step * moves[n] for n, x in inputs.items()}
        parts = [weight / (12 * step) * np.asarray(x, dtype=float) for x in results(moved)]
        total = parts if total is None else [a + b for a, b in zip(total, parts)]
    return total


@attempt
def expression(title, sizes, primal, adjoint, tangent, gradient, second, params, target):
    inputs = {name: make(dims, domain, sizes) for name, dims, domain in params}

    def run_all(inputs):
        scope = {"np": np, "scipy": scipy, **inputs}
        exec(primal, scope)
        return scope

    def run(inputs):
        return run_all(inputs)[target]

    result = run(inputs)
    seed = make(" ".join(map(str, np.shape(result))), "any", sizes)
    before = {n: rng.standard_normal(np.shape(x)) if np.shape(x) else 0.7 for n, x in inputs.items()}
    # Every target that an operator computes has an adjoint that the caller gives.
    names = [n for n in run_all(inputs) if n not in inputs and n not in ("np", "scipy", "__builtins__")]
    scope = {"np": np, "scipy": scipy, **inputs, **{f"{n}_a": 0.0 * np.asarray(run_all(inputs)[n]) for n in names}}
    scope[f"{target}_a"] = seed
    scope.update({f"{n}_a": np.array(x) if np.shape(x) else x for n, x in before.items()})
    exec(adjoint, scope)
    if not np.allclose(scope[target], result, rtol=1e-13):
        faults.append(f"{title}: the primal result is\n{scope[target]}\ninstead of\n{result}")
    for n in inputs:
        slope = differences(lambda moved: np.sum(seed * run(moved)), inputs, n)
        compare(title, n, scope[f"{n}_a"], before[n] + slope)
    moves = {n: other(x, -0.4) for n, x in inputs.items()}
    scope = {"np": np, "scipy": scipy, **inputs, **{f"{n}_t": x for n, x in moves.items()}}
    exec(tangent, scope)
    compare(title, "the tangent", scope[f"{target}_t"], along(lambda x: [run(x)], inputs, moves)[0])
    scope = {"np": np, "scipy": scipy, **inputs, **{f"{n}_a": 0.0 * np.asarray(run_all(inputs)[n]) for n in names}}
    scope[f"{target}_a"] = seed
    exec(gradient, scope)
    # Of one number it begins with 1; of several results, with what the caller gives.
    scale = seed if np.shape(result) == () and f"{target}_a" not in gradient else 1.0
    for n in inputs:
        slope = differences(lambda moved: np.sum(seed * run(moved)), inputs, n)
        compare(title, n, scale * scope[f"{n}_g"], slope)
    given = {f"{n}_a": 0.0 * np.asarray(run_all(inputs)[n]) for n in names} | {f"{target}_a": seed}
    def gradient_at(x):
        scope = {"np": np, "scipy": scipy, **x, **given}
        exec(gradient, scope)
        return [scope[f"{n}_g"] for n in inputs]
    scope = {"np": np, "scipy": scipy, **inputs, **{f"{n}_t": x for n, x in moves.items()}, **given}
    exec(second, scope)
    for n, want in zip(inputs, along(gradient_at, inputs, moves)):
        compare(title, f"{n}, the product", scope[f"{n}_h"], want)


def finish():
    for fault in faults:
        print(fault)
    print(f"{count} adjoints checked, {len(faults)} faults")
