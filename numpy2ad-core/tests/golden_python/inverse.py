import numpy as np

def inverse_ad(A, A_a, out_a):
    out = np.linalg.inv(A)
    v0 = out_a @ out.T
    A_a -= out.T @ v0
    return (out, A_a)
