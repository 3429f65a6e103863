#include "engine/report/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

namespace touchstone::report {

namespace {

std::string padded(std::int64_t value, std::size_t digits) {
  std::string text = std::to_string(value);
  return text.size() < digits ? std::string(digits - text.size(), '0') + text : text;
}

// Days since 1970 -> civil date. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
std::string civilDate(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t dayOfEra = days - era * 146097;
  const std::int64_t yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146096) / 365;
  const std::int64_t dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
  const std::int64_t shifted = (5 * dayOfYear + 2) / 153;
  const std::int64_t day = dayOfYear - (153 * shifted + 2) / 5 + 1;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  const std::int64_t year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return padded(year, 4) + '-' + padded(month, 2) + '-' + padded(day, 2);
}

std::string isoFrom(std::int64_t milliseconds, bool hasMs) {
  constexpr std::int64_t kDay = 86'400'000;
  const std::int64_t days = milliseconds >= 0 ? milliseconds / kDay : (milliseconds - kDay + 1) / kDay;
  const std::int64_t rest = milliseconds - days * kDay;
  const std::int64_t seconds = rest / 1000;
  std::string text = civilDate(days) + 'T' + padded(seconds / 3600, 2) + ':' + padded(seconds / 60 % 60, 2) + ':' +
                     padded(seconds % 60, 2);
  if (hasMs) text += '.' + padded(rest % 1000, 3);
  return text + 'Z';
}

// Times far outside of civil years are mistakes of a clock, not dates.
bool isTime(double seconds) {
  return std::isfinite(seconds) && std::abs(seconds) < 2.5e11;
}

}  // namespace

std::string exactNumber(double value) {
  if (!std::isfinite(value)) return {};
  std::array<char, 40> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), end};
}

std::string fixedNumber(double value, int decimals) {
  if (std::isnan(value)) return "–";
  if (std::isinf(value)) return value > 0 ? "∞" : "-∞";
  std::array<char, 400> buffer;  // 1e308 has 309 digits before the point
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
  std::string text(buffer.data(), end);
  // "-0.000" is a rounding leftover, no news
  if (text.starts_with('-') && text.find_first_of("123456789") == std::string::npos) text.erase(0, 1);
  return text;
}

int scoreDecimals(double largest) {
  const double size = std::abs(largest);
  if (!std::isfinite(size) || size < 1.0) {
    if (size > 0.0 && size < 0.01) return std::min(9, 2 - static_cast<int>(std::floor(std::log10(size))));
    return 3;
  }
  return std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 3);
}

std::string isoTime(double secondsSince1970) {
  if (!isTime(secondsSince1970)) return {};
  return isoFrom(static_cast<std::int64_t>(std::floor(secondsSince1970)) * 1000, false);
}

std::string isoTimeMs(double secondsSince1970) {
  if (!isTime(secondsSince1970)) return {};
  return isoFrom(static_cast<std::int64_t>(std::floor(secondsSince1970 * 1000.0 + 0.5)), true);
}

std::string duration(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0.0) return "–";
  if (seconds < 10.0) return fixedNumber(seconds, 1) + " s";
  const auto whole = static_cast<std::int64_t>(std::llround(std::min(seconds, 1e15)));
  if (whole < 60) return std::to_string(whole) + " s";
  if (whole < 3600) return std::to_string(whole / 60) + " min " + std::to_string(whole % 60) + " s";
  return std::to_string(whole / 3600) + " h " + std::to_string(whole / 60 % 60) + " min";
}

}  // namespace touchstone::report
