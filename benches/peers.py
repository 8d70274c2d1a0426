"""The adjoints of the models by this project, numpy2ad, JAX and PyTorch, timed in turns on one core.

Run it by `benches/peers`, which installs what it needs and builds the Rust side. For every model and size:

- ours: `*_ad` as `#[adjoint]` writes it, in the program that `cargo bench` runs;
- numpy2ad: the text that the Python package makes of the source, on NumPy;
- JAX: `jax.jit` of the function and its `vjp`, 64 bits, compiled before it is timed;
- PyTorch: the function and `torch.autograd.grad`.

The last two are given the source as it is in `examples/models.py`, and the form of `solves.py` with solves written by hand.
All compute the result and the derivatives by every input, on the same operands, with one thread. They take turns: each
round gives one sample of every candidate, and ratios are of samples in one round.
"""

import argparse
import ast
import gc
import math
import os
import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import time
import types

import tables

HERE = pathlib.Path(__file__).resolve().parent
# Longer than the clock and a loop in Python need, and shorter than what a scheduler gives to one process, so that most
# batches are not interrupted even where the machine is busy.
BATCH = 1e-3
FEWEST_ROUNDS = 5
# Models with what is known of their operands declared on our side; the peers have no place to say it.
DECLARED = ["gls+spd", "opt_xf+diagonal", "signal+spd", "enkf+spd", "lmmse+spd", "kalman_gain+spd"]
# Models with the operand that is the identity, by its position: nobody is told.
IDENTITY = {"rmi+identity": 2, "newton+identity": 1}
# Models with square operands that are not symmetric.
GENERAL = ["inverse+general", "gls+general", "opt_xf+general", "lmmse+general"]
MOST_ROUNDS = 301


def arguments():
    parser = argparse.ArgumentParser(
        prog="benches/peers", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", required=True, help="the program that `cargo bench` runs; given by benches/peers")
    parser.add_argument("--models", help="names with commas between them; all if not given")
    parser.add_argument("--sizes", default="8,64,256,1000", help="numbers with commas between them")
    parser.add_argument("--seconds", type=float, default=3.0, help="for each model and size")
    parser.add_argument("--core", type=int, help="the core to run on; the last one if not given")
    parser.add_argument("--features", default="", help="those with which the benchmark is built")
    parser.add_argument("--markdown", type=pathlib.Path, metavar="FILE",
                        help="write the ratios between the markers of FILE")
    options = parser.parse_args()
    options.sizes = [int(n) for n in options.sizes.split(",")]
    return options


def one_thread(core):
    """One core and one thread for this process and its children; before any library starts threads of its own."""
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if core is None else core})
    else:
        print("this system does not pin processes to cores", file=sys.stderr)


def functions(path):
    """The source of each function, without its docstring, in the file's order."""
    sources = {}
    for item in ast.parse(path.read_text()).body:
        if isinstance(item, ast.FunctionDef):
            if ast.get_docstring(item):
                del item.body[0]
            sources[item.name] = ast.unparse(item)
    return sources


def defined(source, name, namespace):
    scope = {"np": namespace}
    exec(source, scope)
    return scope[name]


