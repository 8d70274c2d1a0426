"""Runs adjoints and compares them with central differences of fourth order; Rust appends calls of the two checks."""

import numpy as np
import scipy.linalg

rng = np.random.default_rng(2024)
SIZES = [dict(m=3, n=4, k=2), dict(m=1, n=3, k=2), dict(m=4, n=2, k=1), dict(m=0, n=2, k=3)]
faults = []
count = 0


def make(dims, domain, sizes):
    length = lambda d: sizes[d] if d in sizes else int(d)
    shape = tuple(sum(map(length, d.split("+"))) for d in dims.split())
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


@attempt
def function(title, sizes, primal, adjoint, params, keywords):
    """`params` are (name, dimensions, domain), the keyword-only ones among them are in `keywords`."""
    plain, made = {"np": np, "scipy": scipy}, {}
    exec("from __future__ import annotations\n" + primal, plain)
    exec("from __future__ import annotations\n" + adjoint, made)
    inputs = {name: make(dims, domain, sizes) for name, dims, domain in params}
    name = next(name for name in made if name.endswith("_ad"))
    f, f_ad = plain[name[:-3]], made[name]

    def call(inputs):
        return f(*(x for n, x in inputs.items() if n not in keywords), **{n: inputs[n] for n in keywords})

    result = call(inputs)
    seed = make(" ".join(map(str, np.shape(result))), "any", sizes)
    before = {n: rng.standard_normal(np.shape(x)) if np.shape(x) else 0.7 for n, x in inputs.items()}
    given = [np.array(x) if np.shape(x) else x for x in before.values()]
    positional = [x for n, x in inputs.items() if n not in keywords]
    out, *adjoints = f_ad(*positional, *given, seed, **{n: inputs[n] for n in keywords})
    if np.shape(out) != np.shape(result) or not np.allclose(out, result, rtol=1e-13):
        faults.append(f"{title}: the primal result is\n{out}\ninstead of\n{result}")
    assert len(adjoints) == len(inputs)
    for n, got in zip(inputs, adjoints):
        slope = differences(lambda moved: np.sum(seed * call(moved)), inputs, n)
        compare(title, n, got, before[n] + slope)


@attempt
def expression(title, sizes, primal, adjoint, params, target):
    inputs = {name: make(dims, domain, sizes) for name, dims, domain in params}

    def run(inputs):
        scope = {"np": np, "scipy": scipy, **inputs}
        exec(primal, scope)
        return scope[target]

    result = run(inputs)
    seed = make(" ".join(map(str, np.shape(result))), "any", sizes)
    before = {n: rng.standard_normal(np.shape(x)) if np.shape(x) else 0.7 for n, x in inputs.items()}
    scope = {"np": np, "scipy": scipy, **inputs, f"{target}_a": seed}
    scope.update({f"{n}_a": np.array(x) if np.shape(x) else x for n, x in before.items()})
    exec(adjoint, scope)
    if not np.allclose(scope[target], result, rtol=1e-13):
        faults.append(f"{title}: the primal result is\n{scope[target]}\ninstead of\n{result}")
    for n in inputs:
        slope = differences(lambda moved: np.sum(seed * run(moved)), inputs, n)
        compare(title, n, scope[f"{n}_a"], before[n] + slope)


def finish():
    for fault in faults:
        print(fault)
    print(f"{count} adjoints checked, {len(faults)} faults")
