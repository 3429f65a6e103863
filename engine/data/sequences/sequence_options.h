// How sequences are read from their files: columns, labels, length, channels.
// Thread: value types, free functions. Errors: kBadInput with the option's name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"

namespace touchstone::data {

enum class Crop { kCentre, kLeft, kRight };  // the part that stays: kLeft the first letters

struct SequenceOptions {
  static constexpr std::size_t kLongest = std::size_t{1} << 20;  // letters of one example

  std::string sequence;             // column; empty: "sequence", or found by its content
  std::string label;                // column; empty: "label", or found by its name
  std::vector<std::string> labels;  // columns of 0 and 1; empty: one label column
  bool isMultiLabel = false;        // labels separated by ; or |
  std::size_t length = 0;           // 0: the longest
  Crop crop = Crop::kCentre;
  int channels = 4;
  std::string labelInHeader;  // a word of headerLabelWords(); empty: the class is the file's
};

std::vector<std::string> cropWords();  // "centre", "left", "right"

// "last word"  >id class        the word after the last space
// "after |"    >id|class        what follows the last |; in the same way "after _", "after :" and "after ="
// "between |"  >id|class|more   what stands between the first | and the second
// "label="     >id label=class  the word after label= or class=
std::vector<std::string> headerLabelWords();

Result<SequenceOptions> sequenceOptions(const TaskSpec& spec);

// The class in a FASTA header (without its >); nothing where the header has no such place or it is empty.
std::optional<std::string_view> headerLabel(std::string_view header, std::string_view rule);

}  // namespace touchstone::data
