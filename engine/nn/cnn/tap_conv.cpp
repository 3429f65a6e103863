#include "engine/nn/cnn/tap_conv.h"

#include <torch/torch.h>

#include <optional>

#include "engine/nn/cnn/layout.h"
#include "engine/nn/cnn/multiply_rows.h"
#include "engine/nn/cnn/tap_loops.h"

namespace touchstone::nn {

namespace {

struct PlanHolder : torch::CustomClassHolder {
  explicit PlanHolder(const TapPlan& given) : plan(given) {}
  const TapPlan plan;
};

std::int64_t floorDivide(std::int64_t value, std::int64_t by) {
  return value >= 0 ? value / by : -((-value + by - 1) / by);
}

std::int64_t rowStride(const TapPlan& plan) {
  return plan.isImage ? plan.stride : 1;
}

// x as [H, W, N, C], contiguous.
at::Tensor asGrid(const at::Tensor& x) {
  const at::Tensor major = toPositionMajor(x);
  return major.dim() == 3 ? major.permute({2, 0, 1}).unsqueeze(0) : major.permute({2, 3, 0, 1});
}

// The taps as offsets in the planes that they read.
std::vector<PlaneTap> planeTaps(const TapPlan& plan) {
  const std::int64_t strideY = rowStride(plan), strideX = plan.stride;
  std::vector<PlaneTap> taps;
  for (const ConvTap& tap : plan.taps) {
    const std::int64_t row = floorDivide(tap.row, strideY), column = floorDivide(tap.column, strideX);
    const std::int64_t startY = tap.row - row * strideY, startX = tap.column - column * strideX;
    taps.push_back({static_cast<std::size_t>(startY * strideX + startX), tap.index, row, column});
  }
  return taps;
}

// Every stride-th position from `plane`'s own start: a view of the grid.
at::Tensor planeOf(const at::Tensor& grid, const TapPlan& plan, std::size_t plane) {
  const auto number = static_cast<std::int64_t>(plane);
  return grid.slice(0, number / plan.stride, plan.inHeight, rowStride(plan))
      .slice(1, number % plan.stride, plan.inWidth, plan.stride);
}

// The planes that taps read, contiguous; the others undefined.
std::vector<at::Tensor> splitInput(const at::Tensor& grid, const TapPlan& plan, const std::vector<PlaneTap>& taps) {
  std::vector<at::Tensor> planes(static_cast<std::size_t>(rowStride(plan) * plan.stride));
  for (const PlaneTap& tap : taps) {
    if (!planes[tap.plane].defined()) {
      planes[tap.plane] = planeOf(grid, plan, tap.plane).contiguous();
    }
  }
  return planes;
}

template <typename Value>
std::vector<TapPlane<Value>> planesOf(const std::vector<at::Tensor>& tensors) {
  std::vector<TapPlane<Value>> planes;
  for (const at::Tensor& tensor : tensors) {
    planes.push_back(tensor.defined() ? TapPlane<Value>{tensor.const_data_ptr<Value>(), tensor.size(0), tensor.size(1)}
                                      : TapPlane<Value>{});
  }
  return planes;
}

// [T, in, out] of the taps in use; the others stay uninitialised.
template <typename Value>
at::Tensor turnedWeights(const at::Tensor& weights, const TapPlan& plan) {
  at::Tensor turned = at::empty({weights.size(0), weights.size(2), weights.size(1)}, weights.options());
  const std::int64_t size = weights.size(1) * weights.size(2);
  for (const ConvTap& tap : plan.taps) {
    transposeRows(weights.const_data_ptr<Value>() + tap.index * size, weights.size(1), weights.size(2),
                  turned.data_ptr<Value>() + tap.index * size, weights.size(1));
  }
  return turned;
}

std::vector<std::int64_t> outSizes(const at::Tensor& x, std::int64_t channels, const TapPlan& plan) {
  return x.dim() == 3 ? std::vector<std::int64_t>{x.size(0), channels, plan.outWidth()}
                      : std::vector<std::int64_t>{x.size(0), channels, plan.outHeight(), plan.outWidth()};
}

template <typename Value>
at::Tensor forwardOf(const at::Tensor& x, const at::Tensor& weights, const at::Tensor& bias, const TapPlan& plan) {
  const std::vector<PlaneTap> taps = planeTaps(plan);
  const std::vector<at::Tensor> planes = splitInput(asGrid(x), plan, taps);
  const at::Tensor turned = turnedWeights<Value>(weights, plan);
  at::Tensor y = emptyPositionMajor(outSizes(x, weights.size(1), plan), x.options());
  const TapSizes sizes{plan.outHeight(), plan.outWidth(), x.size(0), weights.size(2), weights.size(1)};
  sumTaps<Value>(sizes, planesOf<Value>(planes), taps, turned.const_data_ptr<Value>(),
                 bias.defined() ? bias.const_data_ptr<Value>() : nullptr, y.data_ptr<Value>());
  return y;
}

// A plane's gradient is a sum over the same taps, looking back.
template <typename Value>
at::Tensor inputGradient(const at::Tensor& x, const at::Tensor& weights, const at::Tensor& gy, const TapPlan& plan) {
  const std::vector<PlaneTap> taps = planeTaps(plan);
  const at::Tensor source = asGrid(gy);
  at::Tensor gx = emptyPositionMajor(x.sizes(), x.options());
  for (std::size_t plane = 0; plane < static_cast<std::size_t>(rowStride(plan) * plan.stride); ++plane) {
    std::vector<PlaneTap> back;
    for (const PlaneTap& tap : taps) {
      if (tap.plane == plane) {
        back.push_back({0, tap.index, -tap.row, -tap.column});
      }
    }
    at::Tensor place = planeOf(asGrid(gx), plan, plane);
    at::Tensor dense = place.is_contiguous() ? place : at::empty(place.sizes(), place.options());
    const TapSizes sizes{place.size(0), place.size(1), x.size(0), weights.size(1), weights.size(2)};
    sumTaps<Value>(sizes, planesOf<Value>({source}), back, weights.const_data_ptr<Value>(), nullptr,
                   dense.data_ptr<Value>());
    if (!place.is_contiguous()) {
      place.copy_(dense);
    }
  }
  return gx;
}

template <typename Value>
at::Tensor weightGradient(const at::Tensor& x, const at::Tensor& weights, const at::Tensor& gy, const TapPlan& plan) {
  const std::vector<PlaneTap> taps = planeTaps(plan);
  const std::vector<at::Tensor> planes = splitInput(asGrid(x), plan, taps);
  at::Tensor gradient = at::zeros(weights.sizes(), weights.options());
  const TapSizes sizes{plan.outHeight(), plan.outWidth(), x.size(0), weights.size(2), weights.size(1)};
  addWeightGradient<Value>(sizes, planesOf<Value>(planes), taps, asGrid(gy).const_data_ptr<Value>(),
                           gradient.data_ptr<Value>());
  return gradient;
}

void checkShapes(const at::Tensor& x, const at::Tensor& weights, const TapPlan& plan) {
  TORCH_CHECK(x.dim() == (plan.isImage ? 4 : 3), "tapConv: the input has ", x.dim(), " axes");
  TORCH_CHECK(x.size(-1) == plan.inWidth && (!plan.isImage || x.size(-2) == plan.inHeight),
              "tapConv: the plan is for another size than ", x.sizes());
  TORCH_CHECK(weights.dim() == 3 && weights.size(0) == plan.tapCount && weights.size(2) == x.size(1),
              "tapConv: weights ", weights.sizes(), " do not fit the input ", x.sizes());
}

struct TapConvFunction : torch::autograd::Function<TapConvFunction> {
  static at::Tensor forward(torch::autograd::AutogradContext* context, const at::Tensor& x, const at::Tensor& weights,
                            const std::optional<at::Tensor>& bias, const c10::intrusive_ptr<PlanHolder>& holder) {
    context->saved_data["plan"] = c10::IValue::make_capsule(holder);
    context->saved_data["has bias"] = bias.has_value();
    const at::Tensor major = toPositionMajor(x);
    const at::Tensor dense = weights.contiguous();
    context->save_for_backward({major, dense});
    return AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "tapConv", [&] {
      return forwardOf<scalar_t>(major, dense, bias ? bias->contiguous() : at::Tensor(), holder->plan);
    });
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               torch::autograd::tensor_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto capsule = context->saved_data["plan"].toCapsule();
    const TapPlan& plan = static_cast<PlanHolder&>(*capsule).plan;
    const at::Tensor &x = saved[0], &weights = saved[1];
    const at::Tensor gy = toPositionMajor(gradients[0]);
    at::Tensor gx, gw, gb;
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "tapConv", [&] {
      if (context->needs_input_grad(0)) {
        gx = inputGradient<scalar_t>(x, weights, gy, plan);
      }
      if (context->needs_input_grad(1)) {
        gw = weightGradient<scalar_t>(x, weights, gy, plan);
      }
    });
    if (context->saved_data["has bias"].toBool() && context->needs_input_grad(2)) {
      gb = asGrid(gy).reshape({-1, gy.size(1)}).sum(0);
    }
    return {gx, gw, gb, at::Tensor()};
  }
};

}  // namespace

at::Tensor tapConv(const at::Tensor& x, const at::Tensor& weights, const at::Tensor& bias, const TapPlan& plan) {
  checkShapes(x, weights, plan);
  return TapConvFunction::apply(x, weights, bias.defined() ? std::optional(bias) : std::nullopt,
                                c10::make_intrusive<PlanHolder>(plan));
}

}  // namespace touchstone::nn
