import numpy as np

def mma_ad(A, B, C, A_a, B_a, C_a, out_a):
    out = C + A @ B
    C_a += out_a
    B_a += A.T @ out_a
    A_a += out_a @ B.T
    return (out, A_a, B_a, C_a)
