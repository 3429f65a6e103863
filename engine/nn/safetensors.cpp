#include "engine/nn/safetensors.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace touchstone::nn {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLargestHeader = 100'000'000;  // the limit of the reference implementation

enum class DType { kF64, kF32, kF16, kBf16, kI64, kI32, kI16, kI8, kU8, kBool };

struct DTypeInfo {
  const char* word;
  DType dtype;
  std::size_t bytes;
};

constexpr DTypeInfo kDTypes[] = {
    {"F64", DType::kF64, 8}, {"F32", DType::kF32, 4},   {"F16", DType::kF16, 2}, {"BF16", DType::kBf16, 2},
    {"I64", DType::kI64, 8}, {"I32", DType::kI32, 4},   {"I16", DType::kI16, 2}, {"I8", DType::kI8, 1},
    {"U8", DType::kU8, 1},   {"BOOL", DType::kBool, 1},
};

// What the header says of one tensor, checked by itself.
struct Entry {
  std::string name;
  DTypeInfo type{};
  std::vector<std::int64_t> shape;
  std::size_t begin = 0;
  std::size_t end = 0;
};

Error damaged(const std::string& context, const std::string& what) {
  return Error{ErrorCode::kBadInput, what + " The file is damaged or no .safetensors file; fetch it again.", context};
}

template <typename T>
T loadAs(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

float fromHalf(std::uint16_t bits) {
  const int exponent = (bits >> 10) & 0x1F;
  const int fraction = bits & 0x3FF;
  float size = 0.0f;
  if (exponent == 0x1F) {
    size = fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
  } else if (exponent == 0) {
    size = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    size = std::ldexp(static_cast<float>(fraction + 0x400), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -size : size;
}

float valueAt(DType dtype, const std::byte* at) {
  switch (dtype) {
  case DType::kF64:
    return static_cast<float>(loadAs<double>(at));
  case DType::kF32:
    return loadAs<float>(at);
  case DType::kF16:
    return fromHalf(loadAs<std::uint16_t>(at));
  case DType::kBf16:
    return std::bit_cast<float>(std::uint32_t{loadAs<std::uint16_t>(at)} << 16);
  case DType::kI64:
    return static_cast<float>(loadAs<std::int64_t>(at));
  case DType::kI32:
    return static_cast<float>(loadAs<std::int32_t>(at));
  case DType::kI16:
    return static_cast<float>(loadAs<std::int16_t>(at));
  case DType::kI8:
    return static_cast<float>(loadAs<std::int8_t>(at));
  case DType::kU8:
  case DType::kBool:
    return static_cast<float>(loadAs<std::uint8_t>(at));
  }
  return 0.0f;
}

HostTensor convert(const Entry& entry, std::span<const std::byte> data) {
  HostTensor tensor;
  tensor.shape = entry.shape;
  tensor.values.resize((entry.end - entry.begin) / entry.type.bytes);
  const std::byte* from = data.data() + entry.begin;
  if (entry.type.dtype == DType::kF32) {
    if (!tensor.values.empty()) {
      std::memcpy(tensor.values.data(), from, entry.end - entry.begin);
    }
    return tensor;
  }
  for (float& value : tensor.values) {
    value = valueAt(entry.type.dtype, from);
    from += entry.type.bytes;
  }
  return tensor;
}

// A non-negative integer of the header, or nothing: JSON numbers may be negative, fractional or far too large.
std::optional<std::uint64_t> wholeNumber(const Json& json) {
  if (!json.is_number_unsigned()) {
    return std::nullopt;
  }
  return json.get<std::uint64_t>();
}

// The shape, and how many bytes it needs; nothing where that overflows.
std::optional<std::uint64_t> readShape(const Json& json, std::size_t valueBytes, std::vector<std::int64_t>& shape) {
  if (!json.is_array() || json.size() > 64) {
    return std::nullopt;
  }
  std::uint64_t bytes = valueBytes;
  for (const Json& item : json) {
    const auto size = wholeNumber(item);
    if (!size || *size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
      return std::nullopt;
    }
    if (__builtin_mul_overflow(bytes, *size, &bytes)) {
      return std::nullopt;
    }
    shape.push_back(static_cast<std::int64_t>(*size));
  }
  return bytes;
}

Result<Entry> readEntry(const std::string& name, const Json& json, std::size_t dataBytes, const std::string& context) {
  const std::string which = "The tensor \"" + name + "\" ";
  if (!json.is_object() || !json.contains("dtype") || !json.contains("shape") || !json.contains("data_offsets")) {
    return damaged(context, which + "lacks dtype, shape or data_offsets.");
  }
  Entry entry;
  entry.name = name;
  const Json& word = json["dtype"];
  const auto type = std::find_if(std::begin(kDTypes), std::end(kDTypes), [&](const DTypeInfo& candidate) {
    return word.is_string() && word.get_ref<const std::string&>() == candidate.word;
  });
  if (type == std::end(kDTypes)) {
    return Error{ErrorCode::kUnsupported,
                 which + "has the type " + word.dump() + ". Convert the file to F32, F16, BF16 or whole numbers.",
                 context};
  }
  entry.type = *type;
  const auto bytes = readShape(json["shape"], entry.type.bytes, entry.shape);
  if (!bytes) {
    return damaged(context, which + "has an impossible shape.");
  }
  const Json& offsets = json["data_offsets"];
  const auto begin = offsets.is_array() && offsets.size() == 2 ? wholeNumber(offsets[0]) : std::nullopt;
  const auto end = offsets.is_array() && offsets.size() == 2 ? wholeNumber(offsets[1]) : std::nullopt;
  if (!begin || !end || *begin > *end) {
    return damaged(context, which + "has impossible data_offsets.");
  }
  if (*end > dataBytes) {
    return damaged(context, which + "ends at byte " + std::to_string(*end) + " of the data, which has only " +
                                std::to_string(dataBytes) + " bytes.");
  }
  if (*end - *begin != *bytes) {
    return damaged(context, which + "needs " + std::to_string(*bytes) + " bytes for its shape, its data_offsets hold " +
                                std::to_string(*end - *begin) + ".");
  }
  entry.begin = *begin;
  entry.end = *end;
  return entry;
}

// Tensors must lie one after another from the first data byte to the last.
Result<void> checkTiling(std::vector<Entry>& entries, std::size_t dataBytes, const std::string& context) {
  std::stable_sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  std::size_t expected = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != expected) {
      return damaged(context, "The tensor \"" + entry.name + "\" starts at byte " + std::to_string(entry.begin) +
                                  " of the data instead of " + std::to_string(expected) +
                                  (entry.begin < expected ? ": tensors overlap." : ": there is a gap."));
    }
    expected = entry.end;
  }
  if (expected != dataBytes) {
    return damaged(context, "The tensors end at byte " + std::to_string(expected) + " of " + std::to_string(dataBytes) +
                                " bytes of data.");
  }
  return {};
}

// The header as JSON; a name that occurs twice is an error, since JSON readers would silently keep the last one.
Result<Json> parseHeader(std::span<const std::byte> header, const std::string& context) {
  std::set<std::string> names;
  std::string repeated;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::key && depth == 1 && !names.insert(parsed.get<std::string>()).second) {
      repeated = parsed.get<std::string>();
    }
    return true;
  };
  const auto* text = reinterpret_cast<const char*>(header.data());
  Json json = Json::parse(text, text + header.size(), watch, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object()) {
    return damaged(context, "The header is not a JSON object.");
  }
  if (!repeated.empty()) {
    return damaged(context, "The header names the tensor \"" + repeated + "\" twice.");
  }
  return json;
}

