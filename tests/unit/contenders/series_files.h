// Real series for acceptance tests and benchmarks: a CSV (plain or gzipped), split, scaled by its training rows.
// A second, plain reader on purpose: these figures must not depend on the product's own one.
#pragma once

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "engine/contenders/contender.h"

namespace touchstone::testing {

// TOUCHSTONE_DATA (with data/ and samples/ in it), or empty.
inline std::string dataFolder() {
  const char* folder = std::getenv("TOUCHSTONE_DATA");
  return folder == nullptr ? "" : folder;
}

// Text of a file through gzip, which passes plain files on; empty when there is none.
inline std::string readText(const std::string& path) {
  std::string text;
  FILE* pipe = popen(("gzip -dcf '" + path + "' 2>/dev/null").c_str(), "r");
  std::array<char, 65'536> buffer{};
  for (std::size_t n = 0; pipe != nullptr && (n = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;) {
    text.append(buffer.data(), n);
  }
  if (pipe != nullptr) {
    pclose(pipe);
  }
  return text;
}

// Channels of one length with their split; the view sees training and validation rows only.
struct RealTask {
  std::vector<std::vector<double>> channels;  // scaled
  std::vector<std::size_t> trainEnds, validationEnds, testEnds;
  int horizon = 1;

  bool isEmpty() const { return channels.empty(); }

  void scale() {
    for (std::size_t c = 0; c < channels.size(); ++c) {
      const auto n = static_cast<double>(trainEnds[c]);
      double mean = 0.0;
      double square = 0.0;
      for (std::size_t t = 0; t < trainEnds[c]; ++t) {
        mean += channels[c][t] / n;
      }
      for (std::size_t t = 0; t < trainEnds[c]; ++t) {
        square += (channels[c][t] - mean) * (channels[c][t] - mean) / n;
      }
      for (double& value : channels[c]) {
        value = (value - mean) / (square > 0.0 ? std::sqrt(square) : 1.0);
      }
    }
  }

  contenders::SeriesView view() const {
    contenders::SeriesView view;
    view.horizon = horizon;
    view.metric = "mse";
    for (std::size_t c = 0; c < channels.size(); ++c) {
      view.channels.push_back({std::span(channels[c]).first(validationEnds[c]), trainEnds[c]});
    }
    return view;
  }

  // Every test window, stride 1, none dropped; the history reaches back to the first row.
  std::vector<contenders::Origin> testOrigins() const {
    std::vector<contenders::Origin> origins;
    const auto steps = static_cast<std::size_t>(horizon);
    for (std::size_t c = 0; c < channels.size(); ++c) {
      for (std::size_t t = validationEnds[c]; t + steps <= testEnds[c]; ++t) {
        origins.push_back({static_cast<int>(c), std::span(channels[c]).first(t)});
      }
    }
    return origins;
  }

  double meanSquaredError(const std::vector<contenders::Origin>& origins, const std::vector<double>& forecasts) const {
    double sum = 0.0;
    std::size_t k = 0;
    for (const contenders::Origin& origin : origins) {
      const double* target = origin.history.data() + origin.history.size();  // the same buffer goes on
      for (int h = 0; h < horizon; ++h, ++k) {
        sum += (forecasts[k] - target[h]) * (forecasts[k] - target[h]);
      }
    }
    return sum / static_cast<double>(k);
  }
};

inline std::vector<std::vector<double>> readColumns(const std::string& path) {
  std::istringstream lines(readText(path));
  std::vector<std::vector<double>> columns;
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream fields(line);
    std::string field;
    std::getline(fields, field, ',');  // date or index
    for (std::size_t c = 0; std::getline(fields, field, ','); ++c) {
      columns.resize(std::max(columns.size(), c + 1));
      const double value = std::atof(field.c_str());
      columns[c].push_back(value == -9999.0 && !columns[c].empty() ? columns[c].back() : value);
    }
  }
  return columns;
}

inline RealTask splitRows(std::vector<std::vector<double>> columns, std::size_t train, std::size_t validation,
                          std::size_t test, int horizon) {
  RealTask task;
  task.horizon = horizon;
  task.channels = std::move(columns);
  task.trainEnds.assign(task.channels.size(), train);
  task.validationEnds.assign(task.channels.size(), train + validation);
  task.testEnds.assign(task.channels.size(), train + validation + test);
  task.scale();
  return task;
}

// ETTh1 or ETTh2, 12/4/4 months.
inline RealTask readEtt(const std::string& name, int horizon) {
  auto columns = readColumns(dataFolder() + "/data/timeseries/ETT/" + name + ".csv.gz");
  return columns.empty() ? RealTask{} : splitRows(std::move(columns), 8640, 2880, 2880, horizon);
}

// 70/10/20: train int(0.7 n), test int(0.2 n), validation the rest.
inline RealTask readBySevenOneTwo(const std::string& path, int horizon) {
  auto columns = readColumns(path);
  if (columns.empty()) {
    return {};
  }
  const std::size_t n = columns.front().size();
  return splitRows(std::move(columns), n * 7 / 10, n - n * 7 / 10 - n / 5, n / 5, horizon);
}

// The M4 hourly series: test is the file's own, validation the 48 rows before it.
inline RealTask readM4Hourly() {
  RealTask task;
  task.horizon = 48;
  std::istringstream train(readText(dataFolder() + "/data/timeseries/m4_hourly/Hourly-train.csv.gz"));
  std::istringstream test(readText(dataFolder() + "/data/timeseries/m4_hourly/Hourly-test.csv.gz"));
  std::string head;
  std::string tail;
  std::getline(train, head);
  std::getline(test, tail);
  while (std::getline(train, head) && std::getline(test, tail)) {
    std::vector<double> values;
    for (const std::string& line : {head, tail}) {
      std::istringstream fields(line);
      std::string field;
      std::getline(fields, field, ',');  // name
      while (std::getline(fields, field, ',')) {
        const std::size_t digit = field.find_first_of("0123456789");
        if (digit != std::string::npos) {
          values.push_back(std::atof(field.c_str() + digit));
        }
      }
    }
    task.trainEnds.push_back(values.size() - 96);
    task.validationEnds.push_back(values.size() - 48);
    task.testEnds.push_back(values.size());
    task.channels.push_back(std::move(values));
  }
  task.scale();
  return task;
}

}  // namespace touchstone::testing
