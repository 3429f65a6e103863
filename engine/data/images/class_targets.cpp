#include "engine/data/images/class_targets.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

// Numbers by value, before texts by their bytes.
bool isBefore(const std::string& a, const std::string& b) {
  double x = 0.0, y = 0.0;
  const bool aIsNumber = parseCell(a, x) == CellKind::kNumber, bIsNumber = parseCell(b, y) == CellKind::kNumber;
  if (aIsNumber != bIsNumber) {
    return aIsNumber;
  }
  return aIsNumber && x != y ? x < y : a < b;
}

std::vector<std::string> sortedClasses(const std::set<std::string>& names) {
  std::vector<std::string> classes(names.begin(), names.end());
  std::sort(classes.begin(), classes.end(), isBefore);
  return classes;
}

std::map<std::string, std::int32_t> indicesOf(const std::vector<std::string>& classes) {
  std::map<std::string, std::int32_t> indices;
  for (const std::string& name : classes) {
    indices.emplace(name, static_cast<std::int32_t>(indices.size()));
  }
  return indices;
}

Result<std::string> nameOf(double number, std::span<const std::string> classNames) {
  if (!std::isfinite(number) || number != std::floor(number)) {
    return Error{ErrorCode::kBadInput, "The label " + base::numberText(number) + " is no whole number.", {}};
  }
  if (classNames.empty()) {
    return base::numberText(number);
  }
  if (number < 0.0 || number >= static_cast<double>(classNames.size())) {
    return Error{ErrorCode::kBadInput,
                 "The label " + base::numberText(number) + " has no name: class_names lists " +
                     std::to_string(classNames.size()) + ", for 0 to " + std::to_string(classNames.size() - 1) + ".",
                 {}};
  }
  return classNames[static_cast<std::size_t>(number)];
}

Result<Targets> targetsOfColumn(std::span<const double> numbers, std::span<const std::string> classNames) {
  std::vector<std::string> names;
  for (const double number : numbers) {
    auto name = nameOf(number, classNames);
    if (!name) {
      return name.error();
    }
    names.push_back(std::move(*name));
  }
  Targets targets = targetsOfNames(names);
  if (classNames.empty()) {
    return targets;
  }
  // In the order of class_names, with the classes that no label has.
  const std::map<std::string, std::int32_t> indices = indicesOf({classNames.begin(), classNames.end()});
  targets.classes.assign(classNames.begin(), classNames.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    targets.labels[i] = indices.at(names[i]);
  }
  return targets;
}

}  // namespace

Targets targetsOfNames(std::span<const std::string> names) {
  Targets targets;
  targets.classes = sortedClasses({names.begin(), names.end()});
  const auto indices = indicesOf(targets.classes);
  for (const std::string& name : names) {
    targets.labels.push_back(indices.at(name));
  }
  return targets;
}

Result<Targets> targetsOfNames(std::span<const std::string> names, std::span<const std::string> classNames) {
  if (classNames.empty()) {
    return targetsOfNames(names);
  }
  std::vector<double> numbers;
  for (const std::string& name : names) {
    numbers.push_back(0.0);
    if (parseCell(name, numbers.back()) != CellKind::kNumber) {
      return Error{ErrorCode::kBadInput,
                   "class_names gives names to the classes 0, 1, 2, ..., and there is a class " +
                       quoteForMessage(name) + ". Take class_names out.",
                   {}};
    }
  }
  const std::size_t shape[] = {numbers.size()};
  return targetsOfNumbers(numbers, shape, classNames);
}

Targets targetsOfLists(std::span<const std::vector<std::string>> lists, std::vector<std::string> order) {
  std::set<std::string> all;
  for (const auto& list : lists) {
    all.insert(list.begin(), list.end());
  }
  Targets targets;
  targets.kind = TargetKind::kMultiLabel;
  targets.classes = order.empty() ? sortedClasses(all) : std::move(order);
  const auto indices = indicesOf(targets.classes);
  targets.bits.assign(lists.size() * targets.classes.size(), 0);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (const std::string& name : lists[i]) {
      targets.bits[i * targets.classes.size() + static_cast<std::size_t>(indices.at(name))] = 1;
    }
  }
  return targets;
}

