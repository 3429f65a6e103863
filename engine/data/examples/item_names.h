// Finds the items that a line of a split file names.
// Thread: const after construction. Errors: kBadInput; the caller knows the place.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/api/result.h"

namespace touchstone::data {

class ItemNames {
 public:
  // Keeps a reference to the names.
  explicit ItemNames(std::span<const std::string> names);

  // The item of that name, else of that short name (the end after the first or the last /, or that without the ending of a
  // file), else of the number from 1, or the items of a range of numbers "1-4435".
  Result<std::vector<std::uint32_t>> find(std::string_view text) const;

 private:
  static constexpr std::uint32_t kSeveral = ~std::uint32_t{0};
  using Index = std::unordered_map<std::string_view, std::uint32_t>;

  static void add(Index& index, std::string_view name, std::uint32_t item);

  const std::span<const std::string> m_names;
  Index m_full, m_short;  // kSeveral: of more than one item
};

}  // namespace touchstone::data
