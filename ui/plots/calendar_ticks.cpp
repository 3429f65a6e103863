#include "ui/plots/calendar_ticks.h"

#include <QLocale>
#include <algorithm>
#include <cmath>

#include "ui/plots/numbers.h"

namespace touchstone::ui {

namespace {

constexpr double kDayS = 86400.0;
constexpr std::int64_t kMostYear = 9999;

enum class Grain { kYears, kMonths, kDays, kSeconds };

struct Level {
  Grain grain;
  int every;
};

// From coarse to fine.
constexpr Level kLevels[] = {
    {Grain::kYears, 1000},   {Grain::kYears, 500},     {Grain::kYears, 200},     {Grain::kYears, 100},
    {Grain::kYears, 50},     {Grain::kYears, 20},      {Grain::kYears, 10},      {Grain::kYears, 5},
    {Grain::kYears, 2},      {Grain::kYears, 1},       {Grain::kMonths, 6},      {Grain::kMonths, 3},
    {Grain::kMonths, 1},     {Grain::kDays, 14},       {Grain::kDays, 7},        {Grain::kDays, 2},
    {Grain::kDays, 1},       {Grain::kSeconds, 43200}, {Grain::kSeconds, 21600}, {Grain::kSeconds, 10800},
    {Grain::kSeconds, 3600}, {Grain::kSeconds, 1800},  {Grain::kSeconds, 900},   {Grain::kSeconds, 300},
    {Grain::kSeconds, 60},   {Grain::kSeconds, 30},    {Grain::kSeconds, 10},    {Grain::kSeconds, 5},
    {Grain::kSeconds, 1}};

double lengthS(const Level& level) {
  switch (level.grain) {
  case Grain::kYears:
    return 365.0 * kDayS * level.every;
  case Grain::kMonths:
    return 28.0 * kDayS * level.every;
  case Grain::kDays:
    return kDayS * level.every;
  case Grain::kSeconds:
    break;
  }
  return level.every;
}

// No ticks closer than rows.
double leastStepS(const Calendar& calendar) {
  switch (calendar.unit) {
  case Calendar::Unit::kYears:
    return 365.0 * kDayS;
  case Calendar::Unit::kQuarters:
    return 3.0 * 28.0 * kDayS;
  case Calendar::Unit::kMonths:
    return 28.0 * kDayS;
  case Calendar::Unit::kWeekdays:
    return kDayS;
  default:
    return calendar.stepS;
  }
}

// The first boundary of `level` at or after `timeS`, and the one after a boundary.
double boundary(const Level& level, double timeS, bool isAfter) {
  const auto ceilTo = [&](double value, double step) {
    const double at = std::ceil(value / step - 1e-9) * step;
    return isAfter && at <= value ? at + step : at;
  };
  const auto days = static_cast<std::int64_t>(std::floor(timeS / kDayS));
  const CivilDate date = civilOf(days);
  if (level.grain == Grain::kYears || level.grain == Grain::kMonths) {
    const std::int64_t size = level.grain == Grain::kYears ? 12LL * level.every : level.every;
    const std::int64_t month = date.year * 12 + date.month - 1;
    const bool isStart = date.day == 1 && timeS <= static_cast<double>(days) * kDayS;
    std::int64_t next = isStart && !isAfter ? month : month + 1;
    next = (next + size - 1) / size * size;
    return static_cast<double>(daysOf({next / 12, static_cast<int>(next % 12) + 1, 1})) * kDayS;
  }
  if (level.grain == Grain::kDays) {
    // weeks begin on Monday
    const double shift = level.every % 7 == 0 ? 3.0 * kDayS : 0.0;
    return ceilTo(timeS + shift, level.every * kDayS) - shift;
  }
  return ceilTo(timeS, level.every);
}

QString labelOf(const Level& level, double timeS) {
  const auto days = static_cast<std::int64_t>(std::floor(timeS / kDayS));
  const auto second = static_cast<int>(timeS - static_cast<double>(days) * kDayS);
  const CivilDate date = civilOf(days);
  const auto two = [](int number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
  switch (level.grain) {
  case Grain::kYears:
    return QString::number(date.year);
  case Grain::kMonths:
    return QStringLiteral("%1-%2").arg(date.year, 4, 10, QLatin1Char('0')).arg(two(date.month));
  case Grain::kSeconds:
    if (second != 0) {
      const QString time = two(second / 3600) + u':' + two(second / 60 % 60);
      return level.every % 60 == 0 ? time : time + u':' + two(second % 60);
    }
    break;
  case Grain::kDays:
    break;
  }
  return QLocale::c().monthName(date.month, QLocale::ShortFormat) + u' ' + QString::number(date.day);
}

bool isRange(double lo, double hi) {
  return std::isfinite(lo) && std::isfinite(hi) && hi > lo;
}

}  // namespace

Ticks calendarTicks(const Calendar& calendar, double lo, double hi, const TickRoom& room) {
  if (!calendar.isKnown() || !isRange(lo, hi)) return wholeTicks(lo, hi, room);
  const double from = calendar.timeOf(lo);
  const double to = calendar.timeOf(hi);
  const double least = static_cast<double>(daysOf({0, 1, 1})) * kDayS;
  const double most = static_cast<double>(daysOf({kMostYear, 1, 1})) * kDayS;
  if (!isRange(from, to) || from < least || to > most) return wholeTicks(lo, hi, room);
  const auto limit = static_cast<std::size_t>(std::max(2, room.most));
  Ticks best;
  for (const Level& level : kLevels) {
    if (lengthS(level) < leastStepS(calendar) * (1.0 - 1e-9)) break;
    if ((to - from) / lengthS(level) > 2.0 * static_cast<double>(limit)) break;
    Ticks ticks;
    for (double at = boundary(level, from, false); at <= to; at = boundary(level, at, true)) {
      const double row = calendar.rowOf(at);
      const bool isSame = !ticks.major.empty() && row <= ticks.major.back();  // a weekend has no row of its own
      if (row < lo || row > hi || isSame) continue;
      ticks.major.push_back(row);
      ticks.labels.push_back(labelOf(level, at));
    }
    if (ticks.major.size() > limit || !labelsAreClear(ticks, lo, hi, room)) {
      if (best.major.size() >= 2) break;
      continue;
    }
    if (ticks.major.size() >= best.major.size()) best = std::move(ticks);
  }
  return best.major.empty() ? wholeTicks(lo, hi, room) : best;
}

Ticks periodTicks(double lo, double hi, int period, const TickRoom& room) {
  if (!isRange(lo, hi) || period < 2) return wholeTicks(lo, hi, room);
  std::vector<int> steps;
  for (const int times : {100, 50, 20, 10, 7, 5, 4, 3, 2, 1}) steps.push_back(period * times);
  for (int parts = 2; parts <= period / 2; ++parts) {
    if (period % parts == 0) steps.push_back(period / parts);
  }
  const auto limit = static_cast<std::size_t>(std::max(2, room.most));
  Ticks best;
  for (const int step : steps) {
    if ((hi - lo) / step > 2.0 * static_cast<double>(limit)) continue;
    Ticks ticks;
    for (double at = std::ceil(lo / step - 1e-9) * step; at <= hi * (1.0 + 1e-12) + 1e-9; at += step) {
      ticks.major.push_back(at);
      ticks.labels.push_back(fixedNumber(at, 0));
    }
    if (ticks.major.size() > limit || !labelsAreClear(ticks, lo, hi, room)) continue;
    if (ticks.major.size() > best.major.size()) best = std::move(ticks);
  }
  if (best.major.size() < 3) return wholeTicks(lo, hi, room);
  // steps and lags count from one
  if (lo > 0.0 && lo <= 1.0 && best.major.front() > 1.0) {
    Ticks first = best;
    first.major.insert(first.major.begin(), 1.0);
    first.labels.insert(first.labels.begin(), QStringLiteral("1"));
    if (labelsAreClear(first, lo, hi, room)) best = std::move(first);
  }
  return best;
}

}  // namespace touchstone::ui
