#include "engine/nn/mixed_conv/tap_tensors.h"

#include "engine/nn/mixed_conv/native_conv.h"

namespace touchstone::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct ConvPlan : torch::CustomClassHolder {
  ConvShape shape;
  TapSet taps;
  bool isFourier = false;

  ConvPlan(const ConvShape& convShape, const TapSet& tapSet, bool fourier)
      : shape(convShape), taps(tapSet), isFourier(fourier) {}
};

void keepPlan(AutogradContext* context, const c10::intrusive_ptr<ConvPlan>& plan) {
  context->saved_data["plan"] = c10::IValue::make_capsule(plan);
}

c10::intrusive_ptr<ConvPlan> planOf(AutogradContext* context) {
  return c10::static_intrusive_pointer_cast<ConvPlan>(context->saved_data["plan"].toCapsule());
}

// The places of a branch, taps that never meet the input at `nowhere`.
std::vector<std::int64_t> placesOf(const TapSet& taps, std::size_t branch) {
  const auto nowhere = static_cast<std::int64_t>(taps.taps.size());
  std::vector<std::int64_t> places;
  for (const int tap : taps.branches[branch]) {
    places.push_back(tap < 0 ? nowhere : tap);
  }
  return places;
}

// What both directions need of the branches; rows are the pairs of output and input channel.
template <typename T>
struct Branches {
  std::size_t taps;
  std::int64_t rows;
  std::vector<std::vector<std::int64_t>> places;
  std::vector<T> factors;

  Branches(const TapSet& set, const torch::Tensor& mix, std::int64_t rowCount) : taps(set.taps.size()), rows(rowCount) {
    const torch::Tensor values = mix.contiguous();
    factors.assign(values.data_ptr<T>(), values.data_ptr<T>() + values.numel());
    for (std::size_t i = 0; i < set.branches.size(); ++i) {
      places.push_back(placesOf(set, i));
    }
  }
};

template <typename T>
void mergeRows(const Branches<T>& branches, const std::vector<torch::Tensor>& weights, T* merged) {
  std::vector<T> row(branches.taps + 1);
  for (std::int64_t r = 0; r < branches.rows; ++r) {
    std::fill(row.begin(), row.end(), T{});
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto& places = branches.places[i];
      const T* branch = weights[i].const_data_ptr<T>() + r * static_cast<std::int64_t>(places.size());
      const T factor = branches.factors[i];
      for (std::size_t j = 0; j < places.size(); ++j) {
        row[static_cast<std::size_t>(places[j])] += factor * branch[j];
      }
    }
    std::copy(row.begin(), row.end() - 1, merged + r * static_cast<std::int64_t>(branches.taps));
  }
}

// Gradients of all branches and of the factors.
template <typename T>
std::vector<double> splitRows(const Branches<T>& branches, const std::vector<torch::Tensor>& weights, const T* gradient,
                              const std::vector<torch::Tensor>& out) {
  std::vector<double> products(weights.size(), 0.0);
  std::vector<T> row(branches.taps + 1, T{});
  for (std::int64_t r = 0; r < branches.rows; ++r) {
    std::copy_n(gradient + r * static_cast<std::int64_t>(branches.taps), branches.taps, row.begin());
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto& places = branches.places[i];
      const std::int64_t first = r * static_cast<std::int64_t>(places.size());
      const T* branch = weights[i].const_data_ptr<T>() + first;
      T* to = out[i].mutable_data_ptr<T>() + first;
      T product{};
      for (std::size_t j = 0; j < places.size(); ++j) {
        const T part = row[static_cast<std::size_t>(places[j])];
        product += part * branch[j];
        to[j] = branches.factors[i] * part;
      }
      products[i] += static_cast<double>(product);
    }
  }
  return products;
}

struct Merge : torch::autograd::Function<Merge> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& mix, torch::TensorList branches,
                               const c10::intrusive_ptr<ConvPlan>& plan) {
    variable_list weights;
    for (const torch::Tensor& branch : branches) {
      weights.push_back(branch.contiguous());
    }
    const std::int64_t outputs = weights[0].size(0), depth = weights[0].size(1);
    torch::Tensor merged =
        torch::empty({outputs, depth, static_cast<std::int64_t>(plan->taps.taps.size())}, weights[0].options());
    AT_DISPATCH_FLOATING_TYPES(merged.scalar_type(), "mergeBranches", [&] {
      mergeRows(Branches<scalar_t>(plan->taps, mix, outputs * depth), weights, merged.mutable_data_ptr<scalar_t>());
    });
    weights.push_back(mix);
    context->save_for_backward(weights);
    keepPlan(context, plan);
    return merged;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = planOf(context);
    variable_list weights = context->get_saved_variables();
    const torch::Tensor mix = weights.back();
    weights.pop_back();
    const torch::Tensor gradient = gradients[0].contiguous();
    variable_list results(1);
    for (const torch::Tensor& branch : weights) {
      results.push_back(torch::empty(branch.sizes(), branch.options()));
    }
    const variable_list branchGradients(results.begin() + 1, results.end());
    std::vector<double> products;
    AT_DISPATCH_FLOATING_TYPES(gradient.scalar_type(), "mergeBranches", [&] {
      products = splitRows(Branches<scalar_t>(plan->taps, mix, gradient.size(0) * gradient.size(1)), weights,
                           gradient.const_data_ptr<scalar_t>(), branchGradients);
    });
    results[0] = torch::tensor(products, torch::kFloat64).to(mix.scalar_type());
    results.emplace_back();
    return results;
  }
};

