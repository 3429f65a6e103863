// Bytes that stay where they are while somebody uses them: a mapped file, or memory of our own.
// Thread: const, any thread. Blocking: pages of a mapped file are read on first touch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

#include "engine/api/result.h"

namespace touchstone::data {

struct PixelMemory {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> owner;

  bool isEmpty() const { return bytes.empty(); }
};

PixelMemory keepInMemory(std::vector<std::byte> bytes);

// `size` bytes of the file from `offset`, read-only. Errors: kBadInput where the file is shorter, kNotFound.
Result<PixelMemory> mapFile(const std::filesystem::path& file, std::uint64_t offset, std::uint64_t size);

}  // namespace touchstone::data
