// What the tests of the torch module share: where weights and data may lie, views of made-up series, kept points.
// Include before Qt: its macro `slots` hides BudgetSpec::slots.
#pragma once

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/base/random.h"
#include "engine/contenders/contender.h"

namespace touchstone::test {

// TOUCHSTONE_MODELS, or the folder that packaging/setup fills. Nothing where the weights are not there.
inline std::optional<std::filesystem::path> fracastWeights() {
  const auto value = [](const char* name) {
    return std::getenv(name) != nullptr ? std::string(std::getenv(name)) : "";
  };
  std::filesystem::path folder = value("TOUCHSTONE_MODELS");
  if (folder.empty()) {
    const std::string data = value("XDG_DATA_HOME");
    folder = (data.empty() ? std::filesystem::path(value("HOME")) / ".local/share" : std::filesystem::path(data)) /
             "touchstone/models";
  }
  const auto file = folder / "fracast-0/model.safetensors";
  return std::filesystem::is_regular_file(file) ? std::optional(file) : std::nullopt;
}

// A file below TOUCHSTONE_DATA, the folder of large test data that is not part of the repository.
inline std::optional<std::filesystem::path> dataFile(const std::string& path) {
  const char* folder = std::getenv("TOUCHSTONE_DATA");
  if (folder == nullptr) {
    return std::nullopt;
  }
  const auto file = std::filesystem::path(folder) / path;
  return std::filesystem::is_regular_file(file) ? std::optional(file) : std::nullopt;
}

struct KeptPoints : contenders::PointSink {
  std::vector<std::tuple<std::string, std::int64_t, double>> points;

  void point(std::string_view metric, std::int64_t step, double value) override {
    points.emplace_back(metric, step, value);
  }
  std::vector<double> of(std::string_view metric) const {
    std::vector<double> values;
    for (const auto& [name, step, value] : points) {
      if (name == metric) {
        values.push_back(value);
      }
    }
    return values;
  }
};

// Channels of equal or different lengths, the last `validation` values of each for validation.
inline contenders::SeriesView viewOf(const std::vector<std::vector<double>>& channels, std::size_t validation,
                                     int horizon) {
  contenders::SeriesView view;
  for (const auto& values : channels) {
    view.channels.push_back({values, values.size() - validation});
  }
  view.horizon = horizon;
  view.metric = "mse";
  return view;
}

// A daily wave, a slow one, and noise.
inline std::vector<double> wave(std::size_t count, double noise, std::uint64_t seed) {
  base::RandomStream random({seed});
  std::vector<double> values;
  for (std::size_t t = 0; t < count; ++t) {
    const auto x = static_cast<double>(t);
    values.push_back(std::sin(x * 6.283185307179586 / 24) + 0.5 * std::cos(x * 6.283185307179586 / 168 + 1.0) +
                     noise * random.normal());
  }
  return values;
}

}  // namespace touchstone::test
