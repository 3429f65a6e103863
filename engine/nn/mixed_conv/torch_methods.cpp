#include "engine/nn/mixed_conv/torch_methods.h"

#include <algorithm>

#include "engine/nn/mixed_conv/fourier_plan.h"
#include "engine/nn/mixed_conv/tap_tensors.h"

namespace touchstone::nn {

namespace {

// Zeros before and after the input along one axis; negative: what is cut off.
struct Padding {
  std::int64_t before = 0;
  std::int64_t after = 0;

  bool isPlain() const { return before == after && before >= 0; }
};

torch::Tensor convolve(const ConvShape& shape, torch::Tensor x, const torch::Tensor& kernel, int dilation,
                       const Padding& rows, const Padding& columns) {
  const bool isPlain = columns.isPlain() && (shape.dims == 1 || rows.isPlain());
  if (!isPlain) {
    std::vector<std::int64_t> pads = {columns.before, columns.after};
    if (shape.dims == 2) {
      pads.insert(pads.end(), {rows.before, rows.after});
    }
    x = torch::constant_pad_nd(x, pads);
  }
  const std::int64_t groups = shape.isDepthwise ? shape.inChannels : 1;
  const std::int64_t column = isPlain ? columns.before : 0;
  if (shape.dims == 1) {
    return torch::conv1d(x, kernel, {}, shape.stride, column, dilation, groups);
  }
  return torch::conv2d(x, kernel, {}, shape.stride, {isPlain ? rows.before : 0, column}, dilation, groups);
}

// The choices whose taps lie on one grid: of one dilation and, for even kernels, of one phase.
struct Grid {
  int dilation = 1;
  int phase = 0;
  std::vector<std::size_t> members;
};

int phaseOf(const KernelChoice& choice) {
  return ((choice.first() % choice.dilation) + choice.dilation) % choice.dilation;
}

std::vector<Grid> gridsOf(std::span<const KernelChoice> choices) {
  std::vector<Grid> grids;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const int dilation = choices[i].dilation, phase = phaseOf(choices[i]);
    auto grid = std::find_if(grids.begin(), grids.end(),
                             [&](const Grid& g) { return g.dilation == dilation && g.phase == phase; });
    if (grid == grids.end()) {
      grid = grids.insert(grid, {dilation, phase, {}});
    }
    grid->members.push_back(i);
  }
  return grids;
}

// First and last offset of the taps along one axis.
struct Extent {
  int low = 0;
  int high = 0;

  int count(int dilation) const { return (high - low) / dilation + 1; }
  Padding padding() const { return {-low, high}; }
};

template <typename Member>
Extent extentOf(const TapSet& set, Member member) {
  const auto [low, high] = std::minmax_element(set.taps.begin(), set.taps.end(),
                                               [&](const Tap& a, const Tap& b) { return a.*member < b.*member; });
  return {(*low).*member, (*high).*member};
}

// The branches of one grid as a dense kernel. Where none of their taps meets the input it is a zero that still depends
// on them, so that their gradients are zeros too.
torch::Tensor convolveGrid(const ConvShape& shape, std::span<const KernelChoice> choices, const Grid& grid,
                           const MixedTensors& tensors) {
  std::vector<KernelChoice> members;
  std::vector<torch::Tensor> weights;
  for (const std::size_t i : grid.members) {
    members.push_back(choices[i]);
    weights.push_back(tensors.weights[i]);
  }
  const std::vector<std::int64_t> chosen(grid.members.begin(), grid.members.end());
  const torch::Tensor mix = tensors.mix.index_select(0, torch::tensor(chosen, torch::kInt64).to(tensors.mix.device()));
  TapSet set = mergeTaps(members, shape);
  if (set.taps.empty()) {
    return mergeBranches(set, weights, mix).sum().to(tensors.x.scalar_type());
  }
  const Extent rows = extentOf(set, &Tap::y), columns = extentOf(set, &Tap::x);
  const int width = columns.count(grid.dilation), height = rows.count(grid.dilation);
  // Each tap at its place in the dense kernel.
  for (auto& branch : set.branches) {
    for (int& tap : branch) {
      if (tap >= 0) {
        const Tap at = set.taps[static_cast<std::size_t>(tap)];
        tap = (at.y - rows.low) / grid.dilation * width + (at.x - columns.low) / grid.dilation;
      }
    }
  }
  set.taps.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  torch::Tensor kernel = mergeBranches(set, weights, mix).to(tensors.x.scalar_type());
  if (shape.dims == 2) {
    kernel = kernel.unflatten(2, {height, width});
  }
  return convolve(shape, tensors.x, kernel, grid.dilation, rows.padding(), columns.padding());
}

std::vector<std::int64_t> outputSizes(const ConvShape& shape) {
  if (shape.dims == 1) {
    return {shape.batch, shape.outChannels, shape.outWidth()};
  }
  return {shape.batch, shape.outChannels, shape.outHeight(), shape.outWidth()};
}

torch::Tensor sumOf(const torch::Tensor& sum, const torch::Tensor& part) {
  return sum.defined() ? sum + part : part;
}

torch::Tensor frequencyProduct(const ConvShape& shape, const torch::Tensor& x, const torch::Tensor& kernel) {
  if (shape.isDepthwise) {
    return x * kernel.squeeze(1);
  }
  // A matrix product at each frequency: [F, N, Cin] x [F, Cin, Cout].
  const torch::Tensor left = x.flatten(2).permute({2, 0, 1}), right = kernel.flatten(2).permute({2, 1, 0});
  const auto sizes = x.sizes();
  std::vector<std::int64_t> shapeOut = {x.size(0), kernel.size(0)};
  shapeOut.insert(shapeOut.end(), sizes.begin() + 2, sizes.end());
  return torch::matmul(left, right).permute({1, 2, 0}).reshape(shapeOut);
}

}  // namespace

