// OpenBLAS as the contenders use it: one thread per call, sizes checked once.
// Why one thread: trial slots are the parallelism; two spinning BLAS threads per slot on a busy machine cost more than
// they bring.
// Thread: any. Blocking: never. Errors: none.
#pragma once

#include <cstddef>

namespace touchstone::contenders {

// Tells OpenBLAS to compute in the calling thread. Process-wide in OpenBLAS, done once; call before the first product.
void useSingleThreadedBlas();

// BLAS counts in int; every matrix here has far fewer rows than that.
constexpr int blasSize(std::size_t size) {
  return static_cast<int>(size);
}

}  // namespace touchstone::contenders
