"""The models of `examples/models.py` as somebody writes them who knows what an inverse costs.

`solve` in place of `inv`, every matrix factorised once, products in the cheapest order, and what occurs twice computed once.
Models without an inverse that can be avoided have no other form, and are not here.
"""

import numpy as np


def gls(X, M, y):
    # With M⁻ᵀ X both X.T M⁻¹ X and X.T M⁻¹ y are products.
    W = np.linalg.solve(M.T, X)
    return np.linalg.solve(W.T @ X, W.T @ y)


def opt_xf(W, A, b, x):
    V = W @ A.T
    return V @ np.linalg.solve(A @ V, b - A @ x)


def opt_b(W, A, x, c):
    V = W @ A.T
    return V @ np.linalg.solve(A @ V, A @ x) - W @ c


def signal(A, B, R, L, y):
    C = np.linalg.solve(A.T, B.T).T
    return np.linalg.solve(C.T @ C + R.T @ (L @ R), C.T @ (C @ y))


def enkf(Xb, B, H, R, Y):
    return Xb + np.linalg.solve(np.linalg.inv(B) + H.T @ np.linalg.solve(R, H), Y - H @ Xb)


def image(H, y, v, u, sm, sv):
    return np.linalg.solve(H.T @ H + sm, H.T @ y + sv * (v - u))


def rmi(S, A, I, X):
    P = S @ np.linalg.solve(S.T @ (A @ S), S.T)
    return P + (I - P @ A) @ X @ (I - A @ P)


def rmi2(W, S, A, I, X):
    N = A.T @ S
    V = W @ N
    return X + V @ np.linalg.solve(N.T @ V, S.T @ I - N.T @ X)


def newton(B, I, A, W, J):
    N = A.T @ W
    M = N.T @ B
    return B @ (I - N @ np.linalg.solve(J + M @ N, M))


def tikhonov(A, G, b):
    return np.linalg.solve(A.T @ A + G.T @ G, A.T @ b)


def gen_tikhonov(A, P, Q, b, x):
    V = A.T @ P
    return np.linalg.solve(V @ A + Q, V @ b + Q @ x)


def lmmse(CX, A, CZ, y, x):
    V = CX @ A.T
    return V @ np.linalg.solve(A @ V + CZ, y - A @ x) + x


def kalman_gain(P, H, R):
    V = P @ H.T
    return np.linalg.solve((H @ V + R).T, V.T).T
