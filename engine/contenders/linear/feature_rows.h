// Features of items as rows of a matrix, dense or sparse, and the three products with it that a linear model needs.
// Shapes: X [N rows, D columns] in 32-bit floats; sparse rows are lists of (column, value) in any order, a column at most
// once. Products are in double and go row by row, so that the same rows give the same last digit.
// Memory: sparse 8 bytes a value that is not 0, dense 4 bytes a value.
// Thread: FeatureRows is a value; RowProducts belongs to one thread and looks at rows that outlive it. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace touchstone::contenders {

struct FeatureRows {
  std::size_t columns = 0;  // D
  bool isSparse = false;
  std::vector<std::size_t> starts;    // sparse: [N + 1] where the values of a row begin
  std::vector<std::uint32_t> places;  // sparse: the column of each value
  std::vector<float> values;          // sparse: those that are not 0; dense [N, D]

  static FeatureRows sparse(std::size_t columns) { return {columns, true, {0}, {}, {}}; }
  static FeatureRows dense(std::size_t columns) { return {columns, false, {}, {}, {}}; }

  std::size_t rows() const { return isSparse ? starts.size() - 1 : columns > 0 ? values.size() / columns : 0; }
  void add(std::size_t column, float value) {
    places.push_back(static_cast<std::uint32_t>(column));
    values.push_back(value);
  }
  void endRow() { starts.push_back(values.size()); }
  // Rows of the same kind and columns below these.
  void append(const FeatureRows& other);
};

// Mean and variance of every column, each row counting `weights[row]`; weights [N], sum > 0.
struct ColumnMoments {
  std::vector<double> means;      // [D]
  std::vector<double> variances;  // [D], never negative
};
ColumnMoments columnMoments(const FeatureRows& rows, std::span<const double> weights);

// Products with a block of rows at a time: small enough to stay in the cache between the two.
class RowProducts {
 public:
  explicit RowProducts(const FeatureRows& rows);

  std::size_t blockRows() const { return m_blockRows; }
  // out [count, outputs] = X[first..first+count) w, with w [D, outputs]; count <= blockRows().
  void times(std::size_t first, std::size_t count, const double* w, std::size_t outputs, double* out);
  // g [D, outputs] += X[the rows of the last times()]^T r, with r [count, outputs].
  void addTransposed(const double* r, std::size_t outputs, double* g);

 private:
  void timesSparse(const double* w, std::size_t outputs, double* out) const;
  void addTransposedSparse(const double* r, std::size_t outputs, double* g) const;

  const FeatureRows& m_rows;
  std::size_t m_blockRows = 1;
  std::size_t m_first = 0, m_count = 0;
  std::vector<double> m_block;  // dense: the rows in double
};

}  // namespace touchstone::contenders
