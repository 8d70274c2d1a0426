"""Runs optimised adjoints against plain ones; Rust appends calls of the checks."""

import ast
import warnings
import zlib

import numpy as np
import scipy.linalg

warnings.simplefilter("ignore")  # the package's own tests are about numbers
SIZES = [dict(m=6, n=4, k=2), dict(m=5, n=3, k=1), dict(m=4, n=1, k=1), dict(m=3, n=3, k=3), dict(m=3, n=2, k=0)]
faults = []
compared = 0
skipped = 0


def make(rng, dims, domain, sizes):
    length = lambda d: sizes.get(d, 2) if not d.isdigit() else int(d)
    shape = tuple(sum(length(part) for part in d.split("+")) for d in dims.split())
    ranges = {"positive": (0.5, 1.5), "unit": (-0.8, 0.8), "aboveone": (1.5, 2.5)}
    if domain in ranges:
        x = rng.uniform(*ranges[domain], shape)
    elif domain in ("odd", "even"):  # near multiples of 1/8
        x = rng.integers(-4, 4, shape) / 4 + (0.125 if domain == "odd" else 0) + rng.uniform(-1, 1, shape) / 32
    else:
        x = rng.standard_normal(shape)
    if domain in ("any", "invertible") and len(shape) == 2 and dims.split()[0] == dims.split()[1]:
        x = 0.3 * x + 2.0 * np.eye(shape[0])
    if domain == "definite":
        x = x @ x.T / max(shape[0], 1) + np.eye(shape[0])
    if domain == "separated":
        x = 0.05 * x + np.eye(*shape) * np.arange(1.0, shape[1] + 1.0)
    return np.array(x) if shape else float(x)


def scale(x):
    return max(1.0, np.max(np.abs(x), initial=0.0))


def call(text, inputs, adjoints, seeds, name):
    """What the text computes: the results, and the adjoints of the inputs in order."""
    copies = {f"{n}_a": np.array(x) if np.shape(x) else x for n, x in {**adjoints, **seeds}.items()}
    if "def " not in text:
        scope = {"np": np, "scipy": scipy, **inputs, **copies}
        exec(text, scope)
        return [scope[name], *(scope[f"{n}_a"] for n in inputs)]
    scope = {}
    exec("from __future__ import annotations\n" + text, scope)
    function = next(f for n, f in reversed(scope.items()) if n.endswith("_ad"))
    given = [copies[f"{n}_a"] for n in seeds]
    before = [np.array(x) for x in given]
    made = list(function(*inputs.values(), *(copies[f"{n}_a"] for n in inputs), *given))
    assert len(given) == 1 or all(map(np.array_equal, given, before)), "the adjoint of a result has changed"
    return made


def agree(title, primal, plain, optimised, params, targets):
    """`params` are (name, dimensions, domain); `targets` are the names whose adjoints an expression is given."""
    global compared, skipped
    if ast.unparse(ast.parse(optimised)) != optimised:
        faults.append(f"{title}: the text is not as `ast.unparse` writes it:\n{optimised}")
    used = {part for _, dims, _ in params for d in dims.split() for part in d.split("+")}
    for case, sizes in enumerate(SIZES):
        if case and all(sizes.get(d) == SIZES[0].get(d) for d in used):
            continue
        rng = np.random.default_rng([case, zlib.crc32(title.encode())])
        inputs = {name: make(rng, dims, domain, sizes) for name, dims, domain in params}
        random = lambda x: rng.standard_normal(np.shape(x)) if np.shape(x) else 0.7
        adjoints = {n: random(x) for n, x in inputs.items()}
        scope = {"np": np, "scipy": scipy, **inputs}
        try:
            if targets:
                exec(primal, scope)
                values = {n: scope[n] for n in targets}
            else:
                exec("from __future__ import annotations\n" + primal, scope)
                function = next(f for n, f in reversed(scope.items()) if callable(f))
                out = function(*inputs.values())
                values = {f"out{i}": x for i, x in enumerate(out)} if isinstance(out, tuple) else {"out": out}
            seeds = {n: random(x) for n, x in values.items()}
            last = targets[-1] if targets else "out"
            want = call(plain, inputs, adjoints, seeds, last)
            near = {n: x * (1 + 1e-13 * rng.standard_normal(np.shape(x))) for n, x in inputs.items()}
            moved = call(plain, near, adjoints, seeds, last)
        except (np.linalg.LinAlgError, ZeroDivisionError):
            skipped += 1  # a matrix that this program makes singular, the length of an empty axis
            continue
        except Exception as error:
            faults.append(f"{title}, the plain text: {type(error).__name__}: {error}\n{primal}\n{plain}")
            return
        rounding = [np.max(np.abs(c - a), initial=0.0) for a, c in zip(want, moved, strict=True)]
        if not all(r <= 1e-8 * scale(a) for a, r in zip(want, rounding)):
            skipped += 1  # singular but for rounding
            continue
        try:
            got = call(optimised, inputs, adjoints, seeds, last)
        except Exception as error:
            faults.append(f"{title}: {type(error).__name__}: {error}\n{primal}\n{optimised}")
            return
        results = ["the result"] if targets else list(values)
        for name, a, b, r in zip([*results, *inputs], want, got, rounding, strict=True):
            compared += 1
            # What rounding of the inputs moves is no difference of the programs.
            tolerance = 1e-10 * scale(a) + 100 * r
            if np.shape(a) != np.shape(b) or not np.max(np.abs(a - b), initial=0.0) <= tolerance:
                faults.append(f"{title}, {name}: {b}\ninstead of {a}\n{primal}\n{optimised}")
                return


def finish():
    for fault in faults[:5]:
        print(fault)
    print(f"{compared} arrays compared, {skipped} skipped, {len(faults)} faults")
