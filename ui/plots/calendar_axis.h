// The calendar behind an axis that counts rows: which time a row has, and which row a time.
// Seconds are a fixed step. Months, quarters and years step from the first row's month on, whatever their length;
// weekdays leave out Saturday and Sunday. Times are seconds since 1970 UTC. Between rows both are interpolated.
// A clock has one step: where the file leaves rows out, dates after the gap come too early.
// Thread: value type, pure functions.
#pragma once

#include <QString>
#include <cstdint>
#include <string_view>

namespace touchstone::ui {

struct Calendar {
  enum class Unit { kNone, kSeconds, kWeekdays, kMonths, kQuarters, kYears };

  Unit unit = Unit::kNone;
  double startS = 0.0;  // of row 0
  double stepS = 0.0;   // for kSeconds

  // From a project's words: "seconds", "weekdays", "months", "quarters", "years"; anything else is no calendar.
  static Calendar of(std::string_view unit, double startS, double stepS);

  bool isKnown() const { return unit != Unit::kNone; }
  double timeOf(double row) const;
  double rowOf(double timeS) const;
  // "2016-07-01 13:00", "2016-07" for months and quarters, "2016" for years; "row 17" without a calendar.
  QString text(double row) const;
  // "every 30 min", "every month"; empty without a calendar.
  QString stepText() const;
  // "72 days", "8.5 years", "3,456 rows".
  QString lengthText(std::int64_t rows) const;
  // "a day", "a week", "2 years" where so many rows are a round length; empty otherwise.
  QString roundLength(std::int64_t rows) const;
};

// Days since 1970-01-01 and back, in the calendar of today.
struct CivilDate {
  std::int64_t year = 1970;
  int month = 1, day = 1;
};
std::int64_t daysOf(const CivilDate& date);
CivilDate civilOf(std::int64_t days);

}  // namespace touchstone::ui
