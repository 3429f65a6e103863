#include "engine/data/images/npy_header.h"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

Error notNpy() {
  return {
      ErrorCode::kBadInput, "This is no NPY array, or its header is damaged. Write it again with numpy.save().", {}};
}

// The text after 'key': in the header's dictionary, or nothing.
std::optional<std::string_view> valueOf(std::string_view header, std::string_view key) {
  for (const char quote : {'\'', '"'}) {
    const std::string quoted = quote + std::string(key) + quote;
    const std::size_t place = header.find(quoted);
    const std::size_t colon = place == std::string_view::npos ? place : header.find(':', place + quoted.size());
    if (colon != std::string_view::npos) {
      const std::size_t start = header.find_first_not_of(" \t", colon + 1);
      return start == std::string_view::npos ? std::string_view() : header.substr(start);
    }
  }
  return std::nullopt;
}

// "(3, 64, 64)", "(5,)", "()"; nothing where it is none.
std::optional<std::vector<std::size_t>> shapeFrom(std::string_view text) {
  std::vector<std::size_t> shape;
  if (text.empty() || text[0] != '(') {
    return std::nullopt;
  }
  std::size_t place = 1;
  while (place < text.size() && text[place] != ')') {
    if (text[place] == ' ' || text[place] == ',' || text[place] == 'L') {
      ++place;
      continue;
    }
    std::size_t size = 0;
    const auto result = std::from_chars(text.data() + place, text.data() + text.size(), size);
    if (result.ec != std::errc{}) {
      return std::nullopt;
    }
    shape.push_back(size);
    place = static_cast<std::size_t>(result.ptr - text.data());
  }
  return place < text.size() ? std::optional(shape) : std::nullopt;
}

ElementType typeFrom(char kind, std::size_t size) {
  switch (kind) {
  case 'b':
    return size == 1 ? ElementType::kBool : ElementType::kOther;
  case 'u':
    return size == 1   ? ElementType::kU8
           : size == 2 ? ElementType::kU16
           : size == 4 ? ElementType::kU32
           : size == 8 ? ElementType::kU64
                       : ElementType::kOther;
  case 'i':
    return size == 1   ? ElementType::kI8
           : size == 2 ? ElementType::kI16
           : size == 4 ? ElementType::kI32
           : size == 8 ? ElementType::kI64
                       : ElementType::kOther;
  case 'f':
    return size == 2   ? ElementType::kF16
           : size == 4 ? ElementType::kF32
           : size == 8 ? ElementType::kF64
                       : ElementType::kOther;
  case 'S':
    return ElementType::kText8;
  case 'U':
    return ElementType::kText32;
  default:
    return ElementType::kOther;
  }
}

// '<f4', '|u1', '>i2', '<U12'.
void readType(std::string_view text, ArrayInfo& info) {
  const bool isQuoted = text.size() > 4 && (text[0] == '\'' || text[0] == '"');
  const std::string_view code = isQuoted ? text.substr(1, text.find(text[0], 1) - 1) : std::string_view();
  std::size_t size = 0;
  if (code.size() >= 3 &&
      std::from_chars(code.data() + 2, code.data() + code.size(), size).ptr == code.data() + code.size()) {
    info.type = typeFrom(code[1], size);
  }
  if (info.type == ElementType::kOther) {
    info.problem = "its type " + (isQuoted ? quoteForMessage(code) : std::string("of structures or objects")) +
                   " is not one of numbers; write it with .astype('float32')";
    return;
  }
  info.elementBytes = info.type == ElementType::kText32 ? size * 4 : size;
  if (info.elementBytes == 0) {
    info.problem = "its texts are empty";
  }
  if (code[0] == '>' && info.elementBytes > 1 && info.type != ElementType::kText8) {
    info.problem = "its bytes are big endian; write it with .astype('<" + std::string(code.substr(1)) + "')";
  }
}

}  // namespace

Result<NpyHeader> readNpyHeader(std::span<const std::byte> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  if (text.size() < 12 || !text.starts_with("\x93NUMPY")) {
    return notNpy();
  }
  const auto byteAt = [&bytes](std::size_t place) { return std::to_integer<std::size_t>(bytes[place]); };
  const bool isLong = byteAt(6) >= 2;
  const std::size_t start = isLong ? 12 : 10;
  std::size_t length = byteAt(8) | byteAt(9) << 8U;
  length |= isLong ? byteAt(10) << 16U | byteAt(11) << 24U : 0;
  if (byteAt(6) < 1 || byteAt(6) > 3 || length > text.size() - start) {
    return notNpy();
  }
  const std::string_view header = text.substr(start, length);
  const auto type = valueOf(header, "descr"), order = valueOf(header, "fortran_order"),
             shape = valueOf(header, "shape");
  auto sizes = shape ? shapeFrom(*shape) : std::nullopt;
  if (!type || !order || !sizes) {
    return notNpy();
  }
  NpyHeader result;
  result.dataOffset = start + length;
  result.info.shape = std::move(*sizes);
  readType(*type, result.info);
  if (order->starts_with("True") && result.info.shape.size() > 1 && result.info.problem.empty()) {
    result.info.problem = "it is in Fortran order; write it with numpy.ascontiguousarray()";
  }
  return result;
}

}  // namespace touchstone::data
