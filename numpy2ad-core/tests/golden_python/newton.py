import numpy as np
import scipy.linalg

def newton_ad(B, I, A, W, J, B_a, I_a, A_a, W_a, J_a, out_a):
    v0 = W.T @ A
    v1 = B @ v0.T
    v2 = J + v0 @ v1
    v3 = v0 @ B
    v2_lu = scipy.linalg.lu_factor(v2, check_finite=False)
    if 0 in np.diag(v2_lu[0]):
        raise np.linalg.LinAlgError('Singular matrix')
    v4 = scipy.linalg.lu_solve(v2_lu, v3, check_finite=False)
    v5 = v0.T @ v4
    v6 = I - v5
    out = B @ v6
    v7 = -out_a + out_a @ v5.T
    v8 = scipy.linalg.lu_solve(v2_lu, v1.T, trans=1, check_finite=False)
    v9 = v8 @ v7
    B_a += out_a @ v6.T
    B_a += v0.T @ v9
    I_a += B.T @ out_a
    v10 = v3.T @ v8
    v11 = out_a @ (v10 - B.T)
    v12 = v4 @ out_a.T
    v13 = v8 @ v11
    v14 = v13 + v12 @ (v10.T - B)
    A_a += W @ v14
    v15 = out_a.T @ v8.T
    v16 = -B
    v17 = v16.T @ v12.T
    v18 = v17 + (v10.T - B) @ v15
    v19 = v18 + v10 @ v12.T
    W_a += A @ v19
    J_a += v8 @ v12.T
    return (out, B_a, I_a, A_a, W_a, J_a)
