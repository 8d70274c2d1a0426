"""Writes pinned.txt: what the Python package numpy2ad 0.1.1 makes of programs for which it is right.

    python generate.py > pinned.txt        (with numpy2ad 0.1.1, graphviz and numpy installed)
"""

import ast

from numpy2ad import transform, transform_expr

EXPRESSIONS = """
D = A @ B + C
y = A.T @ A @ x
y = np.linalg.inv(A @ B) @ C - D
y = (A @ B).T @ C
y = A.T @ B.T + A.T
y = -A @ B
y = A * B / C
y = A ** 2
y = A ** -2 + B ** 0.5
y = A ** 1.5e-7 * B ** 1e20
y = (A + B).T.T @ C
y = np.exp(A) @ B
y = np.linalg.inv(A.T) @ B
y = np.square(A @ B) + C
y = np.divide(A, B) + C
y = A - (B - C)
y = A - B - C
y = A / (B / C)
y = A / B / C
y = A @ (B @ C)
y = A @ A
y = A - A
y = np.linalg.inv(A) @ np.linalg.inv(A)
y = A @ np.eye(3)
y = A @ np.zeros((3, 4)) + B
y = A @ np.full((3, 4), 2.0) + B
y = -(A @ B) + -C
y = A @ -B
w = (H.T @ H + S) @ (H.T @ y + s * (v - u))
y = Xb + np.linalg.inv(np.linalg.inv(B) + H.T @ np.linalg.inv(R) @ H) @ (Y - H @ Xb)
C = A @ B; D = C + A
C = np.exp(A); D = C @ B
C = A @ B; D = np.linalg.inv(C); y = D @ C.T
"""

FUNCTIONS = [
    "def mma(A, B, C):\n    return A @ B + C",
    "def inverse(A):\n    return np.linalg.inv(A)",
    "def gls(X, M, y):\n    M_inv = np.linalg.inv(M)\n    return np.linalg.inv(X.T @ M_inv @ X) @ X.T @ M_inv @ y",
    "def opt(A, W, b, x):\n    return W @ A.T @ np.linalg.inv(A @ W @ A.T) @ (b - A @ x)",
    "def opt2(A, W, c, x):\n    return W @ (A.T @ np.linalg.inv(A @ W @ A.T) @ A @ x - c)",
    "def signal(A, B, R, L, y):\n    A_inv = np.linalg.inv(A)\n    T = A_inv.T @ B.T @ B @ A_inv\n"
    "    return np.linalg.inv(T + R.T @ L @ R) @ A_inv.T @ B.T @ B @ A_inv @ y",
    "def rmi(S, A, I, X):\n    B = S @ np.linalg.inv(S.T @ A @ S) @ S.T\n"
    "    return B + (I - B @ A) @ X @ (I - A @ B)",
    "def newton(S, A, B, C):\n    D = A.T @ S\n    return C - D @ np.linalg.inv(S.T @ D) @ (S.T @ C)",
    "def tikhonov(A, G, b):\n    return np.linalg.inv(A.T @ A + G.T @ G) @ A.T @ b",
    "def tikhonov2(A, P, Q, b, x):\n    return x + np.linalg.inv(A.T @ P @ A + Q) @ (A.T @ P @ (b - A @ x))",
    "def lmmse(A, C, R, x, y):\n    return C @ A.T @ np.linalg.inv(A @ C @ A.T + R) @ (y - A @ x) + x",
    "def kalman(P, H, R):\n    Ht = H.T @ P\n    return P @ H.T @ np.linalg.inv(H @ P @ H.T + R) @ Ht",
    "def quadric(A, B, C, D):\n    return B.T @ A @ B + B.T @ C + D",
    "def named(A, B):\n    C = A.T @ B\n    D = C.T + B\n    return D",
    "def called(A, B):\n    C = np.divide(A, B) * np.exp(np.square(A))\n    return C / B",
    "def eye(A, B):\n    C = A @ B * np.eye(3)\n    E = np.zeros((3, 3))\n    return E @ C.T",
    "def shape(A, B):\n    C = np.eye(A.shape[0])\n    return A @ (B.T @ C)",
    "def unused(A, B):\n    return A @ A",
    "def unused_value(A, B):\n    C = A @ B\n    D = C + A\n    return C",
    "def docstring(A, B):\n    '''says what it does'''\n    return A @ B  # and how",
    "@decorated\ndef annotated(A: np.ndarray, B: 'np.ndarray', C: list[int]) -> np.ndarray:\n    return A @ B - C",
    "def lines(A,B):\n    return A @ \\\n        (B +\n         A)",
]


def pin(mode, source, text):
    assert "###" not in source + text
    print(f"### {mode}\n{source}\n###\n{text}")


for line in EXPRESSIONS.strip().split("\n"):
    source = line.replace("; ", "\n")
    pin("expression", source, transform_expr(source))
for source in FUNCTIONS:
    ast.parse(source)
    pin("function", source, transform(source))
