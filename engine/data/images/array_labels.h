// The labels of arrays of images: where they are, and targets from those of all parts.
// Thread: an object belongs to one thread. Blocking: reads the label arrays. Errors: kBadInput with the file.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/data/images/array_file.h"
#include "engine/data/images/array_stack.h"
#include "engine/data/images/class_targets.h"

namespace touchstone::data {

struct LabelPlace {
  std::filesystem::path file;  // empty: that of the images
  std::size_t array = 0;
};

// given: the option label: an array of the file, or another file; empty: usual names, and beside "x_train.npy" "y_train.npy".
Result<LabelPlace> findLabels(std::span<const ArrayInfo> arrays, std::size_t images, const ArraySource& source,
                              const std::string& given, const std::filesystem::path& folder);

class ArrayLabels {
 public:
  ArrayLabels(std::span<const double> ignored, std::span<const std::string> classNames)
      : m_classNames(classNames), m_masks(ignored, classNames) {}

  Result<void> add(ArrayFile& file, std::size_t array, const ArrayInfo& images, const std::filesystem::path& path);
  Result<Targets> finish(const InputShape& shape);

 private:
  enum class Kind { kNone, kTexts, kNumbers, kMasks };

  Result<void> addMasks(ArrayFile& file, std::size_t array);

  std::span<const std::string> m_classNames;
  Kind m_kind = Kind::kNone;
  std::size_t m_width = 1;  // columns of numbers
  std::vector<std::string> m_texts;
  std::vector<double> m_numbers;
  std::vector<std::uint8_t> m_maskPixels;
  MaskValues m_masks;
  std::filesystem::path m_path;
};

}  // namespace touchstone::data