Result<Targets> targetsOfNumbers(std::span<const double> numbers, std::span<const std::size_t> shape,
                                 std::span<const std::string> classNames) {
  const std::size_t width = shape.size() == 2 ? shape[1] : 1;
  if (width <= 1) {
    return targetsOfColumn(numbers, classNames);
  }
  if (!classNames.empty() && classNames.size() != width) {
    return Error{ErrorCode::kBadInput,
                 "The labels have " + std::to_string(width) + " columns, and class_names lists " +
                     std::to_string(classNames.size()) + ". Name each column.",
                 {}};
  }
  Targets targets;
  targets.kind = TargetKind::kMultiLabel;
  for (std::size_t k = 0; k < width; ++k) {
    targets.classes.push_back(classNames.empty() ? std::to_string(k) : classNames[k]);
  }
  bool isOneHot = true;
  for (std::size_t row = 0; row < numbers.size(); row += width) {
    std::size_t ones = 0;
    for (std::size_t k = 0; k < width; ++k) {
      const double number = numbers[row + k];
      if (number != 0.0 && number != 1.0) {
        return Error{ErrorCode::kBadInput,
                     "Labels in several columns must be 0 or 1, and row " + std::to_string(row / width) + " holds " +
                         base::numberText(number) + ".",
                     {}};
      }
      ones += number == 1.0 ? 1U : 0U;
      targets.bits.push_back(number == 1.0 ? 1 : 0);
    }
    isOneHot = isOneHot && ones == 1;
  }
  if (isOneHot) {
    targets.kind = TargetKind::kClass;
    for (std::size_t row = 0; row < targets.bits.size(); row += width) {
      const auto first = targets.bits.begin() + static_cast<std::ptrdiff_t>(row);
      targets.labels.push_back(static_cast<std::int32_t>(std::find(first, targets.bits.end(), 1) - first));
    }
    targets.bits.clear();
  }
  return targets;
}

bool MaskValues::isIgnored(float value) const {
  return !std::isfinite(value) || std::any_of(m_ignored.begin(), m_ignored.end(),
                                              [value](double code) { return static_cast<float>(code) == value; });
}

Result<std::uint8_t> MaskValues::numberOf(float value) {
  const auto place = std::find(m_values.begin(), m_values.end(), value);
  if (place != m_values.end()) {
    return static_cast<std::uint8_t>(place - m_values.begin());
  }
  if (value != std::floor(value)) {
    return Error{ErrorCode::kBadInput,
                 "The mask holds " + base::numberText(static_cast<double>(value)) +
                     ", and classes are whole numbers. Give a mask of classes, not of shares.",
                 {}};
  }
  if (m_values.size() == kIgnoredPixel) {
    return Error{ErrorCode::kBadInput,
                 "The masks hold more than 255 different values. Give masks of classes; is this a photograph?",
                 {}};
  }
  m_values.push_back(value);
  return static_cast<std::uint8_t>(m_values.size() - 1);
}

Result<void> MaskValues::add(std::span<const float> values, std::vector<std::uint8_t>& masks) {
  // Masks are areas of one value: most pixels are as the one before.
  float last = std::numeric_limits<float>::quiet_NaN();
  std::uint8_t number = kIgnoredPixel;
  for (const float value : values) {
    if (!(value == last)) {
      last = value;
      number = kIgnoredPixel;
      if (!isIgnored(value)) {
        const auto found = numberOf(value);
        if (!found) {
          return found.error();
        }
        number = *found;
      }
    }
    masks.push_back(number);
  }
  return {};
}

Result<void> MaskValues::finish(std::vector<std::uint8_t>& masks) {
  if (m_classNames.size() > kIgnoredPixel) {
    return Error{ErrorCode::kBadInput, "Masks have at most 255 classes, and class_names lists more.", {}};
  }
  std::vector<float> sorted = m_values;
  std::sort(sorted.begin(), sorted.end());
  std::array<std::uint8_t, 256> classOf{};
  classOf.fill(kIgnoredPixel);
  for (std::size_t i = 0; i < m_values.size(); ++i) {
    const auto name = nameOf(static_cast<double>(m_values[i]), m_classNames);
    if (!name) {
      return Error{ErrorCode::kBadInput, "Masks: " + name.error().message + " Name it, or list it in ignore.", {}};
    }
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), m_values[i]) - sorted.begin();
    classOf[i] = m_classNames.empty() ? static_cast<std::uint8_t>(place) : static_cast<std::uint8_t>(m_values[i]);
  }
  m_classes.assign(m_classNames.begin(), m_classNames.end());
  for (const float value : sorted) {
    if (m_classNames.empty()) {
      m_classes.push_back(base::numberText(static_cast<double>(value)));
    }
  }
  for (std::uint8_t& pixel : masks) {
    pixel = classOf[pixel];
  }
  return {};
}

}  // namespace touchstone::data
