// A model of the curvature of a logistic loss at its start: q x covariance of the columns + penalty on the diagonal, for every
// output alike; its inverse turns hundreds of steps into some twenty (k-mer counts, 5,440 columns, C 0.1: 327 into 25).
// Kept in 32 bits, because a model need not be exact: D x D floats, 118 MB for 5,440 columns. Rows are sampled evenly where all
// of them would take long.
// Thread: one at a time; solve() is const. Blocking: build() and factor() up to a few seconds; build() polls the token.
// Errors: none; false where there is no such model, the caller does without.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "engine/base/cancel.h"
#include "engine/contenders/linear/feature_rows.h"

namespace touchstone::contenders {

class CurvatureModel {
 public:
  static constexpr std::size_t kMostColumns = 6'000;

  // Whether building and using it takes less time than the steps that it saves, by operation counts alone, so that the
  // answer is the same on every machine.
  static bool isWorthwhile(const FeatureRows& rows, std::size_t outputs);

  // The covariance of the columns, rows counting `weights`. False when cancelled.
  bool build(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
             const base::CancelToken& token);

  // Cholesky's factor of q x covariance + penalty; with the smallest ridge that lets it exist. False where none does.
  bool factor(double q, double penalty);

  // z [D, outputs] = (q covariance + penalty)^-1 g, for the last factor.
  void solve(std::span<const double> g, std::size_t outputs, std::span<double> z) const;

 private:
  bool addSparse(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
                 std::size_t stride, const base::CancelToken& token);
  bool addDense(const FeatureRows& rows, std::span<const double> weights, const ColumnMoments& moments,
                std::size_t stride, const base::CancelToken& token);

  std::size_t m_columns = 0;
  std::vector<float> m_matrix;     // [D, D]: above the diagonal the covariance, from the diagonal down the factor
  std::vector<float> m_variances;  // [D] the covariance's diagonal
};

}  // namespace touchstone::contenders
