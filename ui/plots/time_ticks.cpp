#include "ui/plots/time_ticks.h"

#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

namespace touchstone::ui {

namespace {

constexpr double kMinute = 60.0, kHour = 3600.0, kDay = 86400.0;
constexpr std::array kSteps = {1.0,      2.0,         5.0,         10.0,         15.0,         30.0,
                               kMinute,  2 * kMinute, 5 * kMinute, 10 * kMinute, 15 * kMinute, 30 * kMinute,
                               kHour,    2 * kHour,   3 * kHour,   6 * kHour,    12 * kHour,   kDay,
                               2 * kDay, 7 * kDay,    14 * kDay,   30 * kDay,    90 * kDay,    365 * kDay};
constexpr double kRoundParts = 12.0;  // an axis grows by about this share of its length

// Clocks are read in local time: round there, not in seconds since 1970.
double zoneOffset(double seconds) {
  return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(std::floor(seconds))).offsetFromUtc();
}

QDateTime dateOf(double seconds) {
  return QDateTime::fromSecsSinceEpoch(std::llround(seconds));
}

QString labelFor(double seconds, double step) {
  const QDateTime at = dateOf(seconds);
  if (step >= kDay) return QLocale::c().toString(at.date(), QStringLiteral("d MMM"));
  return at.toString(step < kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

Ticks ticksOf(double lo, double hi, double step) {
  Ticks ticks;
  const double offset = zoneOffset(lo);
  double at = std::ceil((lo + offset) / step - 1e-9) * step - offset;
  for (; at <= hi + 1e-9 * step; at += step) {
    ticks.major.push_back(at);
    ticks.labels.push_back(labelFor(at, step));
    // the first tick of a new day says which one, where clocks alone would go round
    if (step < kDay && hi - lo > kDay && dateOf(at).time() == QTime(0, 0)) ticks.labels.back() = labelFor(at, kDay);
  }
  return ticks;
}

}  // namespace

Ticks timeTicks(double lo, double hi, const TickRoom& room) {
  constexpr double kMostSeconds = 1e11;  // beyond it there are no dates
  if (!(hi > lo) || !(std::abs(lo) < kMostSeconds) || !(std::abs(hi) < kMostSeconds)) return {};
  const auto most = static_cast<std::size_t>(std::max(2, room.most));
  for (const double step : kSteps) {
    if ((hi - lo) / step > 100.0) continue;
    Ticks ticks = ticksOf(lo, hi, step);
    if (ticks.major.size() <= most && labelsAreClear(ticks, lo, hi, room)) return ticks;
  }
  return ticksOf(lo, hi, std::max(kSteps.back(), (hi - lo) / 2.0));
}

TimeRange roundTimes(double lo, double hi) {
  const double length = std::max(1.0, hi - lo);
  double step = kSteps.front();
  for (const double candidate : kSteps) {
    if (candidate > length / kRoundParts) break;
    step = candidate;
  }
  const double offset = zoneOffset(lo);
  return {std::floor((lo + offset) / step + 1e-9) * step - offset,
          std::ceil((hi + offset) / step - 1e-9) * step - offset};
}

QString clockText(double seconds, double span) {
  if (!std::isfinite(seconds)) return {};
  const QDateTime at = dateOf(std::floor(seconds));  // as a clock shows it: a second that is not over is not rounded up
  if (span > kDay) return QLocale::c().toString(at, QStringLiteral("d MMM HH:mm"));
  return at.toString(span < 10 * kMinute ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
}

}  // namespace touchstone::ui
