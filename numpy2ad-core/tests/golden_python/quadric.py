import numpy as np

def quadric_ad(A, B, C, D, A_a, B_a, C_a, D_a, out_a):
    v0 = C + A @ B
    out = D + B.T @ v0
    D_a += out_a
    v1 = B @ out_a
    C_a += v1
    B_a += v0 @ out_a.T
    B_a += A.T @ v1
    A_a += v1 @ B.T
    return (out, A_a, B_a, C_a, D_a)
