//! Loops compiled twice: for any processor, and for one with AVX2.

/// Defines a function that calls itself as compiled for AVX2, where the processor has that.
///
/// Both compute the same, bit for bit: no multiplication is fused with an addition.
macro_rules! wide {
    (
        $(#[$doc:meta])*
        $vis:vis fn $name:ident<$A:ident: Real $(, const $N:ident: usize)?>($($arg:ident: $type:ty),* $(,)?)
        $body:block
    ) => {
        $(#[$doc])*
        #[inline]
        $vis fn $name<$A: Real $(, const $N: usize)?>($($arg: $type),*) {
            #[inline(always)]
            fn plain<$A: Real $(, const $N: usize)?>($($arg: $type),*) $body

            #[cfg(target_arch = "x86_64")]
            {
                #[target_feature(enable = "avx2")]
                fn avx2<$A: Real $(, const $N: usize)?>($($arg: $type),*) {
                    plain::<$A $(, $N)?>($($arg),*);
                }
                if std::arch::is_x86_feature_detected!("avx2") {
                    // SAFETY: the processor has AVX2, as the line above asked it.
                    return unsafe { avx2::<$A $(, $N)?>($($arg),*) };
                }
            }
            plain::<$A $(, $N)?>($($arg),*);
        }
    };
}
pub(crate) use wide;
