#include "engine/contenders/dasha/validation.h"

#include <limits>
#include <numeric>

#include "engine/data/examples/class_metrics.h"

namespace touchstone::contenders {

namespace {

std::vector<std::uint32_t> itemsFrom(std::size_t first, std::size_t last) {
  std::vector<std::uint32_t> items(last - first);
  std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(first));
  return items;
}

}  // namespace

std::function<double(std::span<const float>)> validationMetricOf(const ExampleView& view) {
  const auto items = itemsFrom(view.trainCount, view.inputs->count());
  return [metric = view.metric, targets = view.targets.select(items)](std::span<const float> probabilities) {
    const data::ClassPredictions predictions{targets, probabilities};
    const auto value = targets.kind == data::TargetKind::kMask ? data::maskMetric(metric, data::countMasks(predictions))
                                                               : data::classMetric(metric, predictions);
    return value ? *value : std::numeric_limits<double>::quiet_NaN();
  };
}

train::LabelledData labelledData(const ExampleView& view, bool isAll) {
  train::LabelledData data;
  data.inputs = view.inputs;
  data.targets = std::make_shared<const data::Targets>(view.targets);
  data.train = itemsFrom(0, isAll ? view.inputs->count() : view.trainCount);
  if (!isAll) {
    data.validation = itemsFrom(view.trainCount, view.inputs->count());
  }
  return data;
}

}  // namespace touchstone::contenders
