// The clock of a table: its step and where it stumbles (engine/data/date_time.h).
#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/base/text.h"
#include "engine/data/date_time.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::int64_t kDayS = 86400;

constexpr std::pair<CalendarStep, const char*> kUnits[] = {{CalendarStep::kSeconds, "seconds"},
                                                           {CalendarStep::kWeekdays, "weekdays"},
                                                           {CalendarStep::kMonths, "months"},
                                                           {CalendarStep::kQuarters, "quarters"},
                                                           {CalendarStep::kYears, "years"}};

bool isBetween(double value, double low, double high) {
  return value >= low && value <= high;
}

// 0 Monday .. 6 Sunday; 1970-01-01 was a Thursday.
int weekday(std::int64_t timeS) {
  const std::int64_t days = timeS >= 0 ? timeS / kDayS : -((-timeS + kDayS - 1) / kDayS);
  return static_cast<int>(((days + 3) % 7 + 7) % 7);
}

CalendarStep calendarStep(std::span<const std::int64_t> timesS, double medianS) {
  const double days = medianS / static_cast<double>(kDayS);
  if (isBetween(days, 28, 31)) {
    return CalendarStep::kMonths;
  }
  if (isBetween(days, 89, 92)) {
    return CalendarStep::kQuarters;
  }
  if (isBetween(days, 365, 366)) {
    return CalendarStep::kYears;
  }
  const bool isDaily = days == 1.0 && timesS.size() >= 10;
  const bool hasNoWeekend =
      isDaily && std::all_of(timesS.begin(), timesS.end(), [](std::int64_t t) { return weekday(t) < 5; });
  return hasNoWeekend ? CalendarStep::kWeekdays : CalendarStep::kSeconds;
}

// Steps left out between two times.
std::size_t stepsLeftOut(std::int64_t from, std::int64_t to, double stepS, CalendarStep step) {
  const auto difference = static_cast<double>(to - from);
  if (step == CalendarStep::kWeekdays) {
    std::size_t left = 0;
    // A gap of years in daily data needs no exact count.
    const std::int64_t last = std::min(to, from + 4000 * kDayS);
    for (std::int64_t t = from + kDayS; t < last; t += kDayS) {
      left += weekday(t) < 5 ? 1U : 0U;
    }
    return left;
  }
  // Months are 28 to 31 days long: the mean length, and half a step of tolerance.
  constexpr double kMonthS = 30.436875 * static_cast<double>(kDayS);
  const double length = step == CalendarStep::kMonths ? kMonthS : step == CalendarStep::kQuarters ? 3 * kMonthS : stepS;
  return difference > 1.5 * length ? static_cast<std::size_t>(std::llround(difference / length)) - 1 : 0;
}

void noteFirst(std::size_t& count, std::size_t& first, std::size_t row) {
  if (count++ == 0) {
    first = row;
  }
}

}  // namespace

Clock readClock(std::span<const std::int64_t> timesS) {
  Clock clock;
  std::vector<std::int64_t> steps;
  for (std::size_t i = 1; i < timesS.size(); ++i) {
    const std::int64_t step = timesS[i] - timesS[i - 1];
    if (step > 0) {
      steps.push_back(step);
    } else if (step == 0) {
      noteFirst(clock.duplicates, clock.firstDuplicate, i);
    } else {
      noteFirst(clock.backward, clock.firstBackward, i);
    }
  }
  if (steps.empty()) {
    return clock;
  }
  const auto middle = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() / 2);
  std::nth_element(steps.begin(), middle, steps.end());
  clock.stepS = static_cast<double>(*middle);
  clock.step = calendarStep(timesS, clock.stepS);
  for (std::size_t i = 1; i < timesS.size(); ++i) {
    if (timesS[i] <= timesS[i - 1]) {
      continue;
    }
    if (const std::size_t left = stepsLeftOut(timesS[i - 1], timesS[i], clock.stepS, clock.step); left > 0) {
      noteFirst(clock.gaps, clock.firstGap, i - 1);
      clock.missingSteps += left;
    }
  }
  return clock;
}

std::vector<std::string> clockStumbles(const Clock& clock, std::span<const std::int64_t> timesS) {
  std::vector<std::string> sentences;
  const auto add = [&](std::size_t count, std::size_t first, const std::string& what) {
    if (count > 0) {
      sentences.push_back(what + ", first at " + dateText(timesS[first]) + ".");
    }
  };
  add(clock.gaps, clock.firstGap,
      "Gaps in the clock: " + std::to_string(clock.gaps) + " (" + counted(clock.missingSteps, "step") + " of " +
          stepText(clock) + " left out)");
  add(clock.duplicates, clock.firstDuplicate,
      "Time stamps equal to the one before: " + std::to_string(clock.duplicates));
  add(clock.backward, clock.firstBackward, "Steps backwards in time: " + std::to_string(clock.backward));
  return sentences;
}

const char* stepUnit(const Clock& clock) {
  for (const auto& [step, word] : kUnits) {
    if (clock.isKnown() && step == clock.step) {
      return word;
    }
  }
  return "";
}

Clock clockOf(double stepS, std::string_view unit) {
  Clock clock;
  clock.stepS = stepS;
  for (const auto& [step, word] : kUnits) {
    clock.step = unit == word ? step : clock.step;
  }
  return clock;
}

std::string stepText(const Clock& clock) {
  if (!clock.isKnown()) {
    return "unknown";
  }
  switch (clock.step) {
  case CalendarStep::kWeekdays:
    return "1 day, no weekends";
  case CalendarStep::kMonths:
    return "1 month";
  case CalendarStep::kQuarters:
    return "1 quarter";
  case CalendarStep::kYears:
    return "1 year";
  case CalendarStep::kSeconds:
    break;
  }
  struct Unit {
    double seconds;
    const char* name;
  };
  for (const Unit& unit : {Unit{604800, "week"}, Unit{86400, "day"}, Unit{3600, "hour"}, Unit{60, "minute"}}) {
    const double count = clock.stepS / unit.seconds;
    if (count >= 1.0 && count == std::floor(count)) {
      return base::numberText(count) + " " + unit.name + (count == 1.0 ? "" : "s");
    }
  }
  return base::numberText(clock.stepS) + (clock.stepS == 1.0 ? " second" : " seconds");
}

double stepsPerDay(const Clock& clock) {
  return clock.isKnown() ? static_cast<double>(kDayS) / clock.stepS : 0.0;
}

std::vector<int> calendarSeasons(const Clock& clock) {
  switch (clock.step) {
  case CalendarStep::kWeekdays:
    return {5};
  case CalendarStep::kMonths:
    return {12};
  case CalendarStep::kQuarters:
    return {4};
  case CalendarStep::kYears:
    return {};
  case CalendarStep::kSeconds:
    break;
  }
  std::vector<int> seasons;
  // A minute, an hour, a day, a week, a year: what divides into whole steps and is neither trivial nor endless.
  for (const double length : {60.0, 3600.0, 86400.0, 604800.0, 31536000.0}) {
    const double steps = clock.isKnown() ? length / clock.stepS : 0.0;
    const bool isYearOfWeeks = length == 31536000.0 && clock.stepS == 604800.0;
    if (isYearOfWeeks || (steps >= 2.0 && steps <= 3000.0 && steps == std::floor(steps))) {
      seasons.push_back(static_cast<int>(std::floor(steps)));
    }
  }
  return seasons;
}

}  // namespace touchstone::data
