// Files of arrays: NPY (one array), NPZ (a zip of them), HDF5.
// NPY and NPZ are read here; HDF5 by the raster module.
// Thread: an object belongs to one thread. Blocking: file reads.
// Errors: kBadInput, kNotFound with the file; an array that cannot be read has its reason in ArrayInfo::problem.
// Source: PKWARE's APPNOTE 6.3 for zip and zip64, NEP 1 for NPY.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/data/raster/raster_module.h"

namespace touchstone::data {

enum class ArrayFormat { kNone, kNpy, kNpz, kHdf5 };
ArrayFormat arrayFormatOf(const std::filesystem::path& file);  // by its name

Result<std::unique_ptr<ArrayFile>> openArrays(const std::filesystem::path& file);
Result<std::unique_ptr<ArrayFile>> openNpz(const std::filesystem::path& file);

// Elements of the shape, or nothing where the number is absurd.
std::optional<std::uint64_t> elementsOf(const ArrayInfo& info);
// "images uint8 [100, 64, 64, 3], labels int64 [100]".
std::string listArrays(std::span<const ArrayInfo> arrays);
std::string shapeText(std::span<const std::size_t> shape);
const char* toWord(ElementType type);

// An array of numbers as doubles. Errors: kBadInput for text and for arrays with a problem.
Result<std::vector<double>> readNumbers(ArrayFile& file, std::size_t array);
// The same of texts (NumPy's S and U types), as UTF-8.
Result<std::vector<std::string>> readTexts(ArrayFile& file, std::size_t array);
// Numbers of any type as 32-bit floats. out: [elements] floats.
void toFloats(ElementType type, std::span<const std::byte> elements, std::vector<float>& out);

}  // namespace touchstone::data
