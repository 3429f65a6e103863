// The sets of the mixed convolution's kernels, one file each; mixedConvKernelSets() picks what the processor can run.
// Thread: any. Errors: none.
#pragma once

#include "engine/nn/mixed_conv/kernels.h"

namespace touchstone::nn {

const MixedConvKernelSet* mixedConvGenericKernels();
#if defined(__x86_64__)
const MixedConvKernelSet* mixedConvAvx2Kernels();
const MixedConvKernelSet* mixedConvAvx512Kernels();
#endif

}  // namespace touchstone::nn
