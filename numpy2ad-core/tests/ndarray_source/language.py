"""Functions that make use of the whole language."""

import numpy as np
import scipy.linalg

def kernel(X: 'matrix', theta: 'vector'):
    Z = X / np.exp(theta[:2])
    s = np.sum(Z * Z, axis=1)
    D = s[:, np.newaxis] + s[np.newaxis, :] - 2.0 * (Z @ Z.T)
    return np.exp(-0.5 * D) * np.exp(theta[2]) + np.exp(theta[3]) * np.eye(X.shape[0])

def parts(X: 'matrix', y: 'vector', theta: 'vector'):
    K = kernel(X, theta)
    L = np.linalg.cholesky(K)
    a = scipy.linalg.solve_triangular(L, y, lower=True)
    return a, np.sum(np.log(np.diag(L))), K

def nll(X: 'matrix', y: 'vector', theta: 'vector'):
    a, half, _ = parts(X, y, theta)
    return 0.5 * a @ a + half

def flat(X: 'matrix', y: 'vector', theta: 'vector'):
    a, half, K = parts(X, y, theta)
    return half * np.sum(np.sign(K)) * len(a)

def gain(P, H, R):
    S = H @ P @ H.T + R
    return np.linalg.solve(S, H @ P).T

def step(x: 'vector', P, H, R, z: 'vector'):
    K = gain(P, H, R)
    r = z - H @ x
    return x + K @ r, (np.eye(P.shape[0]) - K @ H) @ P

def two(x: 'vector', P, H, R, z: 'vector'):
    x1, P1 = step(x, P, H, R, z)
    x2, P2 = step(x1, P1, H, R, z)
    return x2 @ x2 + np.trace(P2)

def spectrum(A):
    S = A @ A.T + np.eye(A.shape[0])
    w, V = np.linalg.eigh(S)
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    Q, R = np.linalg.qr(A)
    sign, ln = np.linalg.slogdet(S)
    return np.sum(np.log(w)) - ln + np.sum(s ** 3) + np.sum((V * w) @ V.T) + np.sum(np.abs(np.diag(R))) + sign

def statistics(A, x: 'vector', s: float):
    c = A - np.mean(A, axis=0)
    v = np.var(A, axis=0, ddof=1)
    z = np.where(c > s, c * s, np.tanh(c))
    n = np.linalg.norm(x) + np.linalg.norm(A)
    return np.sum(z / np.sqrt(v + 1.0)) * n

def shapes(A, x: 'vector'):
    B = np.concatenate((A, A[::-1] * 2.0), axis=0)
    C = B.reshape(-1, A.shape[1])
    d = np.outer(x, x) + np.diag(x) + np.tril(np.kron(np.eye(2), np.ones((2, 2))))[:4, :4]
    return np.sum(C @ C.T) + x @ d @ x + np.sum(np.stack((x, x * x)))


def elements(A, x: 'vector', i: int):
    n = x.shape[0]
    return x[0] * x[-1] + x[i] * A[i, -2] + (A @ x)[-1] + x[n - 1] + A.T[1, 0] + n * x[len(x) - 2]


def parts_of(A, x: 'vector', i: int):
    m, n = A.shape
    B = A[1:, :-1]
    C = A.T[::-1][:n]
    r = A[-1] + A[i] * A[:, 0] + A[i:, 0][:1]
    return np.sum(B[:2]) + m * np.sum(C) + np.sum(r) + np.sum(x[i:n]) + np.sum(x[-2:]) + np.sum(x[m - 2:]) + x[1:3] @ x[:2]


def lengths(A, n: int):
    h = 2
    Z = np.zeros((n, h)) + np.ones(h) + np.full((n, h), 0.5)
    k = n + 1
    return np.sum(np.eye(k)[:n, :n] @ Z) + np.sum(np.linspace(0.0, 1.0, k)) + h * np.sum(A) + np.linalg.norm(Z[:, 0], 1) + k


def reshaped(A, x: 'vector'):
    y = np.exp(A).reshape(-1)
    return np.reshape(A * 2.0, (1, -1)) @ y + np.ravel(A) @ y + np.sum(x.reshape((-1, 1)) * x)


def chosen(A, x: 'vector', s: float, t: float, n: int):
    c = np.where(A > np.sum(x), A ** 2, np.where(A < -1, -1, n * A ** n + np.clip(s, 0.0, 1.0)))
    d = np.exp(x)
    e = np.where(x > 0.2, d, 0.0)
    u = np.where(s > t, s * t, np.sum(x)) + np.where(n > s, 1, 0) + np.exp(np.where(s > 0, 1, 2))
    return np.sum(c) + np.sum(e) + u * np.sign(s * t) + np.sum(np.sign(A.T) * x) + np.sum(np.where(s > 0, x * x, x))


def pairs_of(A, x: 'vector', s: float):
    B = np.maximum(A * 2.0, x) + np.minimum(x, A) + np.hypot(A, x) + np.arctan2(x, A)
    return np.sum(B) + np.sum(np.fmax(x, s)) + np.sum(x ** np.abs(A))


def normalised(A, x: 'vector'):
    B = A / np.sum(A * A, axis=1, keepdims=True)
    C = (B - np.mean(B)) / np.std(B, axis=1, ddof=1)[:, None]
    return np.sum(C * x) + np.mean(x * x) + np.prod(x) + np.sum(np.prod(A, axis=0)) + np.var(A)


def last(A, x: 'vector', *, s: float = 0.5, k: int = 2):
    lower, _ = later(A.T, x[:2], k)
    return np.sum(lower) * s + np.trace(A) ** k


def uses_last(A, x: 'vector', n: int):
    step = last(A, x, k=n) + last(A, x, s=2)
    lower, m = later(A, x, x.shape[0])
    _, w = later(A @ A, x * 2.0, n)
    return step * np.sum(np.triu(lower, 1)) * m * w, lower.T, m


def later(A, x: 'vector', n: int):
    return np.tril(A, n - 2) + np.triu(A, k=-1) + np.diag(np.diag(A)) + np.linalg.matrix_power(A, n), x @ x


def solved(A, b: 'vector', B):
    x = np.linalg.lstsq(B, b, rcond=None)[0]
    u, s, vt = np.linalg.svd(B, full_matrices=False)
    ln = np.linalg.slogdet(A)[1]
    w = np.linalg.eigh(A @ A.T)[0]
    V = np.linalg.eigh(A.T @ A)[1]
    L = scipy.linalg.cholesky(A @ A.T + np.eye(A.shape[0]), lower=True)
    y = scipy.linalg.solve_triangular(L, b, trans=1, lower=True)
    return x @ x + np.sum(s) + ln + np.sum(w) + np.sum(V * V) + y @ b + np.linalg.norm(A, 'fro') + np.linalg.det(A)


def stacked(x: 'vector', y: 'vector', A):
    B = np.vstack((x, y * 2.0, A[0]))
    C = np.hstack((A.T, B.T))
    D = np.column_stack((x, y))
    z = np.concatenate((x, A[:, 0], np.zeros(2)))
    E = np.broadcast_to(x, (2, len(x)))
    return np.sum(C ** 2) + np.sum(D @ E) + z @ z
