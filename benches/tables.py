"""What `peers.py` shows: a paragraph for each model and size, and pages of ratios."""

import math

# What the candidates' results may differ by from JAX's, relative to the largest component, and still count as the same.
TOLERANCE = 1e-6
PEERS = ["numpy2ad", "jax", "torch", "jax solve", "torch solve"]
TITLES = {
    "numpy2ad": "numpy2ad", "jax": "JAX", "torch": "PyTorch", "jax solve": "JAX, solve", "torch solve": "PyTorch, solve"}
FASTEST = ["fastest, same source", "fastest, any source"]


def spread(samples):
    """The quartile below, the median, the quartile above."""
    ordered = sorted(samples)

    def at(part):
        rank = part * (len(ordered) - 1)
        below, above = ordered[math.floor(rank)], ordered[math.ceil(rank)]
        return below + (above - below) * (rank - math.floor(rank))
    return at(0.25), at(0.5), at(0.75)


class Row:
    """One model at one size."""

    def __init__(self, model, n, samples, differences, forms):
        self.model, self.n, self.differences, self.forms = model, n, differences, forms
        self.times = {who: spread(times) for who, times in samples.items()}
        # How many times longer than ours, in the same round.
        ours = samples["ours"]
        self.ratios = {
            who: spread([a / b for a, b in zip(times, ours)]) for who, times in samples.items() if who != "ours"}
        # What is wrong is not a peer.
        right = [who for who in self.ratios if differences.get(who, 0.0) <= TOLERANCE]
        same_source = [who for who in right if "solve" not in who]
        self.fastest = [min(of, key=lambda who: self.ratios[who][1]) for of in (same_source, right)]


def text_time(seconds):
    for unit, size in (("µs", 1e-6), ("ms", 1e-3)):
        if seconds < 1000 * size:
            return f"{seconds / size:.3g} {unit}" if seconds < 999.5 * size else f"{seconds / size:.0f} {unit}"
    return f"{seconds:.3g} s"


def text_spread(times):
    low, middle, high = map(text_time, times)
    return f"{middle} ({low} .. {high})"


def show(row):
    print(f"{row.model}, n = {row.n}")
    for who in ["ours", *PEERS]:
        if who in row.times:
            times = f"ours × {row.ratios[who][1]:.2f}" if who in row.ratios else ""
            off = "" if who == "jax" else f"differs by {row.differences[who]:.1e}"
            print(f"  {TITLES.get(who, who):21} {text_spread(row.times[who]):34} {times:13} {off}")
    forms = "  ".join(f"{name} {ratio:.2f}" for name, ratio in row.forms.items())
    for what, who in zip(FASTEST, row.fastest):
        print(f"  {what:21} {TITLES[who]}, ours × {row.ratios[who][1]:.2f}")
    print(f"  {'of our forms':21} {forms}", flush=True)


def mean(ratios):
    """Geometric: the mean of ratios the other way round is its reciprocal."""
    return math.exp(sum(map(math.log, ratios)) / len(ratios))


def markdown(rows, machine, features):
    lines = [machine, ""]
    forms = list(rows[0].forms)
    titles = ["model", *(name.replace("/", " / ") for name in forms), *(TITLES[who] for who in PEERS), *FASTEST]
    for n in sorted({row.n for row in rows}):
        of_size = [row for row in rows if row.n == n]
        lines += [f"### n = {n}" + (features and f", {features}"), "", "| " + " | ".join(titles) + " |", "|---|" + "---:|" * (len(titles) - 1)]
        for row in of_size:
            cells = [f"`{row.model}`"] + [f"{row.forms[name]:.2f}" for name in forms]
            for who in PEERS:
                wrong = "wrong, " if row.differences.get(who, 0.0) > TOLERANCE else ""
                cells.append(f"{wrong}{row.ratios[who][1]:.2f}" if who in row.ratios else "–")
            for who in row.fastest:
                low, middle, high = row.ratios[who]
                cells.append(f"**{middle:.2f}** ({low:.2f} .. {high:.2f})")
            lines.append("| " + " | ".join(cells) + " |")
        means = [f"{mean([row.forms[name] for row in of_size]):.2f}" for name in forms]
        for who in PEERS:
            ratios = [row.ratios[who][1] for row in of_size if who in row.ratios]
            means.append(f"{mean(ratios):.2f}" if ratios else "–")
        means += [f"**{mean([row.ratios[row.fastest[of]][1] for row in of_size]):.2f}**" for of in range(len(FASTEST))]
        lines += ["| " + " | ".join(["*geometric mean*", *means]) + " |", ""]
    worst = max(row.differences["ours"] for row in rows)
    lines.append(f"The largest relative difference of ours from JAX, over all results and derivatives: {worst:.1e}.")
    return "\n".join(lines)


def write(path, text, features):
    """Between the markers of a page, or as a page of its own: what was built with features has markers of its own."""
    by = "benches/peers" + (features and f" --features {features}")
    begin, end = f"<!-- written by {by} -->", "<!-- end -->"
    page = path.read_text() if path.exists() else f"{begin}\n{end}\n"
    if begin not in page or end not in page:
        raise SystemExit(f"no place for the tables in {path}: it lacks `{begin}` or `{end}`")
    head, rest = page.split(begin, 1)
    tail = rest.split(end, 1)[1]
    path.write_text(f"{head}{begin}\n\n{text}\n\n{end}{tail}")
