"""Small functions, one rule of the Rust back end each."""

import numpy as np


def scalars(s: float, t: float):
    return s * t - s / (t - s) + np.exp(s) * np.log(t) ** 2


def literals(A):
    return 2 * A - A / 3 + 1.5 * (A - 1) - (1 - A)


def constant(s: float):
    c = 2 * 3.5
    d = -4
    return np.exp(2) * s + np.exp(1 + 2) * c - d ** 2


def dots(x: "vector", y: "vector"):
    return x @ y


def mixed(A, x: "vector", y: "vector", s: float):
    return s * (A @ x) + y @ A - (x @ y) * x


def transposed(A):
    return A.T


def same(A):
    return A


def same_scalar(s: float):
    return s


def same_vector(x: "vector"):
    y = x
    return y


def named_transpose(A):
    B = A.T
    return B


def product_transpose(A, B):
    return (A @ B).T


def product_transpose_named(A, B):
    C = (A @ B).T
    D = C.T
    return C @ D - D


def shared(A, B):
    C = A @ B
    return C - C.T @ C + C.T - (-C) + (-A.T) @ C - -C


def powers(A, s: float):
    return A ** 2 + A ** 1.5 - A ** -1 + (A - 2) ** 3 + s ** 2 - s ** 0.5 + A ** 2.0


def power_n(A, n: int):
    return A ** n + n * A


def functions(A):
    return np.exp(A) + np.log(A) + np.square(A) + np.reciprocal(A) - np.exp(A.T @ A) * np.exp(-A)


def numbers(A):
    return np.sqrt(np.abs(A)) + np.sin(A) * np.tanh(A) - np.log1p(np.clip(A, 0.0, 1.0)) / np.cbrt(A)


def pairs(A, B, x: "vector", s: float, t: float):
    C = np.maximum(A, B) + np.minimum(A, 1) - np.hypot(A, 2 * B) * np.arctan2(A, s)
    return C + A ** B - np.maximum(s, x) * np.fmin(s, t) + 2 ** A + s ** x - s ** t + np.fmax(A + B, s)


def square_scalar(s: float):
    return np.square(s) + np.reciprocal(s)


def negated(A, B):
    return -A @ B - (-(A - B)) - -A.T


def sums(A, x: "vector"):
    return np.sum(A) + np.sum(A @ x) * x.sum()


def sizes(A, x: "vector"):
    m, n = A.shape
    return A / A.shape[0] + m * A - n / A + x @ x / len(x) + x.shape[0]


def A(a, A, fn, type, self, Type, inv):
    b = a @ A
    B = b - fn
    return B @ type - self @ Type - inv


def unused(A):
    B = A @ A
    c = 3
    return A + 1


def associate(A, B, C):
    return A - (B - C) + (A + (B + C)) * (A / (B * C)) / (A * B)


def inverses(A):
    return np.linalg.inv(A.T) @ np.linalg.inv(np.linalg.inv(A) + A) - np.linalg.inv(A).T


def views(A, B):
    return A.T + B.T - (A.T @ B - A.T) @ (B.T - A) * A.T


def broadcast(A, x: "vector"):
    return A + x - x * A - 2 / x


def vec_t(x: "vector", A):
    return x.T @ A @ x


def np_functions(A, B):
    return np.add(A, np.multiply(A, B)) - np.divide(A, np.subtract(A, B)) + np.dot(A, np.matmul(B, A)) + np.negative(A)


def alias(A, B):
    C = A @ B
    D = C
    E = A
    return D @ E + C


def long_names(observations, observation_covariance, background, background_covariance):
    return background + background_covariance @ np.linalg.inv(background_covariance + observation_covariance) @ (observations - background)


def big():
    return 1e300 * 1e-5 + 123456789012345678901234567890.0


def negative_base(A, s: float):
    return (-A) ** 2 + (-s) ** 2 + (-2) ** 2 + (A.shape[0] / 2) ** 2


def clashes(v0, f_ad, x_a, x):
    v1 = v0 @ f_ad
    return (v1 @ x_a).T - x


def f(A):
    """Quotes " and \\ in a docstring,

    and a second paragraph.
    """
    return A * A


def f_ad(A):
    return A / 2


def noiseLevel(noiseMatrix, XY_inv):
    return noiseMatrix - XY_inv


def several(A, B, x: "vector"):
    C = A @ B
    return C, x @ C @ x, C.T, x


def several_twice(A, s: float):
    B, t = 2.0 * A, s * s
    C = B
    return B, B, C, t, t * s, A.T


def several_values(A, x: "vector"):
    return A @ x, x @ x
