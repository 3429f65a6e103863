// A file that is read at any place.
// Thread: an object belongs to one thread. Blocking: disk reads. Errors: kNotFound, kBadInput (cut short) with the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "engine/api/result.h"

namespace touchstone::data {

class RandomFile {
 public:
  static Result<RandomFile> open(const std::filesystem::path& path);
  RandomFile(RandomFile&& other) noexcept;
  RandomFile& operator=(RandomFile&&) = delete;
  ~RandomFile();

  std::uint64_t size() const { return m_size; }
  const std::filesystem::path& path() const { return m_path; }
  // All of out, or an error.
  Result<void> read(std::uint64_t place, std::span<std::byte> out) const;
  Error error(std::string message) const { return {ErrorCode::kBadInput, std::move(message), m_path.string()}; }

 private:
  RandomFile() = default;

  std::filesystem::path m_path;
  int m_descriptor = -1;
  std::uint64_t m_size = 0;
};

}  // namespace touchstone::data
