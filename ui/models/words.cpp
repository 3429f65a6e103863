#include "ui/models/words.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/api/metric_name.h"
#include "ui/plots/numbers.h"

namespace touchstone::ui {
namespace {

constexpr int kMostCharacters = 300;

}  // namespace

QString metricText(const std::string& metric, bool lowerIsBetter) {
  return QString::fromStdString(metricName(metric)) + QLatin1Char(' ') +
         (lowerIsBetter ? QChar(0x2193) : QChar(0x2191));
}

QString percentText(double share) {
  if (!std::isfinite(share)) {
    return {};
  }
  return QStringLiteral("%1 %").arg(std::lround(std::clamp(share, 0.0, 1.0) * 100.0));
}

int columnDecimals(std::span<const double> values) {
  std::vector<double> sizes;
  for (double value : values) {
    if (std::isfinite(value)) {
      sizes.push_back(std::abs(value));
    }
  }
  if (sizes.empty()) {
    return 3;
  }
  const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
  std::nth_element(sizes.begin(), middle, sizes.end());
  // Scores of one size differ in their third digit after the point more often than not.
  const int least = *middle < 10.0 ? 3 : *middle < 100.0 ? 2 : 0;
  return std::max(least, decimalsForScores(*middle));
}

QString counted(qint64 number, const QString& one, const QString& many) {
  return (number == 1 ? one : many).arg(number);
}

QString shortName(const std::string& name) {
  return QString::fromStdString(name).simplified().left(kMostCharacters);
}

QString briefName(const std::string& name) {
  constexpr int kMost = 60;
  const QString whole = shortName(name);
  return whole.size() > kMost ? whole.left(kMost - 1) + QChar(0x2026) : whole;
}

QString menuText(QString name) {
  return name.replace(QLatin1Char('&'), QLatin1String("&&"));
}

QString isolated(const QString& name) {
  constexpr QChar kFirstStrongIsolate(0x2068), kPopIsolate(0x2069);
  return name.isRightToLeft() ? kFirstStrongIsolate + name + kPopIsolate : name;
}

}  // namespace touchstone::ui
