// Counts of the k-mers (n-grams) of a nucleotide sequence, k from `shortest` to `longest`, overlapping.
// Symbols: 4-bit sets, A 1, C 2, G 4, T 8; a k-mer with any other symbol (N and the other codes, padding) is not counted.
// Columns: shorter k-mers first, those of one length in the order of the alphabet; where both strands are joined, a k-mer
// and its reverse complement share the column of the first of the two. 3 to 6: 5,440 columns, joined 2,772.
// Thread: KmerTable is const, any thread; KmerCounter belongs to one. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace touchstone::contenders {

inline constexpr int kLongestKmer = 8;  // 87,380 columns

class KmerTable {
 public:
  // 1 <= shortest <= longest <= kLongestKmer.
  KmerTable(int shortest, int longest, bool joinsStrands);

  int shortest() const { return m_shortest; }
  int longest() const { return m_longest; }
  std::size_t columns() const { return m_columns; }
  // The column of the k-mer with these two bits a base, first base highest.
  std::size_t column(int k, std::uint32_t code) const {
    return m_columnOf[m_offsets[static_cast<std::size_t>(k)] + code];
  }
  std::string name(std::size_t column) const;  // "ACG", "ACG/CGT"

 private:
  const int m_shortest, m_longest;
  std::vector<std::size_t> m_offsets;  // [longest + 1] where the codes of a length begin
  std::vector<std::uint32_t> m_columnOf;
  std::size_t m_columns = 0;
};

// Counts of one sequence after another, without clearing a whole table for each.
class KmerCounter {
 public:
  explicit KmerCounter(const KmerTable& table) : m_table(table), m_counts(table.columns(), 0) {}

  void count(std::span<const std::uint8_t> symbols);
  std::span<const std::uint32_t> columns() const { return m_touched; }  // that occur, in the order of their first place
  std::uint32_t of(std::size_t column) const { return m_counts[column]; }

 private:
  const KmerTable& m_table;
  std::vector<std::uint32_t> m_counts;
  std::vector<std::uint32_t> m_touched;
};

}  // namespace touchstone::contenders
