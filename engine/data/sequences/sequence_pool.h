// Sequences of all files of a task as they come in: letters one after another, labels as numbers, and what was met on the way.
// Thread: an object belongs to one thread. Blocking: never. Errors: kBadInput where sequences are too long for examples.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/result.h"
#include "engine/data/examples/example_set.h"
#include "engine/data/sequences/sequence_alphabet.h"
#include "engine/data/sequences/sequence_options.h"

namespace touchstone::data {

// What was met, before cropping and padding.
struct SequenceStatistics {
  std::size_t shortest = 0, longest = 0;  // letters
  std::size_t atLongest = 0;              // sequences of that length
  std::size_t cropped = 0, padded = 0;
  std::size_t ambiguous = 0;  // sequences with a letter that is not A, C, G, T or U
  std::array<std::size_t, SequenceAlphabet::kCodes> ambiguities{};  // how often each of these occurs
  std::size_t uracil = 0;                                           // sequences with a U
};

class SequencePool {
 public:
  explicit SequencePool(SequenceOptions options) : m_options(std::move(options)) {}

  // Room for the letters of a file of that many bytes, so that they are not copied as they grow.
  void reserveBytes(std::size_t bytes) { m_codes.reserve(m_codes.size() + bytes); }

  // One item: append its letters to codes(), its labels with addLabel(), then close it.
  std::vector<std::uint8_t>& codes() { return m_codes; }
  std::size_t openStart() const { return m_ends.empty() ? 0 : m_ends.back(); }
  void addLabel(std::string_view label) { m_labels.push_back(labelNumber(label)); }
  void closeItem(std::string name, bool hasUracil);

  // Makes a label known although no item may have it (columns of 0 and 1).
  std::uint32_t labelNumber(std::string_view label);
  void addLabelNumber(std::uint32_t label) { m_labels.push_back(label); }

  std::size_t count() const { return m_ends.size(); }
  const SequenceOptions& options() const { return m_options; }
  const SequenceStatistics& statistics() const { return m_statistics; }

  // Sets inputs, targets, names and keys, and adds notes; the pool is used up.
  Result<void> finish(ExampleSet& set);

 private:
  void crop(std::size_t start);
  Targets makeTargets() const;

  SequenceOptions m_options;
  std::vector<std::uint8_t> m_codes;
  std::vector<std::size_t> m_ends;
  std::vector<std::string> m_names;
  std::vector<std::uint32_t> m_labels;   // of all items, one after another
  std::vector<std::size_t> m_labelEnds;  // [N]
  std::vector<std::string> m_labelNames;
  std::map<std::string, std::uint32_t, std::less<>> m_labelNumbers;
  std::uint32_t m_lastLabel = 0;  // most rows repeat a label
  SequenceStatistics m_statistics;
};

}  // namespace touchstone::data
