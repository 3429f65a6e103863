// The sets of Fracast-0's kernels, one file each; fracastKernels() picks what the processor can run.
// Thread: any. Errors: none.
#pragma once

#include "engine/nn/fracast_kernels.h"

namespace touchstone::nn {

const FracastKernels* fracastGenericKernels();
#if defined(__x86_64__)
const FracastKernels* fracastAvx2Kernels();
const FracastKernels* fracastAvx512Kernels();
#endif

}  // namespace touchstone::nn
