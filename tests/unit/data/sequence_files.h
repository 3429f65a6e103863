// Sequences for the tests of their readers.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/api/spec.h"
#include "engine/data/examples/example_set.h"
#include "engine/data/sequences/sequence_alphabet.h"
#include "unit/data/test_files.h"

namespace touchstone::data {

inline TaskSpec genomicsTask(const std::string& data, Options options = {}, const std::string& split = "80/10/10") {
  TaskSpec spec;
  spec.name = "test";
  spec.modality = Modality::kGenomics;
  spec.data = data;
  spec.split = split;
  spec.options = std::move(options);
  return spec;
}

inline TaskSpec genomicsPair(const std::string& train, const std::string& test, Options options = {}) {
  TaskSpec spec = genomicsTask({}, std::move(options), {});
  spec.train = train;
  spec.test = test;
  return spec;
}

// Letters drawn by a little generator of its own, so that the tests do not use what they test.
inline std::string randomLetters(unsigned& state, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    state = state * 1664525U + 1013904223U;
    text += "ACGT"[state >> 30];
  }
  return text;
}

// The letters of an item without padding.
inline std::string itemText(const ExampleSet& set, std::size_t item) {
  std::string text;
  for (const std::uint8_t code : set.inputs->symbols(item)) {
    text += SequenceAlphabet::letter(code);
  }
  return text;
}

inline std::string labelOf(const ExampleSet& set, std::size_t item) {
  return set.targets.classes[static_cast<std::size_t>(set.targets.labels[item])];
}

inline bool hasNote(const std::vector<std::string>& notes, const std::string& text) {
  for (const std::string& note : notes) {
    if (note.find(text) != std::string::npos) {
      return true;
    }
  }
  return false;
}

inline std::string joinedNotes(const std::vector<std::string>& notes) {
  std::string all;
  for (const std::string& note : notes) {
    all += note + "\n";
  }
  return all;
}

}  // namespace touchstone::data

#define VERIFY_NOTE(notes, text)                                                                                       \
  QVERIFY2(touchstone::data::hasNote(notes, text), touchstone::data::joinedNotes(notes).c_str())
