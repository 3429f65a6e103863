#include "engine/contenders/dlinear/dlinear_learner.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace touchstone::contenders {

namespace {

constexpr std::size_t kValidationRows = 512;  // windows forecast by one product

std::vector<std::vector<float>> floatValues(const SeriesView& task) {
  std::vector<std::vector<float>> values;
  for (const SeriesView::Channel& channel : task.channels) {
    values.emplace_back(channel.values.begin(), channel.values.end());
  }
  return values;
}

std::vector<std::span<const float>> trainingRows(const SeriesView& task,
                                                 const std::vector<std::vector<float>>& values) {
  std::vector<std::span<const float>> rows;
  for (std::size_t c = 0; c < values.size(); ++c) {
    rows.push_back(std::span(values[c]).first(std::min(task.channels[c].trainEnd, values[c].size())));
  }
  return rows;
}

nn::HostTensor flat(std::span<const float> values) {
  return {{static_cast<std::int64_t>(values.size())}, {values.begin(), values.end()}};
}

Error cancelled() {
  return Error{ErrorCode::kCancelled, "The training was cancelled.", {}};
}

}  // namespace

void copyLookback(std::span<const float> values, std::size_t origin, std::span<float> out) {
  const std::size_t known = std::min(origin, out.size());
  const auto missing = static_cast<std::ptrdiff_t>(out.size() - known);
  std::fill(out.begin(), out.begin() + missing, values.front());
  std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(origin - known), known, out.begin() + missing);
}

std::size_t autoBatch(std::int64_t windows) {
  constexpr std::uint64_t kMost = 256;
  constexpr std::uint64_t kFewest = 16;
  constexpr std::uint64_t kSteps = 16;
  const auto share = static_cast<std::uint64_t>(windows) / kSteps;
  return static_cast<std::size_t>(std::clamp(std::bit_floor(share), kFewest, kMost));
}

DLinearLearner::DLinearLearner(const SeriesView& task, const DLinearOptions& options, ValidationMetric metric)
    : m_options(options),
      m_metric(metric),
      m_values(floatValues(task)),
      m_batches(trainingRows(task, m_values), options.shape.lookback, options.shape.horizon),
      m_validation(validationWindows(task)),
      m_batchSize(options.batch != 0 ? options.batch : autoBatch(m_batches.count())),
      m_net(options.shape),
      m_adam(m_net.parameterCount()),
      m_best(m_net.parameters().begin(), m_net.parameters().end()) {}

Result<double> DLinearLearner::trainEpoch(int epoch, const base::CancelToken& token) {
  const std::size_t lookback = m_options.shape.lookback;
  const std::size_t horizon = m_options.shape.horizon;
  const std::vector<std::int64_t> order = m_batches.order(m_options.seed, epoch);
  const double rate = m_options.schedule.rate(epoch);
  m_inputs.resize(m_batchSize * lookback);
  m_targets.resize(m_batchSize * horizon);
  m_gradient.resize(m_net.parameterCount());
  double squares = 0.0;
  for (std::size_t first = 0; first < order.size(); first += m_batchSize) {
    if (token.isCancelled()) {
      return cancelled();
    }
    const auto windows = std::span(order).subspan(first, std::min(m_batchSize, order.size() - first));
    const auto inputs = std::span(m_inputs).first(windows.size() * lookback);
    const auto targets = std::span(m_targets).first(windows.size() * horizon);
    m_batches.gather(windows, inputs, targets);
    squares += m_net.gradient(inputs, targets, m_gradient);
    train::adamStep(m_adam, rate, m_gradient, m_net.parameters());
  }
  return squares / (static_cast<double>(order.size()) * static_cast<double>(horizon));
}

Result<double> DLinearLearner::validate(const base::CancelToken& token) {
  const std::size_t lookback = m_options.shape.lookback;
  const std::size_t horizon = m_options.shape.horizon;
  const nn::LinearForecast forecast = m_net.folded();
  m_inputs.resize(std::max(m_inputs.size(), kValidationRows * lookback));
  std::vector<float> forecasts(kValidationRows * horizon);
  double squares = 0.0;
  double absolutes = 0.0;
  for (std::size_t first = 0; first < m_validation.size(); first += kValidationRows) {
    if (token.isCancelled()) {
      return cancelled();
    }
    const auto windows = std::span(m_validation).subspan(first, std::min(kValidationRows, m_validation.size() - first));
    for (std::size_t w = 0; w < windows.size(); ++w) {
      copyLookback(m_values[windows[w].channel], windows[w].origin,
                   std::span(m_inputs).subspan(w * lookback, lookback));
    }
    forecast.apply(m_inputs, windows.size(), forecasts);
    for (std::size_t w = 0; w < windows.size(); ++w) {
      const float* target = m_values[windows[w].channel].data() + windows[w].origin;
      for (std::size_t h = 0; h < horizon; ++h) {
        const double error = static_cast<double>(forecasts[w * horizon + h]) - target[h];
        squares += error * error;
        absolutes += std::abs(error);
      }
    }
  }
  return toMetric(m_metric, squares, absolutes,
                  static_cast<double>(m_validation.size()) * static_cast<double>(horizon));
}

void DLinearLearner::keepBest() {
  m_best.assign(m_net.parameters().begin(), m_net.parameters().end());
}

void DLinearLearner::save(train::TrialState& state) const {
  state.steps = m_adam.steps;
  state.tensors = {{"best/parameters", flat(m_best)},
                   {"model/parameters", flat(m_net.parameters())},
                   {"optimiser/mean", flat(m_adam.mean)},
                   {"optimiser/variance", flat(m_adam.variance)}};
}

Result<void> DLinearLearner::restore(const train::TrialState& state) {
  const std::vector<std::int64_t> flatShape{static_cast<std::int64_t>(m_net.parameterCount())};
  const auto copyTo = [&](const char* name, std::span<float> out) -> Result<void> {
    const auto found = nn::findTensor(state.tensors, name, flatShape);
    if (!found) {
      return found.error();
    }
    std::copy(found.value()->values.begin(), found.value()->values.end(), out.begin());
    return {};
  };
  for (const auto& [name, out] : {std::pair<const char*, std::span<float>>{"best/parameters", m_best},
                                  {"model/parameters", m_net.parameters()},
                                  {"optimiser/mean", m_adam.mean},
                                  {"optimiser/variance", m_adam.variance}}) {
    if (auto copied = copyTo(name, out); !copied) {
      return copied;
    }
  }
  m_adam.steps = state.steps;
  return {};
}

Result<nn::LinearForecast> bestForecast(const train::TrialState& state, const nn::Decomposition& shape) {
  nn::DLinearNet net(shape);
  const auto found =
      nn::findTensor(state.tensors, "best/parameters", {static_cast<std::int64_t>(net.parameterCount())});
  if (!found) {
    return found.error();
  }
  std::copy(found.value()->values.begin(), found.value()->values.end(), net.parameters().begin());
  return net.folded();
}

}  // namespace touchstone::contenders
