#include "engine/data/date_time.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "engine/data/csv_cell.h"

namespace touchstone::data {

namespace {

constexpr std::int64_t kDayS = 86400;

// Reads numbers and signs from the front of a text.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : m_text(text) {}

  bool isDone() const { return m_text.empty(); }
  bool take(char c) {
    if (m_text.empty() || m_text.front() != c) {
      return false;
    }
    m_text.remove_prefix(1);
    return true;
  }
  bool takeOneOf(std::string_view signs, char& found) {
    if (m_text.empty() || signs.find(m_text.front()) == std::string_view::npos) {
      return false;
    }
    found = m_text.front();
    m_text.remove_prefix(1);
    return true;
  }
  // A whole number of `fewest` to `most` digits, within bounds.
  bool number(std::size_t fewest, std::size_t most, std::int64_t low, std::int64_t high, std::int64_t& value) {
    std::size_t digits = 0;
    value = 0;
    while (digits < m_text.size() && digits < most && m_text[digits] >= '0' && m_text[digits] <= '9') {
      value = value * 10 + (m_text[digits] - '0');
      ++digits;
    }
    m_text.remove_prefix(digits);
    return digits >= fewest && value >= low && value <= high;
  }
  void skipDigits() {
    while (!m_text.empty() && m_text.front() >= '0' && m_text.front() <= '9') {
      m_text.remove_prefix(1);
    }
  }

 private:
  std::string_view m_text;
};

unsigned daysInMonth(std::int64_t year, std::int64_t month) {
  constexpr std::array<unsigned, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[static_cast<std::size_t>(month - 1)] + (month == 2 && isLeap ? 1U : 0U);
}

// "", " 00:10", "T00:10:00.5Z", " 1:00:00+02:00"
bool readTimeOfDay(Scanner& in, std::int64_t& seconds) {
  seconds = 0;
  char sign = 0;
  if (in.isDone()) {
    return true;
  }
  std::int64_t hour = 0, minute = 0, second = 0;
  if (!in.takeOneOf(" T", sign) || !in.number(1, 2, 0, 24, hour) || !in.take(':') || !in.number(2, 2, 0, 59, minute)) {
    return false;
  }
  if (in.take(':')) {
    if (!in.number(2, 2, 0, 60, second)) {
      return false;
    }
    if (in.take('.')) {
      in.skipDigits();
    }
  }
  seconds = hour * 3600 + minute * 60 + second;
  if (hour == 24 && seconds != kDayS) {
    return false;
  }
  if (in.take('Z')) {
    return in.isDone();
  }
  if (in.takeOneOf("+-", sign)) {
    std::int64_t hours = 0, minutes = 0;
    if (!in.number(2, 2, 0, 14, hours)) {
      return false;
    }
    in.take(':');
    if (!in.isDone() && !in.number(2, 2, 0, 59, minutes)) {
      return false;
    }
    seconds -= (sign == '+' ? 1 : -1) * (hours * 3600 + minutes * 60);
  }
  return in.isDone();
}

std::optional<std::int64_t> toSeconds(std::int64_t year, std::int64_t month, std::int64_t day,
                                      std::int64_t secondOfDay) {
  if (day > daysInMonth(year, month)) {
    return std::nullopt;
  }
  return daysFromCivil(year, static_cast<unsigned>(month), static_cast<unsigned>(day)) * kDayS + secondOfDay;
}

std::optional<std::int64_t> parseYearFirst(std::string_view text, bool withDay) {
  Scanner in(text);
  std::int64_t year = 0, month = 0, day = 1, secondOfDay = 0;
  char sign = 0;
  if (!in.number(4, 4, 1, 9999, year) || !in.takeOneOf("-/", sign) || !in.number(1, 2, 1, 12, month)) {
    return std::nullopt;
  }
  if (withDay && (!in.take(sign) || !in.number(1, 2, 1, 31, day) || !readTimeOfDay(in, secondOfDay))) {
    return std::nullopt;
  }
  return in.isDone() ? toSeconds(year, month, day, secondOfDay) : std::nullopt;
}

std::optional<std::int64_t> parseDayFirst(std::string_view text) {
  Scanner in(text);
  std::int64_t year = 0, month = 0, day = 1, secondOfDay = 0;
  if (!in.number(1, 2, 1, 31, day) || !in.take('.') || !in.number(1, 2, 1, 12, month) || !in.take('.') ||
      !in.number(4, 4, 1, 9999, year) || !readTimeOfDay(in, secondOfDay)) {
    return std::nullopt;
  }
  return toSeconds(year, month, day, secondOfDay);
}

std::optional<std::int64_t> parseWhole(std::string_view text, std::int64_t low, std::int64_t high) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool isRead = code == std::errc() && end == text.data() + text.size();
  return isRead && value >= low && value <= high ? std::optional<std::int64_t>(value) : std::nullopt;
}

}  // namespace

// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant's algorithm).
std::int64_t daysFromCivil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto yearOfEra = static_cast<unsigned>(year - era * 400);
  const unsigned dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  return era * 146097 + static_cast<std::int64_t>(dayOfEra) - 719468;
}

std::string dateText(std::int64_t timeS) {
  const std::int64_t days = timeS >= 0 ? timeS / kDayS : -((-timeS + kDayS - 1) / kDayS);
  const std::int64_t secondOfDay = timeS - days * kDayS;
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const auto dayOfEra = static_cast<unsigned>(shifted - era * 146097);
  const unsigned yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const unsigned dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const unsigned monthIndex = (5 * dayOfYear + 2) / 153;
  const unsigned day = dayOfYear - (153 * monthIndex + 2) / 5 + 1;
  const unsigned month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9;
  const std::int64_t year = static_cast<std::int64_t>(yearOfEra) + era * 400 + (month <= 2 ? 1 : 0);
  const auto padded = [](std::int64_t value, std::size_t width) {
    const std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + " " + padded(secondOfDay / 3600, 2) + ":" +
         padded(secondOfDay / 60 % 60, 2) + ":" + padded(secondOfDay % 60, 2);
}

std::optional<std::int64_t> parseDate(std::string_view cell, DateForm form) {
  const std::string_view text = trimmed(cell);
  switch (form) {
  case DateForm::kYearFirst:
    return parseYearFirst(text, true);
  case DateForm::kYearMonth:
    return parseYearFirst(text, false);
  case DateForm::kDayFirst:
    return parseDayFirst(text);
  case DateForm::kYear:
    if (const auto year = parseWhole(text, 1000, 2999)) {
      return daysFromCivil(*year, 1, 1) * kDayS;
    }
    return std::nullopt;
  case DateForm::kUnixSeconds:
    return parseWhole(text, 100'000'000, 9'999'999'999);
  case DateForm::kUnixMillis:
    if (const auto millis = parseWhole(text, 100'000'000'000, 9'999'999'999'999)) {
      return *millis / 1000;
    }
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<DateForm> findDateForm(std::string_view text) {
  for (const DateForm form : {DateForm::kYearFirst, DateForm::kYearMonth, DateForm::kDayFirst}) {
    if (parseDate(text, form)) {
      return form;
    }
  }
  return std::nullopt;
}

std::optional<DateForm> findNamedDateForm(std::string_view text) {
  if (const auto form = findDateForm(text)) {
    return form;
  }
  for (const DateForm form : {DateForm::kYear, DateForm::kUnixSeconds, DateForm::kUnixMillis}) {
    if (parseDate(text, form)) {
      return form;
    }
  }
  return std::nullopt;
}

const char* formExample(DateForm form) {
  switch (form) {
  case DateForm::kYearFirst:
    return "2016-07-01 00:00:00";
  case DateForm::kYearMonth:
    return "2016-07";
  case DateForm::kDayFirst:
    return "01.07.2016 00:00:00";
  case DateForm::kYear:
    return "2016";
  case DateForm::kUnixSeconds:
    return "1467331200";
  case DateForm::kUnixMillis:
    return "1467331200000";
  }
  return "";
}

bool isDateName(std::string_view name) {
  constexpr std::string_view kNames[] = {"date", "time", "datetime", "timestamp", "ds",   "year",      "month",
                                         "week", "day",  "period",   "quarter",   "hour", "date time", "date_time"};
  const std::string lower = lowerCase(trimmed(name));
  if (std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames)) {
    return true;
  }
  return std::any_of(kNames, kNames + 4, [&lower](std::string_view ending) {
    if (lower.size() <= ending.size() || !lower.ends_with(ending)) {
      return false;
    }
    const char before = lower[lower.size() - ending.size() - 1];
    return before == ' ' || before == '.' || before == '_';
  });
}

}  // namespace touchstone::data
