#include "ui/plots/calendar_axis.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <iterator>

#include "ui/plots/numbers.h"

namespace touchstone::ui {

namespace {

constexpr double kDayS = 86400.0;

QString tr(const char* text) {
  return QCoreApplication::translate("touchstone::calendar", text);
}

int monthsOf(Calendar::Unit unit) {
  switch (unit) {
  case Calendar::Unit::kMonths:
    return 1;
  case Calendar::Unit::kQuarters:
    return 3;
  case Calendar::Unit::kYears:
    return 12;
  default:
    return 0;
  }
}

std::int64_t floorDay(double timeS) {
  return static_cast<std::int64_t>(std::floor(timeS / kDayS));
}

// Months since year 0.
std::int64_t monthNumber(std::int64_t days) {
  const CivilDate date = civilOf(days);
  return date.year * 12 + date.month - 1;
}

double monthStartS(std::int64_t month) {
  const std::int64_t year = month >= 0 ? month / 12 : (month - 11) / 12;
  return static_cast<double>(daysOf({year, static_cast<int>(month - year * 12) + 1, 1})) * kDayS;
}

// Weekdays since Monday, 1969-12-29; a weekend counts as the Monday after it.
double weekdayNumber(double timeS) {
  const std::int64_t fromMonday = floorDay(timeS) + 3;
  const std::int64_t week = fromMonday >= 0 ? fromMonday / 7 : (fromMonday - 6) / 7;
  const std::int64_t day = fromMonday - week * 7;
  if (day >= 5) return static_cast<double>(week * 5 + 5);
  return static_cast<double>(week * 5 + day) + (timeS / kDayS - static_cast<double>(floorDay(timeS)));
}

double weekdayTimeS(double number) {
  const double week = std::floor(number / 5.0);
  return (week * 7.0 + (number - week * 5.0) - 3.0) * kDayS;
}

QString padded(std::int64_t number, int width = 2) {
  return QStringLiteral("%1").arg(number, width, 10, QLatin1Char('0'));
}

}  // namespace

// Years begin in March here, so that the leap day is the last of them; 400 years are 146,097 days.
std::int64_t daysOf(const CivilDate& date) {
  const std::int64_t y = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t yearOfEra = y - era * 400;
  const std::int64_t dayOfYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}

CivilDate civilOf(std::int64_t days) {
  const std::int64_t z = days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const std::int64_t dayOfEra = z - era * 146097;
  const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const std::int64_t m = (5 * dayOfYear + 2) / 153;
  const int month = static_cast<int>(m < 10 ? m + 3 : m - 9);
  return {yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, static_cast<int>(dayOfYear - (153 * m + 2) / 5 + 1)};
}

Calendar Calendar::of(std::string_view unit, double startS, double stepS) {
  constexpr double kMostS = 1e12;  // some 30,000 years: no date
  constexpr std::pair<std::string_view, Unit> kWords[] = {{"seconds", Unit::kSeconds},
                                                          {"weekdays", Unit::kWeekdays},
                                                          {"months", Unit::kMonths},
                                                          {"quarters", Unit::kQuarters},
                                                          {"years", Unit::kYears}};
  const auto* found =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const auto& w) { return w.first == unit; });
  if (found == std::end(kWords) || !(std::abs(startS) < kMostS)) return {};
  if (found->second == Unit::kSeconds && !(stepS > 0.0 && stepS < kMostS)) return {};
  return {found->second, startS, stepS};
}

double Calendar::timeOf(double row) const {
  if (unit == Unit::kSeconds) return startS + row * stepS;
  if (unit == Unit::kWeekdays) return weekdayTimeS(std::floor(weekdayNumber(startS)) + row);
  const int months = monthsOf(unit);
  if (months == 0) return row;
  const double month = static_cast<double>(monthNumber(floorDay(startS))) + row * months;
  const double whole = std::floor(month);
  const double from = monthStartS(static_cast<std::int64_t>(whole));
  return from + (month - whole) * (monthStartS(static_cast<std::int64_t>(whole) + 1) - from);
}

double Calendar::rowOf(double timeS) const {
  if (unit == Unit::kSeconds) return (timeS - startS) / stepS;
  if (unit == Unit::kWeekdays) return weekdayNumber(timeS) - std::floor(weekdayNumber(startS));
  const int months = monthsOf(unit);
  if (months == 0) return timeS;
  const std::int64_t month = monthNumber(floorDay(timeS));
  const double from = monthStartS(month);
  const double share = (timeS - from) / (monthStartS(month + 1) - from);
  return (static_cast<double>(month - monthNumber(floorDay(startS))) + share) / months;
}

