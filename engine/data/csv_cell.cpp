#include "engine/data/csv_cell.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace touchstone::data {

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool isMissingWord(std::string_view text) {
  constexpr std::string_view kWords[] = {"na", "nan", "null", "n/a", "none", "#n/a", "-nan", "<na>"};
  if (text.size() > 4) {
    return false;
  }
  const std::string lower = lowerCase(text);
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords);
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// from_chars says "out of range" for 1e999 and for 1e-999 alike; only the second is a number, 0.
bool isTiny(std::string_view text) {
  const std::size_t exponent = text.find_first_of("eE");
  if (exponent != std::string_view::npos) {
    return exponent + 1 < text.size() && text[exponent + 1] == '-';
  }
  return text.starts_with("0.") || text.starts_with("-0.") || text.starts_with(".") || text.starts_with("-.");
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

std::string lowerCase(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

CellKind parseCell(std::string_view cell, double& value) {
  std::string_view text = trimmed(cell);
  if (text.empty() || isMissingWord(text)) {
    value = kNan;
    return CellKind::kMissing;
  }
  if (text.front() == '+' && text.size() > 1 && text[1] != '-') {
    text.remove_prefix(1);
  }
  double number = 0.0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size() || code == std::errc::invalid_argument) {
    return CellKind::kText;
  }
  if (code == std::errc::result_out_of_range) {
    if (!isTiny(text)) {
      return CellKind::kText;
    }
    number = 0.0;
  }
  if (!std::isfinite(number)) {
    return CellKind::kText;
  }
  value = number;
  return CellKind::kNumber;
}

std::string whyNoNumber(std::string_view cell) {
  const std::string_view text = trimmed(cell);
  const auto count = [&text](char c) { return std::count(text.begin(), text.end(), c); };
  const bool isNumeric = !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return isDigit(c) || c == ',' || c == '.' || c == '-' || c == '+';
  });
  if (isNumeric && count(',') == 1 && count('.') == 0) {
    return "has a decimal comma. Write numbers with a point, as in 12.5";
  }
  if (isNumeric && count(',') >= 1) {
    return "groups its digits. Write numbers without separators, as in 1234.5";
  }
  const std::string lower = lowerCase(text);
  double ignored = 0.0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), ignored);
  const bool isRead = end == text.data() + text.size() && code != std::errc::invalid_argument;
  if (isRead || lower == "+inf") {
    return "is not a finite number. Write NA for a missing value";
  }
  return "is not a number";
}

}  // namespace touchstone::data
