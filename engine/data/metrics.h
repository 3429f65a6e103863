// The catalogue of metrics: what a task may be scored by, in which direction, and how it is computed.
// A new metric is one more entry here and its formula where the modality's items are scored.
// Thread: constant data, any thread. Errors: none.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/spec.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::data {

struct MetricCard {
  std::string name;   // as in the study file and the project file
  std::string title;  // "Mean squared error"
  bool lowerIsBetter = true;
  std::string unit;     // "squared deviations", "percent"
  std::string formula;  // in plain text, with what it is computed on
  std::vector<Modality> modalities;
  std::vector<TargetKind> targets = {};  // of labelled tasks: the kinds that it is computed for

  bool appliesTo(Modality modality) const;
  bool appliesTo(TargetKind kind) const;
};

std::span<const MetricCard> metrics();
const MetricCard* findMetric(std::string_view name);  // null for an unknown name
const std::vector<std::string>& metricNames();
// Those of one modality, or of one kind of target.
std::vector<std::string> metricNames(Modality modality);
std::vector<std::string> metricNames(TargetKind kind);
// What a task is scored by where its file does not say: mse; accuracy, macro-map, miou.
const char* defaultMetric(Modality modality, TargetKind kind = TargetKind::kClass);

}  // namespace touchstone::data
