// Predictions of labelled tasks for the tests: from the golden file, or random, with what owns their numbers.
#pragma once

#include <QFile>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/data/examples/class_metrics.h"

namespace touchstone::data {

struct OwnedPredictions {
  Targets targets;
  std::vector<float> probabilities;

  ClassPredictions view() const { return {targets, probabilities}; }
};

inline nlohmann::json classGolden() {
  QFile file(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/tests/golden/class_metrics.json"));
  return file.open(QIODevice::ReadOnly) ? nlohmann::json::parse(file.readAll().toStdString()) : nlohmann::json();
}

inline std::vector<std::string> classNames(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t k = 0; k < count; ++k) {
    names.push_back("class " + std::to_string(k));
  }
  return names;
}

inline OwnedPredictions fromGolden(const nlohmann::json& golden) {
  OwnedPredictions made;
  made.targets.classes = classNames(golden["classes"].get<std::size_t>());
  made.probabilities = golden["probabilities"].get<std::vector<float>>();
  if (golden["kind"] == "class") {
    made.targets.labels = golden["labels"].get<std::vector<std::int32_t>>();
  } else if (golden["kind"] == "multi-label") {
    made.targets.kind = TargetKind::kMultiLabel;
    made.targets.bits = golden["bits"].get<std::vector<std::uint8_t>>();
  } else {
    made.targets.kind = TargetKind::kMask;
    made.targets.masks = golden["masks"].get<std::vector<std::uint8_t>>();
    made.targets.maskPixels = golden["pixels"].get<std::size_t>();
  }
  return made;
}

// Items (with `pixels` each for masks) of random classes, their probabilities in steps of 1/steps before they are scaled
// to a sum of 1, so that ties occur.
inline OwnedPredictions randomPredictions(TargetKind kind, std::size_t items, std::size_t classes, std::uint64_t seed,
                                          std::size_t pixels = 1, int steps = 10) {
  base::RandomStream random({seed, 5});
  OwnedPredictions made;
  made.targets.kind = kind;
  made.targets.classes = classNames(classes);
  made.targets.maskPixels = kind == TargetKind::kMask ? pixels : 0;
  made.probabilities.resize(items * classes * pixels);
  for (std::size_t i = 0; i < items * pixels; ++i) {
    const auto truth = static_cast<std::size_t>(random.below(static_cast<std::int64_t>(classes)));
    std::vector<float> row(classes);
    float sum = 0.0f;
    for (std::size_t k = 0; k < classes; ++k) {
      row[k] = static_cast<float>(random.below(steps) + 1 + (k == truth ? steps / 3 : 0));
      sum += row[k];
    }
    for (std::size_t k = 0; k < classes; ++k) {
      const bool isLabels = kind == TargetKind::kMultiLabel;
      made.probabilities[(i / pixels * classes + k) * pixels + i % pixels] =
          row[k] / (isLabels ? static_cast<float>(2 * steps) : sum);
      if (isLabels) {
        made.targets.bits.push_back(random.uniform() < 0.4 ? 1 : 0);
      }
    }
    if (kind == TargetKind::kClass) {
      made.targets.labels.push_back(static_cast<std::int32_t>(truth));
    } else if (kind == TargetKind::kMask) {
      made.targets.masks.push_back(random.uniform() < 0.1 ? kIgnoredPixel : static_cast<std::uint8_t>(truth));
    }
  }
  return made;
}

inline const MetricValue* findValue(const std::vector<MetricValue>& values, const std::string& metric,
                                    const std::string& part = "") {
  const auto found = std::find_if(values.begin(), values.end(), [&](const MetricValue& value) {
    return value.metric == metric && value.part == part;
  });
  return found != values.end() ? &*found : nullptr;
}

inline bool isClose(double value, double expected, double absolute = 1e-12) {
  return std::abs(value - expected) <= absolute;
}

}  // namespace touchstone::data
