"""Executed texts of random programs, compared with numbers that are known: the tests put calls of `check` behind this."""

import json, sys, warnings
import numpy as np
import scipy.linalg

warnings.simplefilter("ignore")
faults = []


def array(shape, data):
    return np.array(data).reshape(shape) if shape else float(data[0])


def check(seed, texts, params, adjoints, out_a, directions, value, after, tangent, rounding):
    def compare(what, got, wanted):
        wanted = np.asarray(wanted)
        if np.shape(got) != np.shape(wanted):
            faults.append((seed, f"{what} has the shape {np.shape(got)} instead of {np.shape(wanted)}"))
            return
        gap = np.max(np.abs(got - wanted), initial=0.0) / max(1.0, np.max(np.abs(wanted), initial=0.0))
        if not gap <= 1e-10 + 10 * rounding:
            faults.append((seed, f"{what} is off by {gap:.1e}"))

    def function(text, name):
        scope = {}
        exec("from __future__ import annotations\n" + text, scope)
        return scope[name]

    copies = lambda all: [np.array(x) if np.shape(x) else x for x in all]
    try:
        primal, adjoint, tangents = texts
        compare("the value", function("import numpy as np, scipy.linalg\n" + primal, "f")(*params), value)
        out, *found = function(adjoint, "f_ad")(*params, *copies(adjoints), *copies([out_a]))
        compare("the adjoint's value", out, value)
        for index, (got, wanted) in enumerate(zip(found, after, strict=True)):
            compare(f"adjoint {index}", got, wanted)
        both = [x for pair in zip(params, directions) for x in pair]
        out, out_t = function(tangents, "f_t")(*both)
        compare("the tangent's value", out, value)
        compare("the tangent", out_t, tangent)
    except Exception as error:
        faults.append((seed, f"{type(error).__name__}: {error}"))