torch::Tensor convolveBranches(const ConvShape& shape, std::span<const KernelChoice> choices,
                               const MixedTensors& tensors) {
  torch::Tensor sum;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const int before = -choices[i].first();
    const Padding padding{before, choices[i].span() - 1 - before};
    const torch::Tensor kernel = tensors.weights[i].to(tensors.x.scalar_type());
    const torch::Tensor part = convolve(shape, tensors.x, kernel, choices[i].dilation, padding, padding);
    sum = sumOf(sum, tensors.mix[static_cast<std::int64_t>(i)].to(part.scalar_type()) * part);
  }
  return sum;
}

torch::Tensor convolveByDilation(const ConvShape& shape, std::span<const KernelChoice> choices,
                                 const MixedTensors& tensors) {
  torch::Tensor sum;
  for (const Grid& grid : gridsOf(choices)) {
    sum = sumOf(sum, convolveGrid(shape, choices, grid, tensors));
  }
  if (sum.dim() > 0) {
    return sum;
  }
  return (sum + tensors.x.narrow(0, 0, 0).sum()).expand(outputSizes(shape));  // no tap at all meets the input
}

torch::Tensor convolveByTorchFft(const ConvShape& shape, const TapSet& taps, const torch::Tensor& x,
                                 const torch::Tensor& merged) {
  const Tap reach = reachOf(taps);
  const std::int64_t width = evenSmoothLength(shape.width + reach.x);
  const std::int64_t height = shape.dims == 1 ? 1 : smoothLength(shape.height + reach.y);
  // Offset o stands at -o: the product is then a correlation.
  std::vector<std::int64_t> places;
  for (const Tap& tap : taps.taps) {
    places.push_back((height - tap.y) % height * width + (width - tap.x) % width);
  }
  torch::Tensor kernel = torch::zeros({merged.size(0), merged.size(1), height * width}, merged.options());
  kernel = kernel.index_copy(2, torch::tensor(places, torch::kInt64).to(merged.device()), merged);
  std::vector<std::int64_t> lengths = {width}, axes = {2};
  if (shape.dims == 2) {
    lengths = {height, width};
    axes = {2, 3};
    kernel = kernel.unflatten(2, {height, width});
  }
  const torch::Tensor product =
      frequencyProduct(shape, torch::fft::rfftn(x, lengths, axes), torch::fft::rfftn(kernel, lengths, axes));
  torch::Tensor y = torch::fft::irfftn(product, lengths, axes);
  if (shape.dims == 2) {
    y = y.slice(2, 0, shape.height, shape.stride);
  }
  return y.slice(shape.dims + 1, 0, shape.width, shape.stride);
}

}  // namespace touchstone::nn