template <typename T, typename Pointer>
Strided<T> stridedOf(const torch::Tensor& tensor, Pointer* data) {
  const bool has2d = tensor.dim() == 4;
  return {data, tensor.stride(0), tensor.stride(1), has2d ? tensor.stride(2) : 0, tensor.stride(has2d ? 3 : 2)};
}

template <typename T>
Strided<const T> input(const torch::Tensor& tensor) {
  return stridedOf<const T>(tensor, tensor.const_data_ptr<T>());
}

template <typename T>
Strided<T> output(const torch::Tensor& tensor) {
  return stridedOf<T>(tensor, tensor.mutable_data_ptr<T>());
}

// bias: empty where there is none; a function cannot take an undefined tensor.
struct Convolve : torch::autograd::Function<Convolve> {
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& merged,
                               const torch::Tensor& bias, const c10::intrusive_ptr<ConvPlan>& plan) {
    const ConvShape& shape = plan->shape;
    std::vector<std::int64_t> sizes = {shape.batch, shape.outChannels};
    if (shape.dims == 2) {
      sizes.push_back(shape.outHeight());
    }
    sizes.push_back(shape.outWidth());
    torch::Tensor y = torch::empty(sizes, x.options().memory_format(x.suggest_memory_format()));
    const torch::Tensor weights = merged.contiguous();
    const torch::Tensor shift = bias.contiguous();
    AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "convolveTaps", [&] {
      const ConvInputs<scalar_t> in{shape, &plan->taps, input<scalar_t>(x), weights.const_data_ptr<scalar_t>()};
      const scalar_t* biasData = shift.numel() > 0 ? shift.const_data_ptr<scalar_t>() : nullptr;
      const auto compute = plan->isFourier ? fourierForward<scalar_t> : directForward<scalar_t>;
      compute(*mixedConvKernelSets().front(), in, biasData, output<scalar_t>(y));
    });
    context->save_for_backward({x, weights});
    keepPlan(context, plan);
    return y;
  }

  static variable_list backward(AutogradContext* context, const variable_list& gradients) {
    const auto plan = planOf(context);
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &weights = saved[1], &gradient = gradients[0];
    variable_list results(4);
    if (context->needs_input_grad(0)) {
      results[0] = torch::empty_like(x);
    }
    if (context->needs_input_grad(1)) {
      results[1] = torch::empty_like(weights);
    }
    if (context->needs_input_grad(2)) {
      results[2] = plan->shape.dims == 1 ? gradient.sum({0, 2}) : gradient.sum({0, 2, 3});
    }
    if (results[0].defined() || results[1].defined()) {
      AT_DISPATCH_FLOATING_TYPES(x.scalar_type(), "convolveTaps", [&] {
        const ConvInputs<scalar_t> in{plan->shape, &plan->taps, input<scalar_t>(x), weights.const_data_ptr<scalar_t>()};
        ConvGradients<scalar_t> out;
        if (results[0].defined()) {
          out.x = output<scalar_t>(results[0]);
        }
        if (results[1].defined()) {
          out.weights = results[1].mutable_data_ptr<scalar_t>();
        }
        const auto compute = plan->isFourier ? fourierBackward<scalar_t> : directBackward<scalar_t>;
        compute(*mixedConvKernelSets().front(), in, input<scalar_t>(gradient), out);
      });
    }
    return results;
  }
};

}  // namespace

torch::Tensor mergeBranches(const TapSet& taps, const std::vector<torch::Tensor>& weights, const torch::Tensor& mix) {
  const torch::Tensor factors = mix.to(weights[0].scalar_type());
  if (isNative(weights[0])) {
    return Merge::apply(factors, torch::TensorList(weights), c10::make_intrusive<ConvPlan>(ConvShape{}, taps, false));
  }
  const auto places = static_cast<std::int64_t>(taps.taps.size());
  const std::int64_t outputs = weights[0].size(0), depth = weights[0].size(1);
  torch::Tensor merged = torch::zeros({outputs, depth, places + 1}, weights[0].options());
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const torch::Tensor index = torch::tensor(placesOf(taps, i), torch::kInt64).to(weights[0].device());
    merged = merged.index_add(2, index, weights[i].flatten(2) * factors[static_cast<std::int64_t>(i)]);
  }
  return merged.narrow(2, 0, places);
}

bool isNative(const torch::Tensor& x) {
  return x.device().is_cpu() && (x.scalar_type() == torch::kFloat32 || x.scalar_type() == torch::kFloat64);
}

torch::Tensor convolveTaps(const ConvShape& shape, const TapSet& taps, bool isFourier, const torch::Tensor& x,
                           const torch::Tensor& merged, const torch::Tensor& bias) {
  const torch::Tensor shift = bias.defined() ? bias : torch::empty({0}, x.options());
  return Convolve::apply(x, merged, shift, c10::make_intrusive<ConvPlan>(shape, taps, isFourier));
}

}  // namespace touchstone::nn
