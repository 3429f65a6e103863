// The types that pixels are kept in, and the numbers that arrays in files are made of.
// Thread: free functions. Errors: none.
#pragma once

#include <cstddef>
#include <cstdint>

namespace touchstone::data {

// As stored and mapped. Everything else (32-bit integers, half floats) is kept as kF32.
enum class PixelType : std::uint8_t { kU8, kU16, kI16, kF32, kF64 };

enum class ElementType : std::uint8_t {
  kBool,
  kI8,
  kU8,
  kI16,
  kU16,
  kI32,
  kU32,
  kI64,
  kU64,
  kF16,
  kF32,
  kF64,
  kText8,
  kText32,
  kOther
};

constexpr std::size_t sizeOf(PixelType type) {
  return type == PixelType::kU8 ? 1 : type == PixelType::kF32 ? 4 : type == PixelType::kF64 ? 8 : 2;
}

constexpr bool isReal(PixelType type) {
  return type == PixelType::kF32 || type == PixelType::kF64;
}

// "uint8", ... as NumPy calls it.
constexpr const char* toWord(PixelType type) {
  switch (type) {
  case PixelType::kU8:
    return "uint8";
  case PixelType::kU16:
    return "uint16";
  case PixelType::kI16:
    return "int16";
  case PixelType::kF32:
    return "float32";
  case PixelType::kF64:
    return "float64";
  }
  return "";
}

// The smallest type that holds both exactly, as far as kF32 does.
constexpr PixelType widened(PixelType a, PixelType b) {
  if (a == b) {
    return a;
  }
  const bool hasU8 = a == PixelType::kU8 || b == PixelType::kU8;
  const PixelType other = a == PixelType::kU8 ? b : a;
  return hasU8 && !isReal(other) ? other : PixelType::kF32;
}

}  // namespace touchstone::data
