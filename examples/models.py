"""The models as NumPy functions: every name is a matrix, and columns are n×1.

    numpy2ad transform examples/models.py     their adjoints as NumPy code
    numpy2ad rust examples/models.py          the same functions as Rust on ndarray
"""

import numpy as np


def mma(A, B, C):
    """Matrix multiply-add."""
    return A @ B + C


def inverse(A):
    """The inverse of a square matrix."""
    return np.linalg.inv(A)


def gls(X, M, y):
    """Generalised least squares: the coefficients of X where the errors of y have the covariance M."""
    M_inv = np.linalg.inv(M)
    return np.linalg.inv(X.T @ M_inv @ X) @ X.T @ M_inv @ y


def opt_xf(W, A, b, x):
    """Optimisation: the step from x to the constraint A x = b, in the metric W."""
    return W @ A.T @ np.linalg.inv(A @ W @ A.T) @ (b - A @ x)


def opt_b(W, A, x, c):
    """Optimisation: the step along the objective c that keeps the constraint."""
    return W @ (A.T @ np.linalg.inv(A @ W @ A.T) @ A @ x - c)


def signal(A, B, R, L, y):
    """Signal processing: the signal behind y, with the penalty R and its weights L."""
    A_inv = np.linalg.inv(A)
    return np.linalg.inv(A_inv.T @ B.T @ B @ A_inv + R.T @ L @ R) @ A_inv.T @ B.T @ B @ A_inv @ y


def enkf(Xb, B, H, R, Y):
    """Ensemble Kalman filter: the ensemble Xb, updated by the observations Y."""
    return Xb + np.linalg.inv(np.linalg.inv(B) + H.T @ np.linalg.inv(R) @ H) @ (Y - H @ Xb)


def image(H, y, v, u, sm, sv):
    """Image restoration: a step of the alternating method, sv the diagonal of sm."""
    return np.linalg.inv(H.T @ H + sm) @ (H.T @ y + sv * (v - u))


def rmi(S, A, I, X):
    """Randomised matrix inversion: the estimate X of the inverse of a symmetric A, improved by the sketch S."""
    P = S @ np.linalg.inv(S.T @ A @ S) @ S.T
    return P + (I - P @ A) @ X @ (I - A @ P)


def rmi2(W, S, A, I, X):
    """Randomised matrix inversion of any A, in the metric W."""
    P = S @ np.linalg.inv(S.T @ A @ W @ A.T @ S) @ S.T
    return X + W @ A.T @ P @ (I - A @ X)


def newton(B, I, A, W, J):
    """Stochastic Newton: the inverse Hessian B, updated by the sketch W; J is a multiple of the identity."""
    K = np.linalg.inv(J + W.T @ A @ B @ A.T @ W)
    return B @ (I - A.T @ W @ K @ W.T @ A @ B)


def tikhonov(A, G, b):
    """Tikhonov regularisation."""
    return np.linalg.inv(A.T @ A + G.T @ G) @ A.T @ b


def gen_tikhonov(A, P, Q, b, x):
    """Generalised Tikhonov regularisation around x."""
    return np.linalg.inv(A.T @ P @ A + Q) @ (A.T @ P @ b + Q @ x)


def lmmse(CX, A, CZ, y, x):
    """Linear estimator of least mean square error."""
    return CX @ A.T @ np.linalg.inv(A @ CX @ A.T + CZ) @ (y - A @ x) + x


def kalman_gain(P, H, R):
    """Kalman filter: the gain."""
    return P @ H.T @ np.linalg.inv(H @ P @ H.T + R)


def kalman_covariance(K, H, P, I):
    """Kalman filter: the covariance behind an observation."""
    return (I - K @ H) @ P


def kalman_state(K, H, x, z):
    """Kalman filter: the state behind the observation z."""
    return x + K @ (z - H @ x)


def quadric(A, B, C, D):
    """A quadric of B."""
    return B.T @ A @ B + B.T @ C + D
