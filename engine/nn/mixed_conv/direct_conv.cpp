#include <algorithm>
#include <cstring>

#include "engine/nn/mixed_conv/native_conv.h"
#include "engine/nn/mixed_conv/scratch.h"

namespace touchstone::nn {

namespace {

using Size = std::ptrdiff_t;

constexpr int kBlock = 64;  // positions packed at a time: as many pages are in use at once

// Rows and columns of one side of the convolution with its channels.
struct Side {
  int batch;
  int channels;
  int height;
  int width;

  Size position() const { return Size{chunksOf(channels)} * batch * kChunk; }
  Size size() const { return position() * height * width; }
};

Side inputOf(const ConvShape& shape) {
  return {shape.batch, shape.inChannels, shape.height, shape.width};
}

Side outputOf(const ConvShape& shape) {
  return {shape.batch, shape.outChannels, shape.outHeight(), shape.outWidth()};
}

// Calls work(element of the tensor, packed row, first channel, channels, positions) for blocks of positions.
template <typename T, typename Work>
void eachPackedBlock(const Side& side, const Strided<T>& tensor, const Work& work) {
  for (int y = 0; y < side.height; ++y) {
    for (int x = 0; x < side.width; x += kBlock) {
      const Size rows = (Size{y} * side.width + x) * side.position();
      for (int first = 0; first < side.channels; first += kChunk) {
        for (int n = 0; n < side.batch; ++n) {
          T* element = tensor.data + n * tensor.batch + first * tensor.channel + y * tensor.row + x * tensor.column;
          work(element, rows + (Size{first} * side.batch + Size{n} * kChunk), first,
               std::min(side.channels - first, kChunk), std::min(side.width - x, kBlock));
        }
      }
    }
  }
}

template <typename T>
void pack(const MixedConvKernels<T>& kernels, const Side& side, const Strided<const T>& tensor, T* packed) {
  eachPackedBlock(side, tensor, [&](const T* from, Size rows, int, int channels, int width) {
    kernels.gather(from, tensor.channel, tensor.column, channels, width, packed + rows, side.position());
  });
}

template <typename T>
void unpack(const MixedConvKernels<T>& kernels, const Side& side, const T* packed, const T* bias,
            const Strided<T>& tensor) {
  eachPackedBlock(side, tensor, [&](T* to, Size rows, int first, int channels, int width) {
    kernels.scatter(packed + rows, side.position(), channels, width, bias == nullptr ? nullptr : bias + first, to,
                    tensor.channel, tensor.column);
  });
}

// Where the weights of the kernels lie: calls visit(place among packed weights, place among weights).
// Weights are [Cout, Cin or 1, taps]; `isBackward` exchanges sources and targets.
struct WeightOrder {
  ConvShape shape;
  int taps;
  int lanes;
  bool isBackward;

  int sources() const { return isBackward ? shape.outChannels : shape.inChannels; }
  int targets() const { return isBackward ? shape.inChannels : shape.outChannels; }
  Size size() const { return Size{shape.isDepthwise ? 1 : sources()} * taps * chunksOf(targets()) * kChunk; }