QString Calendar::text(double row) const {
  const double whole = std::round(row);
  if (!isKnown()) return tr("row %1").arg(fixedNumber(whole, 0));
  const double timeS = std::floor(timeOf(whole) + 0.5);
  const std::int64_t days = floorDay(timeS);
  const CivilDate date = civilOf(days);
  QString out = padded(date.year, 4);
  if (unit == Unit::kYears) return out;
  out += u'-' + padded(date.month);
  if (unit == Unit::kMonths || unit == Unit::kQuarters) return out;
  out += u'-' + padded(date.day);
  const bool isDaily = unit == Unit::kWeekdays || std::fmod(stepS, kDayS) == 0.0;
  if (isDaily) return out;
  const auto second = static_cast<std::int64_t>(timeS - static_cast<double>(days) * kDayS);
  out += u' ' + padded(second / 3600) + u':' + padded(second / 60 % 60);
  if (std::fmod(stepS, 60.0) != 0.0) out += u':' + padded(second % 60);
  return out;
}

namespace {

struct Span {
  double size;
  const char *one, *many;  // "an hour", "%1 hours"
};
constexpr Span kSpans[] = {{7.0 * kDayS, "a week", "%1 weeks"},
                           {kDayS, "a day", "%1 days"},
                           {3600.0, "an hour", "%1 hours"},
                           {60.0, "a minute", "%1 min"},
                           {1.0, "a second", "%1 s"}};

QString spanText(double seconds) {
  for (const Span& span : kSpans) {
    const double count = seconds / span.size;
    if (count < 1.0 || std::abs(count - std::round(count)) > 1e-6) continue;
    return count < 1.5 ? tr(span.one) : tr(span.many).arg(fixedNumber(std::round(count), 0));
  }
  return tr("%1 s").arg(readableNumber(seconds, 3));
}

QString yearsText(double years) {
  return tr("%1 years").arg(fixedNumber(years, std::abs(years - std::round(years)) < 0.05 ? 0 : 1));
}

}  // namespace

QString Calendar::stepText() const {
  switch (unit) {
  case Unit::kNone:
    return {};
  case Unit::kWeekdays:
    return tr("every weekday");
  case Unit::kMonths:
    return tr("every month");
  case Unit::kQuarters:
    return tr("every quarter");
  case Unit::kYears:
    return tr("every year");
  case Unit::kSeconds:
    break;
  }
  const QString span = spanText(stepS);
  const qsizetype space = span.indexOf(u' ');
  const bool isOne = !span.isEmpty() && !span.front().isDigit();
  return tr("every %1").arg(isOne ? span.mid(space + 1) : span);
}

QString Calendar::lengthText(std::int64_t rows) const {
  const double count = static_cast<double>(rows);
  const auto counted = [](double number, const char* many) { return tr(many).arg(ui::count(number)); };
  switch (unit) {
  case Unit::kNone:
    return rows == 1 ? tr("1 row") : counted(count, "%1 rows");
  case Unit::kWeekdays:
    return rows == 1 ? tr("1 weekday") : counted(count, "%1 weekdays");
  case Unit::kMonths:
    return rows > 48 ? yearsText(count / 12.0) : rows == 1 ? tr("1 month") : counted(count, "%1 months");
  case Unit::kQuarters:
    return rows > 16 ? yearsText(count / 4.0) : rows == 1 ? tr("1 quarter") : counted(count, "%1 quarters");
  case Unit::kYears:
    return rows == 1 ? tr("1 year") : counted(count, "%1 years");
  case Unit::kSeconds:
    break;
  }
  const double seconds = count * stepS;
  if (seconds > 3.0 * 365.25 * kDayS) return yearsText(seconds / (365.25 * kDayS));
  if (seconds >= 2.0 * kDayS) return counted(std::round(seconds / kDayS), "%1 days");
  if (seconds >= 2.0 * 3600.0) return counted(std::round(seconds / 3600.0), "%1 hours");
  if (seconds >= 120.0) return counted(std::round(seconds / 60.0), "%1 min");
  return tr("%1 s").arg(readableNumber(seconds, 3));
}

QString Calendar::roundLength(std::int64_t rows) const {
  if (rows < 1) return {};
  const auto each = [rows](std::int64_t size, const char* one, const char* many) -> QString {
    if (rows % size != 0) return {};
    return rows == size ? tr(one) : tr(many).arg(rows / size);
  };
  switch (unit) {
  case Unit::kNone:
    return {};
  case Unit::kWeekdays:
    return each(5, "a week", "%1 weeks");
  case Unit::kMonths:
    return each(12, "a year", "%1 years");
  case Unit::kQuarters:
    return each(4, "a year", "%1 years");
  case Unit::kYears:
    return {};
  case Unit::kSeconds:
    break;
  }
  const double seconds = static_cast<double>(rows) * stepS;
  const bool isRound = std::fmod(seconds, kDayS) == 0.0 || seconds == kDayS / 2.0 || seconds == 3600.0;
  return isRound ? spanText(seconds) : QString();
}

}  // namespace touchstone::ui
