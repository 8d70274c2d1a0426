import numpy as np

def kalman_covariance_ad(K, H, P, I, K_a, H_a, P_a, I_a, out_a):
    v0 = I - K @ H
    out = v0 @ P
    P_a += v0.T @ out_a
    I_a += out_a @ P.T
    v1 = K.T @ out_a
    H_a -= v1 @ P.T
    v2 = P.T @ H.T
    K_a -= out_a @ v2
    return (out, K_a, H_a, P_a, I_a)
