// A table of enumerators and their words, searched both ways. For states.cpp and words.cpp only.
// Thread: constants. Errors: an enumerator that the table lacks is a programming mistake and reads "?".
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace touchstone {

template <typename Enum, std::size_t N>
using WordTable = std::array<std::pair<Enum, const char*>, N>;

template <typename Enum, std::size_t N>
const char* wordOf(const WordTable<Enum, N>& table, Enum value) {
  for (const auto& [candidate, word] : table) {
    if (candidate == value) {
      return word;
    }
  }
  return "?";
}

template <typename Enum, std::size_t N>
std::optional<Enum> valueOf(const WordTable<Enum, N>& table, std::string_view word) {
  for (const auto& [value, candidate] : table) {
    if (word == candidate) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace touchstone
