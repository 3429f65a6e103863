// Batch normalisation with an optional ReLU on a matrix of rows [R, C], plain memory: one pass over the data for the
// statistics and one for each result, where separate operators take two or three.
// y = max(0, (x - mean) * factor + bias), factor = weight / sqrt(variance + eps), per column; without ReLU no maximum.
// Thread: computes in the calling thread. Errors: none; the caller keeps the shapes.
#pragma once

#include <cstdint>

namespace touchstone::nn {

struct NormColumns {
  const float* mean = nullptr;    // [C]
  const float* factor = nullptr;  // [C]
  const float* bias = nullptr;    // [C]
  bool hasRelu = false;
};

// Mean and variance (divided by R) of each column; sums over blocks of rows are merged in double.
void columnMoments(const float* x, std::int64_t rows, std::int64_t columns, double* mean, double* variance);

void normaliseRows(const float* x, std::int64_t rows, std::int64_t columns, const NormColumns& norm, float* y);

// With h = g where y > 0 (everywhere without ReLU): sums of h and of h * (x - mean) over the rows.
void normGradientSums(const float* x, const float* g, std::int64_t rows, std::int64_t columns, const NormColumns& norm,
                      double* sums, double* products);

// gx = factor * h + slope * (x - mean) + offset.
void normGradient(const float* x, const float* g, std::int64_t rows, std::int64_t columns, const NormColumns& norm,
                  const float* slope, const float* offset, float* gx);

}  // namespace touchstone::nn
