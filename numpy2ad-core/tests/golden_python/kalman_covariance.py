import numpy as np

def kalman_covariance_ad(K, H, P, I, K_a, H_a, P_a, I_a, out_a):
    v0 = H @ P
    v1 = I @ P
    out = v1 - K @ v0
    v2 = K.T @ out_a
    P_a -= H.T @ v2
    P_a += I.T @ out_a
    I_a += out_a @ P.T
    H_a -= v2 @ P.T
    K_a -= out_a @ v0.T
    return (out, K_a, H_a, P_a, I_a)