Result<std::map<std::string, std::string>> readMetadata(const Json& json, const std::string& context) {
  std::map<std::string, std::string> metadata;
  if (!json.is_object()) {
    return damaged(context, "__metadata__ is not an object of texts.");
  }
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string()) {
      return damaged(context, "__metadata__ is not an object of texts.");
    }
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

}  // namespace

Result<SafetensorsContent> parseSafetensors(std::span<const std::byte> bytes, const std::string& context) {
  static_assert(std::endian::native == std::endian::little, "tensors are stored little-endian");
  if (bytes.size() < kLengthBytes + 2) {
    return damaged(context, "The file has only " + std::to_string(bytes.size()) + " bytes.");
  }
  const auto headerBytes = loadAs<std::uint64_t>(bytes.data());
  if (headerBytes > kLargestHeader || headerBytes > bytes.size() - kLengthBytes) {
    return damaged(context, "The header claims " + std::to_string(headerBytes) + " bytes, the file has " +
                                std::to_string(bytes.size()) + ".");
  }
  const auto json = parseHeader(bytes.subspan(kLengthBytes, headerBytes), context);
  if (!json) {
    return json.error();
  }
  const auto data = bytes.subspan(kLengthBytes + headerBytes);
  SafetensorsContent content;
  std::vector<Entry> entries;
  for (const auto& [name, value] : json.value().items()) {
    if (name == "__metadata__") {
      auto metadata = readMetadata(value, context);
      if (!metadata) {
        return metadata.error();
      }
      content.metadata = std::move(metadata).value();
      continue;
    }
    auto entry = readEntry(name, value, data.size(), context);
    if (!entry) {
      return entry.error();
    }
    entries.push_back(std::move(entry).value());
  }
  if (const auto tiled = checkTiling(entries, data.size(), context); !tiled) {
    return tiled.error();
  }
  for (const Entry& entry : entries) {
    content.tensors.emplace(entry.name, convert(entry, data));
  }
  return content;
}

Result<SafetensorsContent> readSafetensors(const std::filesystem::path& path) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed)) {
    return Error{ErrorCode::kNotFound, "There is no such file. Run packaging/setup, or give another path.",
                 path.string()};
  }
  const auto size = std::filesystem::file_size(path, failed);
  std::ifstream stream(path, std::ios::binary);
  if (failed || !stream) {
    return Error{ErrorCode::kNotFound, "The file cannot be opened. Check its permissions.", path.string()};
  }
  try {
    std::vector<std::byte> bytes(size);
    stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size));
    if (static_cast<std::uintmax_t>(stream.gcount()) != size) {
      return damaged(path.string(), "The file could not be read to its end.");
    }
    return parseSafetensors(bytes, path.string());
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::kOutOfMemory,
                 "The file needs " + std::to_string(size) + " bytes of memory. Close other programs.", path.string()};
  }
}

}  // namespace touchstone::nn
