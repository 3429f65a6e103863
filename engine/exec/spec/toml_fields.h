// Typed fields of a TOML section; what is wrong with one becomes a problem with line and column, and reading goes on.
// Thread: one reader, one thread. Blocking: checkFile() asks for the existence of a file.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <toml++/toml.h>
#include <utility>
#include <vector>

#include "engine/api/engine.h"

namespace touchstone::exec {

// "a text", "a whole number", "a list", ...: what stands there, for messages.
const char* typeWord(const toml::node& node);

class TomlFields {
 public:
  explicit TomlFields(std::filesystem::path folder) : m_folder(std::move(folder)) {}

  const std::filesystem::path& folder() const { return m_folder; }  // where relative paths start
  std::vector<SpecProblem> takeProblems() { return std::move(m_problems); }

  void problem(toml::source_position where, std::string message) {
    m_problems.push_back({static_cast<int>(where.line), static_cast<int>(where.column), std::move(message)});
  }
  void problem(const toml::node& node, std::string message) { problem(node.source().begin, std::move(message)); }

  void checkKeys(const toml::table& table, const std::string& section, const std::vector<std::string>& known);
  const toml::node* require(const toml::table& table, const char* key, const std::string& section);
  void checkFile(const toml::table& table, const char* key, const std::string& file);

  // These leave `out` and answer false where the key is absent or wrong. Bounds are inclusive.
  bool readText(const toml::table& table, const char* key, std::string& out);
  bool readReal(const toml::table& table, const char* key, double& out, double low);
  template <typename T>
  bool readWhole(const toml::table& table, const char* key, T& out, std::int64_t low, std::int64_t high) {
    const auto number = whole(table, key, low, high);
    if (number) {
      out = static_cast<T>(*number);
    }
    return number.has_value();
  }

 private:
  std::optional<std::int64_t> whole(const toml::table& table, const char* key, std::int64_t low, std::int64_t high);

  std::filesystem::path m_folder;
  std::vector<SpecProblem> m_problems;
};

}  // namespace touchstone::exec
