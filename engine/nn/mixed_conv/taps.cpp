#include "engine/nn/mixed_conv/taps.h"

#include <algorithm>
#include <cstdlib>

namespace touchstone::nn {

namespace {

// Offsets along one axis that join some output with some input.
struct Reach {
  int low;
  int high;

  Reach(int size, int stride) : low(-((size - 1) / stride) * stride), high(size - 1) {}
  bool has(int offset) const { return offset >= low && offset <= high; }
  int count() const { return high - low + 1; }
};

int wrap(int value, int modulus) {
  return ((value % modulus) + modulus) % modulus;
}

TapRun& runOf(TapRow& row, int index) {
  return row.runs[static_cast<std::size_t>(index)];
}

}  // namespace

TapSet mergeTaps(std::span<const KernelChoice> choices, const ConvShape& shape) {
  const Reach rows(shape.dims == 1 ? 1 : shape.height, shape.stride);
  const Reach columns(shape.width, shape.stride);
  TapSet set;
  std::vector<int> cells(static_cast<std::size_t>(rows.count()) * static_cast<std::size_t>(columns.count()), -1);
  const auto cellOf = [&](int y, int x) -> int& {
    return cells[static_cast<std::size_t>(y - rows.low) * static_cast<std::size_t>(columns.count()) +
                 static_cast<std::size_t>(x - columns.low)];
  };
  const auto eachTap = [&](const KernelChoice& choice, const auto& visit) {
    const int rowTaps = shape.dims == 1 ? 1 : choice.kernel;
    for (int i = 0; i < rowTaps; ++i) {
      const int y = shape.dims == 1 ? 0 : choice.first() + i * choice.dilation;
      for (int j = 0; j < choice.kernel; ++j) {
        const int x = choice.first() + j * choice.dilation;
        visit(rows.has(y) && columns.has(x), y, x);
      }
    }
  };
  for (const KernelChoice& choice : choices) {
    eachTap(choice, [&](bool meets, int y, int x) {
      if (meets) {
        cellOf(y, x) = 0;
      }
    });
  }
  for (int y = rows.low; y <= rows.high; ++y) {
    for (int x = columns.low; x <= columns.high; ++x) {
      if (int& cell = cellOf(y, x); cell == 0) {
        cell = static_cast<int>(set.taps.size());
        set.taps.push_back({y, x});
      }
    }
  }
  for (const KernelChoice& choice : choices) {
    auto& places = set.branches.emplace_back();
    eachTap(choice, [&](bool meets, int y, int x) { places.push_back(meets ? cellOf(y, x) : -1); });
  }
  return set;
}

std::vector<TapRow> forwardRows(const TapSet& set, const ConvShape& shape) {
  std::vector<TapRow> rows;
  for (std::size_t i = 0; i < set.taps.size(); ++i) {
    const Tap& tap = set.taps[i];
    if (rows.empty() || rows.back().y != tap.y) {
      rows.push_back({tap.y, {TapRun{0, 1, shape.outWidth(), shape.stride, {}, {}}}});
    }
    runOf(rows.back(), 0).shifts.push_back(tap.x);
    runOf(rows.back(), 0).taps.push_back(static_cast<int>(i));
  }
  return rows;
}

std::vector<TapRow> backwardRows(const TapSet& set, const ConvShape& shape) {
  std::vector<TapRow> rows;
  // From the last tap to the first, so that the shifts, which are minus the offsets, ascend.
  for (std::size_t i = set.taps.size(); i-- > 0;) {
    const Tap& tap = set.taps[i];
    if (rows.empty() || rows.back().y != tap.y) {
      rows.push_back({tap.y, {}});
      for (int first = 0; first < shape.stride; ++first) {
        const int count = (shape.width - first + shape.stride - 1) / shape.stride;
        rows.back().runs.push_back(TapRun{first, shape.stride, std::max(count, 0), 1, {}, {}});
      }
    }
    const int residue = wrap(tap.x, shape.stride);
    runOf(rows.back(), residue).shifts.push_back((residue - tap.x) / shape.stride);
    runOf(rows.back(), residue).taps.push_back(static_cast<int>(i));
  }
  return rows;
}

Tap reachOf(const TapSet& set) {
  Tap most;
  for (const Tap& tap : set.taps) {
    most.y = std::max(most.y, std::abs(tap.y));
    most.x = std::max(most.x, std::abs(tap.x));
  }
  return most;
}

}  // namespace touchstone::nn
