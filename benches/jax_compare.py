"""Values and derivatives by adjoint texts of this project, compared with JAX's on the operations that both have.

Run it by `benches/jax`. For every sample of every operation that Python can say, and for random programs of them, the
adjoint's text runs on NumPy in float64, and JAX differentiates the same source with `jax.numpy` in the place of `numpy`, in 64
bits. Differences are relative to the larger of 1 and the largest element of the array that is compared.
"""

import argparse
import ast
import json
import sys
import types

import jax
import jax.numpy
import jax.scipy.linalg
import numpy as np
import scipy.linalg

jax.config.update("jax_enable_x64", True)


def of_lower(a):
    """The symmetric matrix whose lower triangle is that of `a`: what NumPy reads."""
    return jax.numpy.tril(a) + jax.numpy.tril(a, -1).T


def of_upper(a):
    return of_lower(a.T)


def cholesky(a, lower=False):
    return jax.scipy.linalg.cholesky(of_lower(a) if lower else of_upper(a), lower=lower)


def standing_in(module, **others):
    """A module with some functions of its own."""
    return types.SimpleNamespace(**{name: getattr(module, name) for name in dir(module)} | others)


# Where NumPy reads a triangle, JAX takes the mean of both, and divides derivatives among both; names of SciPy that JAX has
# elsewhere.
of_lower_values = lambda a: jax.numpy.linalg.eigvalsh(of_lower(a))
on_jax = standing_in(jax.numpy, linalg=standing_in(
    jax.numpy.linalg,
    eigh=lambda a: jax.numpy.linalg.eigh(of_lower(a)),
    eigvalsh=of_lower_values,
    cholesky=lambda a: jax.numpy.linalg.cholesky(of_lower(a))))
ON_NUMPY = {"np": np, "numpy": np, "scipy": scipy}
ON_JAX = {"np": on_jax, "numpy": on_jax, "scipy": types.SimpleNamespace(linalg=standing_in(
    jax.scipy.linalg,
    cholesky=cholesky,
    eigh=lambda a: jax.numpy.linalg.eigh(of_lower(a)),
    eigvalsh=of_lower_values,
    svdvals=lambda a: jax.numpy.linalg.svd(a, compute_uv=False)))}


def defined(text, namespace):
    """What the text defines, with these modules in the place of those that it imports."""
    body = [item for item in ast.parse(text).body if not isinstance(item, (ast.Import, ast.ImportFrom))]
    scope = dict(namespace)
    exec("from __future__ import annotations\n" + ast.unparse(ast.Module(body, [])), scope)
    return scope


def arguments(text, inputs):
    """A value for each parameter; those that are whole numbers are 3, and have no derivative."""
    function = next(item for item in ast.parse(text).body if isinstance(item, ast.FunctionDef))
    numbers = iter(inputs)
    values, active = [], []
    for index, parameter in enumerate(function.args.args):
        if isinstance(parameter.annotation, ast.Name) and parameter.annotation.id == "int":
            values.append(3)
            continue
        shape, data = next(numbers)
        values.append(np.array(data).reshape(shape) if shape else float(data[0]))
        active.append(index)
    return function.name, values, active


def several(out):
    return tuple(out) if isinstance(out, (tuple, list)) else (out,)


def distance(ours, theirs):
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    if ours.shape != theirs.shape:
        return float("inf")
    gap = np.max(np.abs(ours - theirs), initial=0.0) / max(1.0, np.max(np.abs(theirs), initial=0.0))
    return gap if gap == gap else float("inf")


def compared(sample, random):
    """The largest differences of values and of derivatives."""
    name, values, active = arguments(sample["text"], sample["inputs"])
    source = defined(sample["text"], ON_JAX)[name]

    def on_active(*moving):
        full = list(values)
        for index, value in zip(active, moving):
            full[index] = value
        return tuple(jax.numpy.asarray(out) for out in several(source(*full)))

    theirs, pull = jax.vjp(on_active, *(jax.numpy.asarray(values[index]) for index in active))
    seeds = [random.uniform(-1.0, 1.0, out.shape) for out in theirs]
    expected = pull(tuple(jax.numpy.asarray(seed) for seed in seeds))

    copies = [np.array(value) if np.shape(value) else value for value in values]
    zeros = [np.zeros_like(values[index]) if np.shape(values[index]) else 0.0 for index in active]
    given = [seed if seed.shape else float(seed) for seed in seeds]
    found = several(defined(sample["adjoint"], ON_NUMPY)[name + "_ad"](*copies, *zeros, *given))
    outs, adjoints = found[:len(theirs)], found[len(theirs):]
    of_values = max(map(distance, outs, theirs), default=0.0)
    return of_values, max(map(distance, adjoints, expected), default=0.0)


def main():
    parser = argparse.ArgumentParser(prog="benches/jax", description=__doc__)
    parser.add_argument("samples", type=argparse.FileType(), help="lines of JSON; given by benches/jax")
    options = parser.parse_args()
    random = np.random.default_rng(7)
    worst, missing, programs, of_programs, not_run = {}, {}, 0, (0.0, 0.0), 0
    for sample in map(json.loads, options.samples):
        is_program = sample["name"].startswith("program ")
        try:
            gaps = compared(sample, random)
        except Exception as error:  # whatever JAX cannot do
            if is_program:
                not_run += 1
            else:
                missing.setdefault(sample["name"], []).append(f"{type(error).__name__}: {str(error).splitlines()[0]}")
            continue
        if is_program:
            programs += 1
            if max(gaps) > 1e-10:
                print(f"{sample['name']}: {gaps}", file=sys.stderr)
            of_programs = tuple(map(max, of_programs, gaps))
        else:
            worst[sample["name"]] = tuple(map(max, worst.get(sample["name"], (0.0, 0.0)), gaps))
    print(f"{'operation':20} {'values':>9} {'gradients':>9}")
    for name, (value, gradient) in worst.items():
        print(f"{name:20} {value:9.1e} {gradient:9.1e}")
    print(f"{'random programs':20} {of_programs[0]:9.1e} {of_programs[1]:9.1e}   "
          f"{programs} of them, {not_run} that JAX cannot say")
    largest = max(max(gaps) for gaps in worst.values())
    print(f"{len(worst)} operations, with JAX {jax.__version__}; the largest difference is {largest:.1e}")
    for name, reasons in missing.items():
        for reason in reasons:
            print(f"not compared: {name}: {reason}")


if __name__ == "__main__":
    main()
