// A convolution over a set of taps on the processor, forward and backward, in two ways that give the same numbers up to
// rounding: directly, tap by tap on packed rows, and as products in Fourier space (circular, long enough that the ends
// never meet). Both take dense and depth-wise filters, 1D and 2D, any stride, any memory layout.
// y[n, o, p] = bias[o] + sum over taps t, channels c of weights[o, c, t] x[n, c, stride p + t].
// At least one tap.
// Shapes: x [N, Cin, H, W], y [N, Cout, outH, outW] strided; weights [Cout, Cin or 1, taps] contiguous; bias [Cout].
// Cost: direct 2 N outH outW Cout Cin (taps that meet the input) flops each way; Fourier about 10 (N Cin + Cin Cout +
// N Cout) F log F + 8 N Cin Cout F for F frequencies. Scratch: packed copies, freed before it returns.
// Thread: any, in the calling thread alone. Blocking: computes. Errors: std::bad_alloc.
#pragma once

#include "engine/nn/mixed_conv/kernels.h"
#include "engine/nn/mixed_conv/taps.h"

namespace touchstone::nn {

template <typename T>
struct ConvInputs {
  ConvShape shape;
  const TapSet* taps = nullptr;
  Strided<const T> x;
  const T* weights = nullptr;
};

// Null data where a gradient is not wanted.
template <typename T>
struct ConvGradients {
  Strided<T> x;
  T* weights = nullptr;
};

template <typename T>
void directForward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const T* bias, const Strided<T>& y);
template <typename T>
void directBackward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const Strided<const T>& gradY,
                    const ConvGradients<T>& out);

template <typename T>
void fourierForward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const T* bias, const Strided<T>& y);
template <typename T>
void fourierBackward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const Strided<const T>& gradY,
                     const ConvGradients<T>& out);

}  // namespace touchstone::nn
