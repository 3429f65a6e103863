// Reads and writes .safetensors: 8-byte little-endian header length, JSON header, raw little-endian tensors.
// Every byte of the header is checked before it is believed: lengths, types, shapes, and offsets that must tile the
// data without gap or overlap. Damaged or hostile files give an error that says what is wrong, never a crash.
// Values are converted to float32 (from F64, F32, F16, BF16, integers and BOOL).
// Thread: any; reading blocks on the disk. Errors: kNotFound, kBadInput, kDiskFull, kOutOfMemory, kInternal (writing).
// Source: github.com/huggingface/safetensors, README "Format".
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "engine/api/result.h"
#include "engine/nn/host_tensors.h"

namespace touchstone::nn {

struct SafetensorsContent {
  HostTensors tensors;
  std::map<std::string, std::string> metadata;  // "__metadata__" of the header
};

Result<SafetensorsContent> readSafetensors(const std::filesystem::path& path);

// The same from memory; `context` names the place in messages.
Result<SafetensorsContent> parseSafetensors(std::span<const std::byte> bytes, const std::string& context);

// Writes F32 tensors into "PATH.part", flushes it to the disk and renames it over `path`: a reader sees the old file
// or the new one, whatever happens in between.
Result<void> writeSafetensors(const std::filesystem::path& path, const SafetensorsContent& content);

}  // namespace touchstone::nn
