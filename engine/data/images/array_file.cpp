#include "engine/data/images/array_file.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <optional>

#include "engine/data/csv_cell.h"
#include "engine/data/images/npy_header.h"
#include "engine/data/images/pixel_rows.h"
#include "engine/data/images/random_file.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{1} << 20;

class NpyFile : public ArrayFile {
 public:
  NpyFile(RandomFile file, ArrayInfo info) : m_file(std::move(file)), m_arrays{std::move(info)} {}

  std::span<const ArrayInfo> arrays() const override { return m_arrays; }

  Result<void> stream(std::size_t array, const Sink& sink) override {
    const ArrayInfo& info = m_arrays[array];
    std::uint64_t rest = *elementsOf(info) * info.elementBytes;
    std::uint64_t place = info.mapOffset;
    std::vector<std::byte> piece;
    while (rest > 0) {
      piece.resize(std::min<std::uint64_t>(rest, std::max<std::uint64_t>(1, kPieceBytes / info.elementBytes) *
                                                     info.elementBytes));
      if (auto read = m_file.read(place, piece); !read) {
        return read;
      }
      if (auto taken = sink(piece); !taken) {
        return taken;
      }
      place += piece.size();
      rest -= piece.size();
    }
    return {};
  }

 private:
  RandomFile m_file;
  std::vector<ArrayInfo> m_arrays;
};

Result<std::unique_ptr<ArrayFile>> openNpy(const fs::path& path) {
  auto file = RandomFile::open(path);
  if (!file) {
    return file.error();
  }
  std::vector<std::byte> start(std::min<std::uint64_t>(file->size(), kMostNpyHeader));
  if (auto read = file->read(0, start); !read) {
    return read.error();
  }
  auto header = readNpyHeader(start);
  if (!header) {
    return file->error(header.error().message);
  }
  ArrayInfo info = std::move(header->info);
  info.name = path.filename().string();
  info.mapOffset = header->dataOffset;
  const auto elements = elementsOf(info);
  const std::uint64_t present = file->size() - header->dataOffset;
  if (info.problem.empty() && (!elements || *elements * info.elementBytes > present)) {
    return file->error("The array of shape " + shapeText(info.shape) + " is cut short: only " +
                       std::to_string(present) + " bytes of its numbers are there. Get the file or write it again.");
  }
  return std::unique_ptr<ArrayFile>(std::make_unique<NpyFile>(std::move(*file), std::move(info)));
}

// IEEE 754 half precision.
float fromHalf(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16U;
  const std::uint32_t exponent = (half >> 10U) & 0x1FU, fraction = half & 0x3FFU;
  if (exponent == 0) {  // subnormal: fraction x 2^-24
    const float size = static_cast<float>(fraction) * 0x1p-24F;
    return sign != 0 ? -size : size;
  }
  const std::uint32_t wide = exponent == 31 ? 0xFFU : exponent + 112U;
  return std::bit_cast<float>(sign | wide << 23U | fraction << 13U);
}

// Calls take(value) for each element.
template <typename Take>
void forEach(ElementType type, std::span<const std::byte> elements, const Take& take) {
  const auto all = [&]<typename Stored>(Stored) {
    for (std::size_t place = 0; place + sizeof(Stored) <= elements.size(); place += sizeof(Stored)) {
      take(loadPixel<Stored>(elements.data() + place));
    }
  };
  switch (type) {
  case ElementType::kBool:
  case ElementType::kU8:
    return all(std::uint8_t{});
  case ElementType::kI8:
    return all(std::int8_t{});
  case ElementType::kI16:
    return all(std::int16_t{});
  case ElementType::kU16:
    return all(std::uint16_t{});
  case ElementType::kI32:
    return all(std::int32_t{});
  case ElementType::kU32:
    return all(std::uint32_t{});
  case ElementType::kI64:
    return all(std::int64_t{});
  case ElementType::kU64:
    return all(std::uint64_t{});
  case ElementType::kF32:
    return all(float{});
  case ElementType::kF64:
    return all(double{});
  case ElementType::kF16:
    for (std::size_t place = 0; place + 2 <= elements.size(); place += 2) {
      take(fromHalf(loadPixel<std::uint16_t>(elements.data() + place)));
    }
    return;
  default:
    return;
  }
}

void addUtf8(std::uint32_t point, std::string& text) {
  const auto tail = [&text](std::uint32_t bits) { text += static_cast<char>(0x80U | (bits & 0x3FU)); };
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xC0U | point >> 6U);
    tail(point);
  } else if (point < 0x10000) {
    text += static_cast<char>(0xE0U | point >> 12U);
    tail(point >> 6U);
    tail(point);
  } else {
    text += static_cast<char>(0xF0U | (point >> 18U & 7U));
    tail(point >> 12U);
    tail(point >> 6U);
    tail(point);
  }
}

std::string textOf(ElementType type, std::span<const std::byte> element) {
  std::string text;
  if (type == ElementType::kText8) {
    text.assign(reinterpret_cast<const char*>(element.data()), element.size());
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
  }
  for (std::size_t place = 0; place + 4 <= element.size(); place += 4) {
    const auto point = loadPixel<std::uint32_t>(element.data() + place);
    if (point == 0) {
      break;
    }
    addUtf8(point, text);
  }
  return text;
}

