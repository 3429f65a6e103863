// Text made safe for the formats of files: names of tasks and contenders may hold anything a user types.
// Thread: pure functions.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace touchstone::report {

std::string csvField(std::string_view text);  // RFC 4180: quoted where it holds a comma, quote or line break
std::string csvLine(const std::vector<std::string>& fields);  // escaped, ends with "\n"
std::string markdownCell(std::string_view text);              // on one line, with | * _ ` \ < [ ] escaped
std::string latexText(std::string_view text);                 // on one line, with the ten special characters escaped
std::string oneLine(std::string_view text);                   // control characters and line breaks become one space
std::string elided(std::string_view text, std::size_t most);  // oneLine, at most that many characters, "…" at the end
std::size_t widthOf(std::string_view utf8);                   // characters, not bytes
// One string of all parts. (`"x" + std::string` trips a false warning of GCC 12, bug 105651.)
std::string joined(std::initializer_list<std::string_view> parts);

// Aligned plain text. Columns are as wide as their widest cell; numbers stand right.
class TextTable {
 public:
  enum class Align { kLeft, kRight };

  explicit TextTable(std::vector<Align> columns) : m_columns(std::move(columns)) {}
  void add(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
  void addRule() { m_rows.emplace_back(); }  // a line over the whole width
  std::string text() const;

 private:
  std::vector<Align> m_columns;
  std::vector<std::vector<std::string>> m_rows;  // empty: a rule
};

}  // namespace touchstone::report
