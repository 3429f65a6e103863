// The inner loops of Parzen densities over many kernels: sums of Gaussians and of bin masses, one function per loop.
// A kernel k is a normal density with mean mu[k] and spread 1/inverse[k]; the factor 1/(spread sqrt(2 pi)) is left out and
// belongs into `weight`, with the kernel's share of the mixture and the normaliser of its truncation.
// Shapes: all arrays of one call that are indexed by kernel have the same length; x, left, right and sums are indexed by
// candidate. Accuracy: 1 to 2 units in the last place of each term (exp, log and the normal tail are our own, without
// branches, so that they vectorise); tests/unit/search/kernel_math_test.cpp compares them with std and each other.
// Sums run in eight fixed lanes, so their order does not depend on the vector width; results of different instruction sets
// differ in the last bit only (fused multiply-add).
// Thread: pure functions. Blocking: never. Errors: none; lengths are asserted by the callers.
// Source of the tail: Shepherd and Laframboise 1981, "Chebyshev approximation of (1 + 2x) exp(x^2) erfc x".
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace touchstone::search {

// log of a sum of exponentials, kept as exp(top) * sum so that neither over- nor underflows.
struct LogSum {
  double top = -std::numeric_limits<double>::infinity();
  double sum = 0.0;
  double log() const;
};

struct KernelMath {
  const char* name;  // which instructions: "plain", "avx2", "avx512"
  // sums[c] += sum_k weight[k] exp(-((x[c] - mu[k]) inverse[k])^2 / 2)
  void (*addGaussians)(std::span<const double> mu, std::span<const double> inverse, std::span<const double> weight,
                       std::span<const double> x, std::span<double> sums);
  // sums[c] += sum_k weight[k] P(left[c] < X_k < right[c])
  void (*addMasses)(std::span<const double> mu, std::span<const double> inverse, std::span<const double> weight,
                    std::span<const double> left, std::span<const double> right, std::span<double> sums);
  // terms[k] -= ((x - mu[k]) inverse[k])^2 / 2
  void (*subtractHalfSquares)(std::span<const double> mu, std::span<const double> inverse, double x,
                              std::span<double> terms);
  // terms[k] += log P(left < X_k < right); masses below 1e-260 count as that
  void (*addLogMasses)(std::span<const double> mu, std::span<const double> inverse, double left, double right,
                       std::span<double> terms);
  // total += sum_k weight[k] exp(terms[k]); terms are overwritten
  void (*addExponentials)(std::span<double> terms, std::span<const double> weight, LogSum& total);
};

// The fastest that this processor can run; chosen once.
const KernelMath& kernelMath();
// All that this processor can run, slowest first.
std::vector<const KernelMath*> kernelMathVariants();

}  // namespace touchstone::search
