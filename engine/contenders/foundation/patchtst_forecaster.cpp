#include "engine/contenders/foundation/patchtst_forecaster.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

#include "engine/train/guard.h"
#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

constexpr std::size_t kBatch = 32;     // origins of one pass: about 15 ms between two looks at the token
constexpr double kVarianceEps = 1e-5;  // RevIN's

struct Scaling {
  double mean = 0.0;
  double deviation = 1.0;
};

Scaling scalingOf(std::span<const double> values) {
  double sum = 0.0;
  for (const double value : values) {
    sum += value;
  }
  const double mean = sum / static_cast<double>(values.size());
  double squares = 0.0;
  for (const double value : values) {
    squares += (value - mean) * (value - mean);
  }
  return {mean, std::sqrt(squares / static_cast<double>(values.size()) + kVarianceEps)};
}

// The newest values of a series, the first one repeated where there are fewer.
std::vector<double> newest(std::span<const double> series, std::size_t count) {
  const std::size_t known = std::min(series.size(), count);
  std::vector<double> values(count - known, series.front());
  const auto tail = series.last(known);
  values.insert(values.end(), tail.begin(), tail.end());
  return values;
}

}  // namespace

PatchTstForecaster::PatchTstForecaster(std::shared_ptr<const nn::PatchTstNet> net, PatchTstContext context,
                                       std::size_t horizon)
    : m_net(std::move(net)), m_context(context), m_horizon(horizon) {}

std::size_t PatchTstForecaster::stepsPerPass() const {
  const nn::PatchTstShape& shape = m_net->shape();
  const std::int64_t masked = std::min(kMostMasked, shape.patches / 2);
  return static_cast<std::size_t>(shape.horizon > 0 ? shape.horizon : masked * shape.patch);
}

void PatchTstForecaster::pass(std::span<const std::span<const double>> series, std::size_t steps,
                              std::span<double> out) const {
  const torch::InferenceMode inference;
  const nn::PatchTstShape& shape = m_net->shape();
  const auto rows = static_cast<std::int64_t>(series.size());
  const auto patch = static_cast<std::size_t>(shape.patch);
  const auto width = static_cast<std::size_t>(shape.patches) * patch;
  const std::size_t maskedSteps = shape.horizon > 0 ? 0 : (steps + patch - 1) / patch * patch;
  const std::size_t observed = m_context.length - maskedSteps;
  at::Tensor patches = torch::zeros({rows, shape.patches, shape.patch});
  std::vector<Scaling> scalings;
  for (std::size_t row = 0; row < series.size(); ++row) {
    const std::vector<double> values = newest(series[row], observed);
    const Scaling scaling = scalingOf(values);
    scalings.push_back(scaling);
    // The patches cover the last values; what does not fill one is left out at the start.
    float* to = patches.data_ptr<float>() + row * width;
    std::transform(values.begin() + static_cast<std::ptrdiff_t>(m_context.length - width), values.end(), to,
                   [&](double value) { return static_cast<float>((value - scaling.mean) / scaling.deviation); });
  }
  const at::Tensor answer = m_net->forward(patches).flatten(1).contiguous();
  const auto perRow = static_cast<std::size_t>(answer.size(1));
  const std::size_t first = shape.horizon > 0 ? 0 : width - maskedSteps;
  for (std::size_t row = 0; row < series.size(); ++row) {
    const float* from = answer.data_ptr<float>() + row * perRow + first;
    std::transform(from, from + steps, out.begin() + static_cast<std::ptrdiff_t>(row * steps),
                   [&](float value) { return value * scalings[row].deviation + scalings[row].mean; });
  }
}

Result<void> PatchTstForecaster::forecast(std::span<const Origin> origins, const base::CancelToken& token,
                                          std::span<double> out) const {
  const bool hasEmpty = std::any_of(origins.begin(), origins.end(), [](const Origin& o) { return o.history.empty(); });
  if (out.size() != origins.size() * m_horizon || hasEmpty) {
    return Error{ErrorCode::kInternal, "PatchTST was asked for a forecast without room for it or without a history.",
                 "patchtst"};
  }
  return train::guarded("The forecast of PatchTST", [&]() -> Result<void> {
    train::useOneThread();
    std::vector<double> steps;
    for (std::size_t begin = 0; begin < origins.size(); begin += kBatch) {
      const auto block = origins.subspan(begin, std::min(kBatch, origins.size() - begin));
      std::vector<std::vector<double>> known;  // what each series is known by: the context, then its own forecasts
      for (const Origin& origin : block) {
        const auto used = origin.history.last(std::min(origin.history.size(), m_context.used));
        known.push_back(newest(used, m_context.length));
      }
      for (std::size_t done = 0; done < m_horizon;) {
        if (token.isCancelled()) {
          return Error{ErrorCode::kCancelled, "The forecast was cancelled.", {}};
        }
        const std::size_t count = std::min(stepsPerPass(), m_horizon - done);
        steps.resize(block.size() * count);
        const std::vector<std::span<const double>> series(known.begin(), known.end());
        pass(series, count, steps);
        for (std::size_t i = 0; i < block.size(); ++i) {
          const auto from = steps.begin() + static_cast<std::ptrdiff_t>(i * count);
          const auto to = out.begin() + static_cast<std::ptrdiff_t>((begin + i) * m_horizon + done);
          std::copy_n(from, count, to);
          known[i].insert(known[i].end(), from, from + static_cast<std::ptrdiff_t>(count));
        }
        done += count;
      }
    }
    return {};
  });
}

}  // namespace touchstone::contenders
