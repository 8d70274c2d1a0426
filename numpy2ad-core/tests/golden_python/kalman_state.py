import numpy as np

def kalman_state_ad(K, H, x, z, K_a, H_a, x_a, z_a, out_a):
    v0 = z - H @ x
    out = x + K @ v0
    v1 = K.T @ out_a
    x_a += out_a
    x_a -= H.T @ v1
    K_a += out_a @ v0.T
    z_a += v1
    H_a -= v1 @ x.T
    return (out, K_a, H_a, x_a, z_a)
