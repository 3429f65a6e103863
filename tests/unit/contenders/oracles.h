// Series, oracles and stubs that the tests of the contenders share. All written the plain way: loops over the
// definition, no shortcut of the code under test.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/random.h"
#include "engine/contenders/contender.h"

#include <QFile>
#include <QTest>

namespace touchstone::testing {

inline nlohmann::json readGolden(const char* name) {
  QFile file(QStringLiteral(TOUCHSTONE_SOURCE_DIR "/tests/golden/") + QString::fromLatin1(name));
  if (!file.open(QIODevice::ReadOnly)) {
    return {};
  }
  return nlohmann::json::parse(file.readAll().toStdString());
}

inline bool isNear(double value, double expected, double relative, double absolute = 0.0) {
  return std::abs(value - expected) <= relative * std::abs(expected) + absolute;
}

// A stationary season with noise, summed `integrated` times.
inline std::vector<double> randomSeries(std::size_t n, std::uint64_t seed, int integrated = 0, int period = 12) {
  base::RandomStream random({seed, 77});
  std::vector<double> x(n);
  double state = 0.0;
  for (std::size_t t = 0; t < n; ++t) {
    state = 0.6 * state + 0.5 * random.normal();
    x[t] = state + std::sin(2.0 * 3.14159265358979 * static_cast<double>(t) / period);
  }
  for (int d = 0; d < integrated; ++d) {
    for (std::size_t t = 1; t < n; ++t) {
      x[t] = x[t - 1] + 0.1 * x[t];
    }
  }
  return x;
}

// Forecasts as the definition has them: difference, recur, sum up again.
inline std::vector<double> recursiveForecast(std::span<const double> coefficients, int difference,
                                             std::span<const double> history, std::size_t steps) {
  std::vector<std::vector<double>> levels{{history.begin(), history.end()}};
  for (int d = 0; d < difference; ++d) {
    std::vector<double> next;
    for (std::size_t t = 1; t < levels.back().size(); ++t) {
      next.push_back(levels.back()[t] - levels.back()[t - 1]);
    }
    levels.push_back(next);
  }
  std::vector<double>& x = levels.back();
  for (std::size_t h = 0; h < steps; ++h) {
    double value = coefficients[0];
    for (std::size_t i = 1; i < coefficients.size(); ++i) {
      value += coefficients[i] * x[x.size() - i];
    }
    x.push_back(value);
  }
  std::vector<double> forecast(x.end() - static_cast<std::ptrdiff_t>(steps), x.end());
  for (int d = difference - 1; d >= 0; --d) {
    double last = levels[static_cast<std::size_t>(d)].back();
    for (double& value : forecast) {
      last += value;
      value = last;
    }
  }
  return forecast;
}

// Least squares by Householder QR: rows [n][k] of the design, targets [n] -> coefficients [k].
inline std::vector<double> leastSquares(std::vector<std::vector<double>> a, std::vector<double> b) {
  const std::size_t n = a.size();
  const std::size_t k = a.front().size();
  for (std::size_t j = 0; j < k; ++j) {
    double norm = 0.0;
    for (std::size_t i = j; i < n; ++i) {
      norm += a[i][j] * a[i][j];
    }
    norm = a[j][j] > 0.0 ? -std::sqrt(norm) : std::sqrt(norm);
    std::vector<double> v(n, 0.0);
    double square = 0.0;
    for (std::size_t i = j; i < n; ++i) {
      v[i] = a[i][j] - (i == j ? norm : 0.0);
      square += v[i] * v[i];
    }
    const auto reflect = [&](auto&& column) {
      double product = 0.0;
      for (std::size_t i = j; i < n; ++i) {
        product += v[i] * column(i);
      }
      for (std::size_t i = j; i < n; ++i) {
        column(i) -= 2.0 * product / square * v[i];
      }
    };
    for (std::size_t c = j; c < k; ++c) {
      reflect([&](std::size_t i) -> double& { return a[i][c]; });
    }
    reflect([&](std::size_t i) -> double& { return b[i]; });
  }
  std::vector<double> x(k);
  for (std::size_t j = k; j-- > 0;) {
    x[j] = b[j];
    for (std::size_t c = j + 1; c < k; ++c) {
      x[j] -= a[j][c] * x[c];
    }
    x[j] /= a[j][j];
  }
  return x;
}

// Owns the values that a SeriesView looks at.
struct OwnedTask {
  std::vector<std::vector<double>> values;
  contenders::SeriesView view;

  void add(std::vector<double> series, std::size_t trainEnd) {
    values.push_back(std::move(series));
    trainEnds.push_back(trainEnd);
    view.channels.clear();
    for (std::size_t c = 0; c < values.size(); ++c) {
      view.channels.push_back({values[c], trainEnds[c]});
    }
  }
  std::vector<std::size_t> trainEnds;
};

struct RecordingSink : contenders::PointSink {
  void point(std::string_view metric, std::int64_t step, double value) override {
    metrics.emplace_back(metric);
    points.emplace_back(step, value);
  }
  std::vector<std::string> metrics;
  std::vector<std::pair<std::int64_t, double>> points;
};

}  // namespace touchstone::testing
