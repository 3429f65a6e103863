// Real labelled sequences and tiles for acceptance tests and benchmarks, read the plain way.
// A second, plain reader on purpose: these figures must not depend on the product's own one.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/random.h"
#include "engine/contenders/linear/linear_search.h"
#include "engine/data/examples/class_metrics.h"
#include "unit/contenders/linear_support.h"
#include "unit/contenders/series_files.h"

namespace touchstone::testing {

struct LabelledTask {
  std::shared_ptr<const data::ExampleInputs> inputs;  // training, validation, then test items
  data::Targets targets;
  std::size_t trainCount = 0, seenCount = 0;  // training; training and validation

  bool isEmpty() const { return inputs == nullptr; }
  data::Targets seen() const { return targets.select(firstItems(seenCount)); }

  // A metric on the test items.
  double score(const contenders::LinearModel& model, const char* metric) const {
    const auto items = firstItems(inputs->count() - seenCount, seenCount);
    std::vector<float> out(items.size() * targets.classCount());
    const data::Targets truth = targets.select(items);
    return contenders::classify(model, *inputs, items, {}, out).ok() ? *data::classMetric(metric, {truth, out}) : -1.0;
  }
};

// The inputs of training and validation items alone.
inline std::shared_ptr<const data::ExampleInputs> seenInputs(const LabelledTask& task) {
  return std::make_shared<data::InputSelection>(task.inputs, firstItems(task.seenCount));
}

inline std::vector<std::vector<std::string>> csvRows(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream text(readText(path));
  for (std::string line, cell; std::getline(text, line);) {
    std::vector<std::string> cells;
    for (std::istringstream row(line); std::getline(row, cell, ',');) {
      cells.push_back(cell);
    }
    rows.push_back(cells);
  }
  return rows;
}

// "tf/0": 0 and 1, the official split.
inline LabelledTask readGue(const std::string& name) {
  LabelledTask task;
  std::vector<std::string> texts;
  task.targets.classes = {"0", "1"};
  for (const char* part : {"train", "dev", "test"}) {
    task.trainCount = task.seenCount;
    task.seenCount = texts.size();
    const auto rows = csvRows(dataFolder() + "/data/genomics/GUE/" + name + "/" + part + ".csv");
    for (std::size_t i = 1; i < rows.size(); ++i) {
      texts.push_back(rows[i][0]);
      task.targets.labels.push_back(std::atoi(rows[i][1].c_str()));
    }
  }
  if (!texts.empty()) {
    task.inputs = std::make_shared<SequenceInputs>(texts);
  }
  return task;
}

// The splice junctions, 80/10/10 stratified by class, drawn by the seed; equal sequences are not kept together here.
inline LabelledTask readSplice(std::uint64_t seed) {
  auto rows = csvRows(TOUCHSTONE_SOURCE_DIR "/resources/samples/genomics/splice_junctions.csv");
  LabelledTask task;
  if (rows.empty()) {
    return task;
  }
  constexpr std::size_t kSequence = 0, kLabel = 1;
  std::map<std::string, std::vector<std::int64_t>> byClass;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    byClass[rows[i][kLabel]].push_back(static_cast<std::int64_t>(i));
  }
  std::vector<std::string> texts;
  base::RandomStream random({seed, 2});
  for (auto& [name, items] : byClass) {
    random.shuffle(items);
    task.targets.classes.push_back(name);
  }
  for (const auto& [from, to] : {std::pair{0, 8}, {8, 9}, {9, 10}}) {
    task.trainCount = task.seenCount;
    task.seenCount = texts.size();
    std::int32_t k = 0;
    for (const auto& [name, items] : byClass) {
      for (std::size_t i = items.size() * static_cast<std::size_t>(from) / 10;
           i < items.size() * static_cast<std::size_t>(to) / 10; ++i) {
        texts.push_back(rows[static_cast<std::size_t>(items[i])][kSequence]);
        task.targets.labels.push_back(k);
      }
      ++k;
    }
  }
  task.inputs = std::make_shared<SequenceInputs>(texts);
  return task;
}

// Landsat: 4,435 rows, the last tenth of them for validation, and 2,000 for the test; 3x3 pixels of 4 bands, scaled by band.
inline LabelledTask readLandsat() {
  const auto rows = csvRows(TOUCHSTONE_SOURCE_DIR "/resources/samples/satellite/landsat_statlog.csv");
  LabelledTask task;
  if (rows.empty()) {
    return task;
  }
  constexpr std::size_t kValues = 36, kBands = 4;
  task.trainCount = 3991;
  task.seenCount = 4435;
  std::vector<float> values;
  std::map<std::string, std::int32_t> classes;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    classes.emplace(rows[i].back(), 0);
    for (std::size_t j = 0; j < kValues; ++j) {
      values.push_back(std::strtof(rows[i][j].c_str(), nullptr));
    }
  }
  for (auto& [name, k] : classes) {
    k = static_cast<std::int32_t>(task.targets.classes.size());
    task.targets.classes.push_back(name);
  }
  for (std::size_t i = 1; i < rows.size(); ++i) {
    task.targets.labels.push_back(classes[rows[i].back()]);
  }
  for (std::size_t band = 0; band < kBands; ++band) {
    double sum = 0.0, square = 0.0;
    const std::size_t end = task.trainCount * kValues;
    for (std::size_t j = band; j < end; j += kBands) {
      sum += static_cast<double>(values[j]);
      square += static_cast<double>(values[j]) * static_cast<double>(values[j]);
    }
    const double count = static_cast<double>(end) / kBands, mean = sum / count;
    const double deviation = std::sqrt(square / count - mean * mean);
    for (std::size_t j = band; j < values.size(); j += kBands) {
      values[j] = static_cast<float>((static_cast<double>(values[j]) - mean) / deviation);
    }
  }
  task.inputs = std::make_shared<ImageInputs>(4, 3, 3, std::move(values));
  return task;
}

}  // namespace touchstone::testing
