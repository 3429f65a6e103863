#include "engine/search/kernel_math.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

// The same loops are compiled for several instruction sets and chosen at run time: the program is built for any x86-64
// processor, and wide vectors make the difference between 5 ms and 1 ms a suggestion. Attributes like target_clones would
// do the same with resolvers that run before a sanitizer's runtime is ready; an ordinary function pointer does not.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define TOUCHSTONE_WIDE_LOOPS 1
#endif

namespace touchstone::search {

namespace plain {
#include "engine/search/kernel_math_loops.inc"
}  // namespace plain

#ifdef TOUCHSTONE_WIDE_LOOPS
#pragma GCC push_options
#pragma GCC target("avx2,fma")
namespace avx2 {
#include "engine/search/kernel_math_loops.inc"
}  // namespace avx2
#pragma GCC pop_options

#pragma GCC push_options
#pragma GCC target("avx512f,avx512dq,avx512vl,prefer-vector-width=512")
namespace avx512 {
#include "engine/search/kernel_math_loops.inc"
}  // namespace avx512
#pragma GCC pop_options
#endif

namespace {

constexpr KernelMath kPlain{"plain",
                            plain::addGaussians,
                            plain::addMasses,
                            plain::subtractHalfSquares,
                            plain::addLogMasses,
                            plain::addExponentials};
#ifdef TOUCHSTONE_WIDE_LOOPS
constexpr KernelMath kAvx2{
    "avx2", avx2::addGaussians, avx2::addMasses, avx2::subtractHalfSquares, avx2::addLogMasses, avx2::addExponentials};
constexpr KernelMath kAvx512{"avx512",
                             avx512::addGaussians,
                             avx512::addMasses,
                             avx512::subtractHalfSquares,
                             avx512::addLogMasses,
                             avx512::addExponentials};
#endif

}  // namespace

double LogSum::log() const {
  return top + std::log(sum);
}

std::vector<const KernelMath*> kernelMathVariants() {
  std::vector<const KernelMath*> variants{&kPlain};
#ifdef TOUCHSTONE_WIDE_LOOPS
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    variants.push_back(&kAvx2);
  }
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
    variants.push_back(&kAvx512);
  }
#endif
  return variants;
}

const KernelMath& kernelMath() {
  static const KernelMath* const kFastest = kernelMathVariants().back();
  return *kFastest;
}

}  // namespace touchstone::search
