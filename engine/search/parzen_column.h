// One parameter's part of a Parzen estimator: for each observation a kernel over the parameter's values, and a prior.
// Kernels are numbered in the order of their trials, the prior last. A numeric kernel is a truncated normal density (of
// the logarithm where the parameter is logarithmic), a bin of it on a grid; a category's kernel is a row of probabilities.
// Thread: one object per thread; const members may run at the same time. Blocking: never.
// Errors: none; values come from a space that passed check() and lie inside it.
// Source: Optuna samplers/_tpe/parzen_estimator.py and probability_distributions.py.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/search/parzen_options.h"
#include "engine/search/space.h"

namespace touchstone::search {

// Candidates as one column wants them; made by prepare(), read by addLogKernels().
struct ColumnCandidates {
  std::size_t count = 0;
  std::vector<double> x;               // continuous: inner values
  std::vector<double> left, right;     // grids with few equal kernels: the bin's inner edges
  std::vector<double> table;           // others: [candidate][group] log of the kernel's value
  std::vector<std::uint32_t> groupOf;  // others: the group of each kernel; equal kernels share one
  std::size_t groups = 0;
};

// One kernel of a numeric parameter, for tests and explanations. Mean and spread are inner values (see Range).
struct ParzenKernel {
  double mu = 0.0;
  double sigma = 0.0;
};

class ParzenColumn {
 public:
  virtual ~ParzenColumn() = default;

  virtual void insert(std::size_t at, double value) = 0;  // before the observation that is now at `at`
  virtual void erase(std::size_t at) = 0;
  virtual double draw(std::size_t kernel, base::RandomStream& stream) const = 0;

  // out[c] = sum_k weights[k] kernel_k(x[c])
  virtual void density(std::span<const double> weights, std::span<const double> x, std::span<double> out) const = 0;

  // For products over parameters, block by block of kernels [begin, begin + size):
  // log kernel_k(x[c]) = base[k] + what addLogKernels adds to terms[c][k]; terms is row-major with `stride` per candidate.
  virtual ColumnCandidates prepare(std::span<const double> x) const = 0;
  virtual void addLogScale(std::size_t begin, std::span<double> base) const = 0;
  virtual void addLogKernels(const ColumnCandidates& candidates, std::size_t begin, std::size_t size, double* terms,
                             std::size_t stride) const = 0;

  virtual std::vector<ParzenKernel> kernels() const { return {}; }  // numeric parameters only
};

std::unique_ptr<ParzenColumn> makeParzenColumn(const Param& param, const ParzenOptions& options);

}  // namespace touchstone::search