Error cannotUse(const ArrayInfo& info) {
  return {ErrorCode::kBadInput,
          "The array " + quoteForMessage(info.name) +
              " cannot be read: " + (info.problem.empty() ? std::string("its type does not fit") : info.problem) + ".",
          {}};
}

}  // namespace

ArrayFormat arrayFormatOf(const fs::path& file) {
  const std::string extension = lowerCase(file.extension().string());
  if (extension == ".npy") {
    return ArrayFormat::kNpy;
  }
  if (extension == ".npz") {
    return ArrayFormat::kNpz;
  }
  const bool isHdf5 = extension == ".h5" || extension == ".hdf5" || extension == ".hdf" || extension == ".he5";
  return isHdf5 ? ArrayFormat::kHdf5 : ArrayFormat::kNone;
}

Result<std::unique_ptr<ArrayFile>> openArrays(const fs::path& file) {
  switch (arrayFormatOf(file)) {
  case ArrayFormat::kNpy:
    return openNpy(file);
  case ArrayFormat::kNpz:
    return openNpz(file);
  case ArrayFormat::kHdf5: {
    const auto module = loadRasterModule();
    return module ? (*module)->openHdf5(file) : Result<std::unique_ptr<ArrayFile>>(module.error());
  }
  case ArrayFormat::kNone:
    break;
  }
  return Error{ErrorCode::kBadInput, "This is no file of arrays. Give an NPY, NPZ or HDF5 file (.npy, .npz, .h5).",
               file.string()};
}

std::optional<std::uint64_t> elementsOf(const ArrayInfo& info) {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 48;
  std::uint64_t count = 1;
  for (const std::size_t size : info.shape) {
    if (size > 0 && count > kMost / size) {
      return std::nullopt;
    }
    count *= size;
  }
  return count;
}

std::string shapeText(std::span<const std::size_t> shape) {
  std::string text = "[";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + "]";
}

const char* toWord(ElementType type) {
  switch (type) {
  case ElementType::kBool:
    return "bool";
  case ElementType::kI8:
    return "int8";
  case ElementType::kU8:
    return "uint8";
  case ElementType::kI16:
    return "int16";
  case ElementType::kU16:
    return "uint16";
  case ElementType::kI32:
    return "int32";
  case ElementType::kU32:
    return "uint32";
  case ElementType::kI64:
    return "int64";
  case ElementType::kU64:
    return "uint64";
  case ElementType::kF16:
    return "float16";
  case ElementType::kF32:
    return "float32";
  case ElementType::kF64:
    return "float64";
  case ElementType::kText8:
  case ElementType::kText32:
    return "text";
  case ElementType::kOther:
    break;
  }
  return "structures";
}

std::string listArrays(std::span<const ArrayInfo> arrays) {
  constexpr std::size_t kMost = 12;
  std::string list;
  for (std::size_t i = 0; i < std::min(arrays.size(), kMost); ++i) {
    list +=
        (i == 0 ? "" : ", ") + arrays[i].name + " (" + toWord(arrays[i].type) + " " + shapeText(arrays[i].shape) + ")";
  }
  return arrays.empty()          ? "none"
         : arrays.size() > kMost ? list + " and " + std::to_string(arrays.size() - kMost) + " more"
                                 : list;
}

void toFloats(ElementType type, std::span<const std::byte> elements, std::vector<float>& out) {
  out.clear();
  forEach(type, elements, [&out](auto value) { out.push_back(static_cast<float>(value)); });
}

Result<std::vector<double>> readNumbers(ArrayFile& file, std::size_t array) {
  const ArrayInfo& info = file.arrays()[array];
  const bool isText = info.type == ElementType::kText8 || info.type == ElementType::kText32;
  if (!info.problem.empty() || isText || info.type == ElementType::kOther) {
    return cannotUse(info);
  }
  std::vector<double> numbers;
  auto done = file.stream(array, [&](std::span<const std::byte> piece) -> Result<void> {
    forEach(info.type, piece, [&numbers](auto value) { numbers.push_back(static_cast<double>(value)); });
    return {};
  });
  return done ? Result<std::vector<double>>(std::move(numbers)) : Result<std::vector<double>>(done.error());
}

Result<std::vector<std::string>> readTexts(ArrayFile& file, std::size_t array) {
  const ArrayInfo& info = file.arrays()[array];
  if (!info.problem.empty() || (info.type != ElementType::kText8 && info.type != ElementType::kText32)) {
    return cannotUse(info);
  }
  std::vector<std::string> texts;
  auto done = file.stream(array, [&](std::span<const std::byte> piece) -> Result<void> {
    for (std::size_t place = 0; place < piece.size(); place += info.elementBytes) {
      texts.push_back(textOf(info.type, piece.subspan(place, info.elementBytes)));
    }
    return {};
  });
  return done ? Result<std::vector<std::string>>(std::move(texts)) : Result<std::vector<std::string>>(done.error());
}

}  // namespace touchstone::data
