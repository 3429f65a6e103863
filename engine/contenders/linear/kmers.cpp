#include "engine/contenders/linear/kmers.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <limits>

namespace touchstone::contenders {

namespace {

constexpr std::uint8_t kNoBase = 4;

// 0 to 3 for A, C, G, T; kNoBase for everything else.
constexpr std::array<std::uint8_t, 16> kBaseOf = {kNoBase, 0,       1,       kNoBase, 2,       kNoBase,
                                                  kNoBase, kNoBase, 3,       kNoBase, kNoBase, kNoBase,
                                                  kNoBase, kNoBase, kNoBase, kNoBase};

std::uint32_t reverseComplement(int k, std::uint32_t code) {
  std::uint32_t turned = 0;
  for (int i = 0; i < k; ++i) {
    turned = turned << 2 | (3 - (code & 3));
    code >>= 2;
  }
  return turned;
}

std::string letters(int k, std::uint32_t code) {
  std::string text(static_cast<std::size_t>(k), 'A');
  for (auto letter = text.rbegin(); letter != text.rend(); ++letter) {
    *letter = "ACGT"[code & 3];
    code >>= 2;
  }
  return text;
}

std::uint32_t codesOf(int k) {
  return std::uint32_t{1} << (2 * k);
}

}  // namespace

KmerTable::KmerTable(int shortest, int longest, bool joinsStrands)
    : m_shortest(shortest), m_longest(longest), m_offsets(static_cast<std::size_t>(longest) + 1, 0) {
  assert(1 <= shortest && shortest <= longest && longest <= kLongestKmer);
  for (int k = shortest; k <= longest; ++k) {
    m_offsets[static_cast<std::size_t>(k)] = m_columnOf.size();
    for (std::uint32_t code = 0; code < codesOf(k); ++code) {
      const std::uint32_t turned = joinsStrands ? reverseComplement(k, code) : code;
      m_columnOf.push_back(turned < code ? static_cast<std::uint32_t>(column(k, turned))
                                         : static_cast<std::uint32_t>(m_columns++));
    }
  }
}

std::string KmerTable::name(std::size_t column) const {
  std::string text;
  for (int k = m_shortest; k <= m_longest; ++k) {
    for (std::uint32_t code = 0; code < codesOf(k); ++code) {
      if (this->column(k, code) == column) {
        text += (text.empty() ? "" : "/") + letters(k, code);
      }
    }
  }
  return text;
}

void KmerCounter::count(std::span<const std::uint8_t> symbols) {
  for (const std::uint32_t column : m_touched) {
    m_counts[column] = 0;
  }
  m_touched.clear();
  const int shortest = m_table.shortest(), longest = m_table.longest();
  std::uint32_t code = 0;
  int run = 0;  // plain bases up to here
  for (const std::uint8_t symbol : symbols) {
    const std::uint8_t base = symbol < kBaseOf.size() ? kBaseOf[symbol] : kNoBase;
    run = base == kNoBase ? 0 : std::min(run + 1, longest);
    code = code << 2 | (base & 3U);
    for (int k = shortest; k <= run; ++k) {
      const std::size_t column = m_table.column(k, code & (codesOf(k) - 1));
      if (m_counts[column]++ == 0) {
        m_touched.push_back(static_cast<std::uint32_t>(column));
      }
    }
  }
}

}  // namespace touchstone::contenders
