// Dates as they stand in tables, and the clock that a column of them makes.
// Times are seconds since 1970-01-01 00:00:00 UTC; a date without a zone counts as UTC, one with an offset is converted.
// Thread: free functions and value types. Errors: none; what is no date is no value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace touchstone::data {

// Year first with - or /, day first with points. Day and month first with slashes is ambiguous and not read.
enum class DateForm {
  kYearFirst,    // 2016-07-01[ T]00:00[:00[.0]][Z|+02:00], 1990/1/1 0:00
  kYearMonth,    // 2016-07, 2016/7
  kDayFirst,     // 01.01.2020 00:10:00
  kYear,         // 1990; only where the column is named like a date
  kUnixSeconds,  // 1467331200; only where the column is named like a date
  kUnixMillis    // 1467331200000; likewise
};

// The form of a date that cannot be a plain number; nothing for other text.
std::optional<DateForm> findDateForm(std::string_view text);
// The same for a column whose name says that it holds dates: plain numbers may be years or Unix times.
std::optional<DateForm> findNamedDateForm(std::string_view text);

std::optional<std::int64_t> parseDate(std::string_view text, DateForm form);
const char* formExample(DateForm form);  // "2016-07-01 00:00:00"

// True for date, time, datetime, timestamp, ds, year, month, week, day, period, quarter, hour (any case), and for names
// that end in one of the first four after a space, a point or an underscore.
bool isDateName(std::string_view name);

std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day);
// "2016-07-01 00:00:00"
std::string dateText(std::int64_t timeS);

// Steps of a clock that are no fixed number of seconds.
enum class CalendarStep { kSeconds, kWeekdays, kMonths, kQuarters, kYears };

// What the times of a table say: its step, and where it stumbles.
struct Clock {
  double stepS = 0.0;  // median step; 0: unknown (no date column)
  CalendarStep step = CalendarStep::kSeconds;
  std::size_t gaps = 0;  // places where steps are left out
  std::size_t missingSteps = 0;
  std::size_t duplicates = 0;      // times equal to the one before
  std::size_t backward = 0;        // times before the one before
  std::size_t firstGap = 0;        // row before the first gap
  std::size_t firstDuplicate = 0;  // its second row
  std::size_t firstBackward = 0;

  bool isKnown() const { return stepS > 0.0; }
};
Clock readClock(std::span<const std::int64_t> timesS);
// Gaps, doubled times and steps backwards, one sentence for each kind that there is.
std::vector<std::string> clockStumbles(const Clock& clock, std::span<const std::int64_t> timesS);

// "1 hour", "15 minutes", "1 month"; "unknown".
std::string stepText(const Clock& clock);

// What a clock counts, as in the project file: "seconds", "weekdays", "months", "quarters", "years"; empty: unknown.
const char* stepUnit(const Clock& clock);
// A clock of this step, without stumbles; unknown for a step of 0.
Clock clockOf(double stepS, std::string_view unit);

// Steps in a day; 0 when unknown.
double stepsPerDay(const Clock& clock);
// Seasonal periods that the calendar suggests, shortest first: hourly 24 and 168, monthly 12.
std::vector<int> calendarSeasons(const Clock& clock);

}  // namespace touchstone::data
