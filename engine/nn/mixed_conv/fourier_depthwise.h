// The depth-wise form of the Fourier convolution. Channels do not mix, so that an image of 16 channels goes all the way
// through while it is in the cache: its spectrum is never stored.
// Shapes, thread, errors: as native_conv.h, which calls these.
#pragma once

#include "engine/nn/mixed_conv/native_conv.h"

namespace touchstone::nn {

template <typename T>
void fourierDepthwiseForward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const T* bias,
                             const Strided<T>& y);
template <typename T>
void fourierDepthwiseBackward(const MixedConvKernelSet& kernels, const ConvInputs<T>& in, const Strided<const T>& gradY,
                              const ConvGradients<T>& out);

}  // namespace touchstone::nn