class Ours:
    """The Rust program for one model and size."""

    def __init__(self, bench, model, n, folder):
        self.folder = folder
        self.process = subprocess.Popen(
            [bench, "--serve", str(folder), model, str(n)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.shapes = [tuple(map(int, shape.split("x"))) for shape in self.answer().split()]

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the Rust program ended with {self.process.wait()}")
        return line.strip()

    def ask(self, line):
        print(line, file=self.process.stdin, flush=True)
        return self.answer()

    def start(self, np, operands, seed):
        """The result and the adjoints."""
        for index, operand in enumerate(operands):
            operand.tofile(self.folder / f"{index}.f64")
        seed.tofile(self.folder / "seed.f64")
        self.ask("go")
        files = ["out.f64"] + [f"{index}_a.f64" for index in range(len(operands))]
        shapes = [seed.shape] + self.shapes
        return [np.fromfile(self.folder / name).reshape(shape) for name, shape in zip(files, shapes)]

    def seconds(self, calls):
        return float(self.ask(calls)) * calls

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def timed(run):
    def seconds(calls):
        # Whoever ran before has driven its arrays from the caches; ours does the same.
        if calls > 1:
            run()
        began = time.perf_counter()
        for _ in range(calls):
            run()
        return time.perf_counter() - began
    return seconds


class Peers:
    """The other tools."""

    def __init__(self):
        import jax
        import numpy
        import numpy2ad
        import torch

        jax.config.update("jax_enable_x64", True)
        # On one core the way to another thread and back is all that it brings; without it JAX is faster.
        jax.config.update("jax_cpu_enable_async_dispatch", False)
        torch.set_num_threads(1)
        self.np, self.jax, self.torch, self.transform = numpy, jax, torch, numpy2ad.transform

    def versions(self):
        from importlib.metadata import version

        names = {"numpy2ad": "numpy2ad", "jax": "JAX", "torch": "PyTorch", "numpy": "NumPy"}
        return [f"Python {platform.python_version()}"] + [f"{title} {version(name)}" for name, title in names.items()]

    def numpy2ad(self, source, name, operands, seed):
        function = defined(self.transform(source), name + "_ad", self.np)

        # They are added to, as ours are.
        adjoints = [self.np.zeros_like(x) for x in operands]

        def run():
            return function(*operands, *adjoints, seed)

        return [x.copy() for x in run()], timed(run)

    def of_jax(self, source, name, operands, seed):
        function = defined(source, name, self.jax.numpy)

        def both(operands, seed):
            out, pull = self.jax.vjp(function, *operands)
            return out, *pull(seed)

        compiled = self.jax.jit(both)
        operands, seed = [self.jax.numpy.asarray(x) for x in operands], self.jax.numpy.asarray(seed)

        def run():
            return self.jax.block_until_ready(compiled(operands, seed))

        return [self.np.asarray(x) for x in run()], timed(run)

    def of_torch(self, source, name, operands, seed):
        function = defined(source, name, types.SimpleNamespace(linalg=self.torch.linalg))
        operands, seed = [self.torch.tensor(x, requires_grad=True) for x in operands], self.torch.tensor(seed)

        def run():
            out = function(*operands)
            return out, *self.torch.autograd.grad(out, operands, seed)

        return [x.detach().numpy() for x in run()], timed(run)

    def candidates(self, source, solve, name, operands, seed):
        """Of each peer its values and what times it, if the source has the form that it reads."""
        forms = {"numpy2ad": (self.numpy2ad, source), "jax": (self.of_jax, source), "torch": (self.of_torch, source)}
        forms |= {"jax solve": (self.of_jax, solve), "torch solve": (self.of_torch, solve)}
        return {peer: make(text, name, operands, seed) for peer, (make, text) in forms.items() if text}


def difference(np, values, expected):
    """The largest difference of two components, relative to the largest component of the array."""
    def of(a, b):
        worst = np.max(np.abs(a - b)) / max(np.max(np.abs(b)), sys.float_info.min)
        return math.inf if np.isnan(worst) else float(worst)
    return max(of(np.asarray(a), np.asarray(b)) for a, b in zip(values, expected, strict=True))


def calls_in_a_batch(seconds):
    seconds(1)
    calls = 1
    while True:
        wanted = math.ceil(BATCH * calls / max(seconds(calls), 1e-9))
        # From a short run the estimate is rough.
        if wanted <= 2 * calls:
            return max(wanted, 1)
        calls = min(wanted, 8 * calls)


def interleaved(candidates, budget):
    """Seconds for each call, one sample of every candidate in each round."""
    calls = {name: calls_in_a_batch(seconds) for name, seconds in candidates.items()}
    samples = {name: [] for name in candidates}
    names = list(candidates)
    gc.collect()
    gc.disable()
    began = time.perf_counter()
    for round_ in range(MOST_ROUNDS):
        if round_ >= FEWEST_ROUNDS and time.perf_counter() - began >= budget:
            break
        # Everyone goes first in turn: who runs behind a large one finds its caches cold.
        first = round_ % len(names)
        for name in names[first:] + names[:first]:
            samples[name].append(candidates[name](calls[name]) / calls[name])
    gc.enable()
    return samples


def measure(options, peers, source, solve, name, n):
    """For every candidate its samples, and how far its values are from JAX's."""
    np = peers.np
    rng = np.random.default_rng(n)

    def operand(shape):
        a = rng.standard_normal(shape)
        return a @ a.T / shape[0] + 2 * np.eye(shape[0]) if shape[0] == shape[1] else a

    with tempfile.TemporaryDirectory() as folder:
        ours = Ours(options.bench, name, n, pathlib.Path(folder))
        try:
            operands = [operand(shape) for shape in ours.shapes]
            if name.endswith("+diagonal"):
                operands[0] = np.diag(np.diag(operands[0]))
            if name in GENERAL:
                operands = [a + rng.standard_normal(a.shape) / len(a) if a.shape == a.shape[::-1] else a for a in operands]
            if name in IDENTITY:
                operands[IDENTITY[name]] = np.eye(n)
            function = name.split("+")[0]
            seed = rng.standard_normal(defined(source, function, np)(*operands).shape)
            found = {"ours": (ours.start(np, operands, seed), ours.seconds)}
            found |= peers.candidates(source, solve, function, operands, seed)
            expected = found["jax"][0]
            differences = {who: difference(np, values, expected) for who, (values, _) in found.items() if who != "jax"}
            return interleaved({who: seconds for who, (_, seconds) in found.items()}, options.seconds), differences
        finally:
            ours.close()


def our_forms(options, name, n):
    """From the Rust bench: what the optimiser gains, and what it leaves."""
    run = subprocess.run(
        [options.bench, "--bench", "--csv", "--seconds", str(options.seconds / 2), name, str(n)],
        check=True, stdout=subprocess.PIPE, text=True)
    to_ours = {}
    for line in run.stdout.splitlines()[1:]:
        _, _, candidate, *_, ratio = line.split(",")
        to_ours[candidate] = float(ratio)
    return {
        "plain/ours": to_ours["plain"], "ours/expert": 1 / to_ours["expert"], "ours/primal": 1 / to_ours["primal"]}


def processor():
    """The name that the system has for it; it is not in Python's library."""
    try:
        found = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    except OSError:
        found = None
    return found.group(1) if found else platform.processor() or platform.machine()


def machine(peers, features):
    def said(*command):
        try:
            return subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=True).stdout.strip()
        except (OSError, subprocess.CalledProcessError):
            return ""
    rust = " ".join(said("rustc", "--version").split()[:2])
    revision = said("git", "rev-parse", "--short", "HEAD")
    ours = features and f"numpy2ad's features {features}"
    parts = [f"{processor()}, one core", rust, ours, *peers.versions(), revision and f"revision {revision}"]
    return "Measured on: " + "; ".join(filter(None, parts)) + "."


def main():
    options = arguments()
    one_thread(options.core)
    sources, solves = functions(HERE.parent / "examples" / "models.py"), functions(HERE / "solves.py")
    names = options.models.split(",") if options.models else list(sources) + GENERAL + list(IDENTITY) + DECLARED
    for name in names:
        if name not in list(sources) + GENERAL + list(IDENTITY) + DECLARED:
            raise SystemExit(f"no such model: {name}")
    peers = Peers()
    about = machine(peers, options.features)
    print(about, flush=True)
    rows = []
    for n in options.sizes:
        for name in names:
            function = name.split("+")[0]
            samples, differences = measure(options, peers, sources[function], solves.get(function), name, n)
            rows.append(tables.Row(name, n, samples, differences, our_forms(options, name, n)))
            tables.show(rows[-1])
            # A long run that is broken off leaves what it has.
            if options.markdown:
                tables.write(options.markdown, tables.markdown(rows, about, options.features), options.features)
    if any(row.differences["ours"] > tables.TOLERANCE for row in rows):
        raise SystemExit("ours and JAX disagree")


if __name__ == "__main__":
    main()
