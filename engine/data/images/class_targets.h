// Targets from what files say: class names, several classes in a cell, numbers, masks.
// Classes are in the order of their names, numbers in the order of their values, or as class_names lists them.
// Thread: free functions. Errors: kBadInput without a place, which the caller adds.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_set.h"

namespace touchstone::data {

// One class an item.
Targets targetsOfNames(std::span<const std::string> names);
// The same, where the texts may be numbers that class_names names. Errors: a text that it does not name.
Result<Targets> targetsOfNames(std::span<const std::string> names, std::span<const std::string> classNames);

// Any number of classes an item. order: all classes, where their order is known; empty: as found, sorted.
Targets targetsOfLists(std::span<const std::vector<std::string>> lists, std::vector<std::string> order);

// Labels of an array [N], [N, 1], or [N, K] of 0 and 1 (one 1 in each row: a class; else several classes).
Result<Targets> targetsOfNumbers(std::span<const double> numbers, std::span<const std::size_t> shape,
                                 std::span<const std::string> classNames);

// Masks [N, pixels] of any whole numbers, taken piece by piece; NaN, infinity and the ignored values do not count.
class MaskValues {
 public:
  MaskValues(std::span<const double> ignored, std::span<const std::string> classNames)
      : m_ignored(ignored), m_classNames(classNames) {}

  // Appends one number for each value: a provisional one, in the order in which values turned up.
  // Errors: a value that is no whole number, or more than 255 different ones.
  Result<void> add(std::span<const float> values, std::vector<std::uint8_t>& masks);
  // Turns all provisional numbers into classes, 0 to K - 1 or kIgnoredPixel. Errors: a value that class_names does not name.
  Result<void> finish(std::vector<std::uint8_t>& masks);
  const std::vector<std::string>& classes() const { return m_classes; }  // after finish()

 private:
  bool isIgnored(float value) const;
  Result<std::uint8_t> numberOf(float value);

  std::span<const double> m_ignored;
  std::span<const std::string> m_classNames;
  std::vector<float> m_values;  // by provisional number
  std::vector<std::string> m_classes;
};

}  // namespace touchstone::data