  template <typename Visit>
  void each(const Visit& visit) const {
    if (shape.isDepthwise) {
      const Size row = Size{chunksOf(shape.inChannels)} * kChunk;
      for (int c = 0; c < shape.inChannels; ++c) {
        for (int t = 0; t < taps; ++t) {
          visit(t * row + c, Size{c} * taps + t);
        }
      }
      return;
    }
    const Size sourceStep = isBackward ? Size{shape.inChannels} * taps : taps;
    const Size targetStep = isBackward ? taps : Size{shape.inChannels} * taps;
    const int vectors = chunksOf(targets()) * (kChunk / lanes);
    for (int vector = 0; vector < vectors; vector += 2) {
      const int width = std::min(2, vectors - vector) * lanes;
      const Size panel = Size{vector} * taps * sources() * lanes;
      const int first = vector * lanes;
      for (int s = 0; s < sources(); ++s) {
        for (int o = first; o < std::min(first + width, targets()); ++o) {
          for (int t = 0; t < taps; ++t) {
            visit(panel + (Size{t} * sources() + s) * width + o - first, s * sourceStep + o * targetStep + t);
          }
        }
      }
    }
  }
};

template <typename T>
void packWeights(const WeightOrder& order, const T* weights, T* packed) {
  std::fill_n(packed, order.size(), T{});
  order.each([&](Size to, Size from) { packed[to] = weights[from]; });
}

template <typename T>
TapRowArgs<T> rowArgs(const TapRun& run, int allTaps, const Side& source, const Side& target) {
  TapRowArgs<T> args;
  args.shifts = run.shifts.data();
  args.taps = run.taps.data();
  args.tapCount = static_cast<int>(run.taps.size());
  args.allTaps = allTaps;
  args.first = run.first;
  args.step = run.step;
  args.count = run.count;
  args.sourceStep = run.sourceStep;
  args.sourceWidth = source.width;
  args.batch = source.batch;
  args.sourceChannels = source.channels;
  args.targetChannels = target.channels;
  return args;
}

// Calls work(args) for every row of targets and row of taps that meets a row of sources.
template <typename T, typename Work>
void eachRow(const std::vector<TapRow>& rows, const ConvShape& shape, int allTaps, bool isBackward, const T* sources,
             T* targets, const Work& work) {
  const Side source = isBackward ? outputOf(shape) : inputOf(shape);
  const Side target = isBackward ? inputOf(shape) : outputOf(shape);
  for (int y = 0; y < target.height; ++y) {
    for (const TapRow& row : rows) {
      const int from = isBackward ? y - row.y : y * shape.stride + row.y;
      const int at = isBackward ? from / shape.stride : from;
      if (from < 0 || at >= source.height || (isBackward && from % shape.stride != 0)) {
        continue;
      }
      for (const TapRun& run : row.runs) {
        if (run.taps.empty() || run.count == 0) {
          continue;
        }
        auto args = rowArgs<T>(run, allTaps, source, target);
        args.source = sources + Size{at} * source.width * source.position();
        args.target = targets + Size{y} * target.width * target.position();
        work(args);
      }
    }
  }
}

}  // namespace

template <typename T>
void directForward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const T* bias, const Strided<T>& y) {
  const auto& kernels = set.of<T>();
  const Side input = inputOf(in.shape), output = outputOf(in.shape);
  const auto taps = static_cast<int>(in.taps->taps.size());
  const Scratch<T> x(static_cast<std::size_t>(input.size())), out(static_cast<std::size_t>(output.size()));
  pack(kernels, input, in.x, x.data());
  std::fill_n(out.data(), output.size(), T{});
  const WeightOrder order{in.shape, taps, kernels.lanes, false};
  const Scratch<T> weights(static_cast<std::size_t>(order.size()));
  packWeights(order, in.weights, weights.data());
  eachRow<T>(forwardRows(*in.taps, in.shape), in.shape, taps, false, x.data(), out.data(), [&](TapRowArgs<T>& args) {
    args.weights = weights.data();
    (in.shape.isDepthwise ? kernels.depthwise : kernels.dense)(args);
  });
  unpack(kernels, output, out.data(), bias, y);
}

template <typename T>
void directBackward(const MixedConvKernelSet& set, const ConvInputs<T>& in, const Strided<const T>& gradY,
                    const ConvGradients<T>& out) {
  const auto& kernels = set.of<T>();
  const Side input = inputOf(in.shape), output = outputOf(in.shape);
  const auto taps = static_cast<int>(in.taps->taps.size());
  const Scratch<T> grad(static_cast<std::size_t>(output.size())), x(static_cast<std::size_t>(input.size()));
  pack(kernels, output, gradY, grad.data());
  if (out.weights != nullptr) {
    pack(kernels, input, in.x, x.data());
    const WeightOrder order{in.shape, taps, kernels.lanes, false};
    const Scratch<T> gradient(static_cast<std::size_t>(order.size()));
    std::fill_n(gradient.data(), order.size(), T{});
    eachRow<T>(forwardRows(*in.taps, in.shape), in.shape, taps, false, x.data(), grad.data(), [&](TapRowArgs<T>& args) {
      args.gradient = gradient.data();
      (in.shape.isDepthwise ? kernels.depthwiseGradient : kernels.denseGradient)(args);
    });
    order.each([&](Size from, Size to) { out.weights[to] = gradient.data()[from]; });
  }
  if (out.x.data != nullptr) {
    std::fill_n(x.data(), input.size(), T{});
    const WeightOrder order{in.shape, taps, kernels.lanes, true};
    const Scratch<T> weights(static_cast<std::size_t>(order.size()));
    packWeights(order, in.weights, weights.data());
    eachRow<T>(backwardRows(*in.taps, in.shape), in.shape, taps, true, grad.data(), x.data(), [&](TapRowArgs<T>& args) {
      args.weights = weights.data();
      (in.shape.isDepthwise ? kernels.depthwise : kernels.dense)(args);
    });
    unpack<T>(kernels, input, x.data(), nullptr, out.x);
  }
}

template void directForward(const MixedConvKernelSet&, const ConvInputs<float>&, const float*, const Strided<float>&);
template void directForward(const MixedConvKernelSet&, const ConvInputs<double>&, const double*,
                            const Strided<double>&);
template void directBackward(const MixedConvKernelSet&, const ConvInputs<float>&, const Strided<const float>&,
                             const ConvGradients<float>&);
template void directBackward(const MixedConvKernelSet&, const ConvInputs<double>&, const Strided<const double>&,
                             const ConvGradients<double>&);

}  // namespace touchstone::nn
