#include "engine/data/images/array_stack.h"

#include <algorithm>

#include "engine/base/text.h"
#include "engine/data/content_hash.h"
#include "engine/data/images/array_choice.h"
#include "engine/data/images/array_file.h"
#include "engine/data/images/array_labels.h"
#include "engine/data/images/file_facts.h"
#include "engine/data/images/stack_text.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr int kReaderVersion = 1;  // of what is in the cache

Error inFile(Error error, const fs::path& file) {
  if (error.context.empty()) {
    error.context = file.string();
  }
  return error;
}

// What the keys and counts of an array depend on.
Result<std::string> cacheKey(const fs::path& file, const ArrayInfo& info, const PixelFormat& format) {
  const auto lines = fileLines(std::span(&file, 1));
  if (!lines) {
    return lines.error();
  }
  std::string text = "array " + std::to_string(kReaderVersion) + "\n" + info.name + "\nstrides " +
                     std::to_string(format.rowStride) + " " + std::to_string(format.columnStride);
  for (std::size_t band = 0; band < format.bands; ++band) {
    text += "\nband " + std::to_string(format.bandOffsets[band]);
    for (const double code : format.codes[band]) {
      text += " " + base::numberText(code);
    }
  }
  return contentHash(text + "\n" + *lines);
}

void placeItems(PixelStack& stack, std::size_t count, std::size_t itemBytes) {
  for (std::size_t i = 0; i < count; ++i) {
    stack.items.push_back(stack.memory.front().bytes.data() + i * itemBytes);
  }
}

// Keys, missing counts and the hash of the file: from the cache, or by reading it all.
Result<ScannedArray> scan(PixelStack& stack, const fs::path& file) {
  base::Sha256 hash;
  if (const auto read = hashFile(file, hash); !read) {
    return read.error();
  }
  scanPixels(stack);
  return ScannedArray{stack.keys, stack.missing, hash.hex()};
}

Result<LoadedArray> finish(LoadedArray loaded, ScannedArray scanned) {
  loaded.stack.keys = std::move(scanned.keys);
  loaded.stack.missing = std::move(scanned.missing);
  loaded.fileHash = std::move(scanned.fileHash);
  return loaded;
}

// The array lies in its file as it is used.
Result<LoadedArray> mapArray(ArrayFile& arrays, std::size_t array, const fs::path& file, const ArrayImages& images,
                             const std::string& key, const ImageCache& cache) {
  const ArrayInfo& info = arrays.arrays()[array];
  LoadedArray loaded;
  const std::uint64_t bytes = *elementsOf(info) * info.elementBytes;
  auto memory = mapFile(file, info.mapOffset, bytes);
  if (!memory) {
    return memory.error();
  }
  loaded.stack.format = images.format;
  loaded.stack.memory.push_back(std::move(*memory));
  placeItems(loaded.stack, images.count, bytes / images.count);
  if (const auto cached = cache.find(key)) {
    if (auto scanned = scannedArrayFrom(cached->text); scanned && scanned->keys.size() == images.count) {
      return finish(std::move(loaded), std::move(*scanned));
    }
  }
  // An archive has check sums, which reading compares; what is mapped has none.
  const auto ignore = [](std::span<const std::byte>) { return Result<void>(); };
  if (auto checked = arrayFormatOf(file) == ArrayFormat::kNpz ? arrays.stream(array, ignore) : Result<void>();
      !checked) {
    return checked.error();
  }
  auto scanned = scan(loaded.stack, file);
  if (!scanned) {
    return scanned.error();
  }
  if (bytes > ImageCache::kSmallBytes) {
    PixelWriter(cache, key, 0, true).commit(toText(*scanned));
  }
  return finish(std::move(loaded), std::move(*scanned));
}

// The array has to be unpacked, or its numbers become 32-bit floats.
Result<LoadedArray> unpackArray(ArrayFile& arrays, std::size_t array, const fs::path& file, const ArrayImages& images,
                                const std::string& key, const ImageCache& cache) {
  const ArrayInfo& info = arrays.arrays()[array];
  const std::uint64_t bytes = *elementsOf(info) * sizeOf(images.format.type);
  LoadedArray loaded;
  loaded.stack.format = images.format;
  if (const auto cached = cache.find(key)) {
    auto scanned = scannedArrayFrom(cached->text);
    if (scanned && scanned->keys.size() == images.count && cached->pixels.bytes.size() == bytes) {
      loaded.stack.memory.push_back(cached->pixels);
      placeItems(loaded.stack, images.count, bytes / images.count);
      return finish(std::move(loaded), std::move(*scanned));
    }
  }
  PixelWriter writer(cache, key, bytes);
  std::vector<float> floats;
  const auto streamed = arrays.stream(array, [&](std::span<const std::byte> piece) -> Result<void> {
    if (isKept(info.type)) {
      return writer.append(piece);
    }
    toFloats(info.type, piece, floats);
    return writer.append(std::as_bytes(std::span(floats)));
  });
  if (!streamed) {
    return streamed.error();
  }
  auto pixels = writer.pixels();
  if (!pixels) {
    return pixels.error();
  }
  if (pixels->bytes.size() != bytes) {
    return Error{ErrorCode::kBadInput,
                 "The array " + quoteForMessage(info.name) + " is cut short. Write the file again.", file.string()};
  }
  loaded.stack.memory.push_back(std::move(*pixels));
  placeItems(loaded.stack, images.count, bytes / images.count);
  auto scanned = scan(loaded.stack, file);
  if (!scanned) {
    return scanned.error();
  }
  writer.commit(toText(*scanned));
  loaded.note = writer.note();
  return finish(std::move(loaded), std::move(*scanned));
}

}  // namespace

Result<LoadedArray> loadArray(ArrayFile& arrays, std::size_t array, const fs::path& file, const ArrayImages& images,
                              const ImageCache& cache) {
  const ArrayInfo& info = arrays.arrays()[array];
  const auto key = cacheKey(file, info, images.format);
  if (!key) {
    return key.error();
  }
  return isKept(info.type) && info.mapOffset > 0 ? mapArray(arrays, array, file, images, *key, cache)
                                                 : unpackArray(arrays, array, file, images, *key, cache);
}

namespace {

// Reads the sources one after the other and joins them.
class StackReader {
 public:
  StackReader(const ImageOptions& options, std::span<const double> missingCodes, const fs::path& folder,
              const ImageCache& cache)
      : m_options(options),
        m_missingCodes(missingCodes),
        m_folder(folder),
        m_cache(cache),
        m_labels(options.ignore, options.classNames) {}

  Result<void> add(std::span<const ArraySource> sources, std::size_t index);
  Result<ArrayItems> finish();

 private:
  Result<void> addLabels(ArrayFile& arrays, std::size_t images, const ArraySource& source, std::size_t index);
  Result<void> join(LoadedArray loaded, const ArrayInfo& info, const fs::path& file);
  void addHash(const fs::path& file, const std::string& hash);

  const ImageOptions& m_options;
  std::span<const double> m_missingCodes;
  const fs::path& m_folder;
  const ImageCache& m_cache;
  ArrayLabels m_labels;
  ArrayItems m_items;
  std::vector<std::pair<fs::path, std::string>> m_hashes;
  std::vector<std::string> m_used;  // file and array
};

std::string optionFor(const std::vector<std::string>& values, std::size_t source) {
  return values.empty() ? std::string() : values[std::min(source, values.size() - 1)];
}

void StackReader::addHash(const fs::path& file, const std::string& hash) {
  const bool isKnown =
      std::any_of(m_hashes.begin(), m_hashes.end(), [&](const auto& known) { return known.first == file; });
  if (!isKnown) {
    std::error_code ignored;
    m_items.sizeBytes += static_cast<std::int64_t>(fs::file_size(file, ignored));
    m_hashes.emplace_back(file, hash);
  }
}

Result<void> StackReader::join(LoadedArray loaded, const ArrayInfo& info, const fs::path& file) {
  PixelStack& all = m_items.stack;
  if (all.items.empty()) {
    all.format = loaded.stack.format;
  } else if (!(all.format == loaded.stack.format)) {
    const auto words = [](const PixelFormat& f) {
      return std::to_string(f.height) + "x" + std::to_string(f.width) + ", " + counted(f.bands, "band") + ", " +
             toWord(f.type) + (f.isChannelsLast() ? "" : ", channels first");
    };
    return Error{ErrorCode::kBadInput,
                 "The images of " + quoteForMessage(info.name) + " (" + words(loaded.stack.format) +
                     ") are of another kind than those before (" + words(all.format) +
                     "). All parts need one size, one type and one layout.",
                 file.string()};
  }
  const auto before = static_cast<std::uint32_t>(all.items.size());
  all.items.insert(all.items.end(), loaded.stack.items.begin(), loaded.stack.items.end());
  all.keys.insert(all.keys.end(), loaded.stack.keys.begin(), loaded.stack.keys.end());
  for (const MissingCount& count : loaded.stack.missing) {
    all.missing.push_back({count.item + before, count.band, count.pixels});
  }
  all.memory.insert(all.memory.end(), loaded.stack.memory.begin(), loaded.stack.memory.end());
  addHash(file, loaded.fileHash);
  if (!loaded.note.empty()) {
    m_items.notes.push_back(loaded.note);
  }
  return {};
}

Result<void> StackReader::addLabels(ArrayFile& arrays, std::size_t images, const ArraySource& source,
                                    std::size_t index) {
  const ArrayInfo& info = arrays.arrays()[images];
  const auto place = findLabels(arrays.arrays(), images, source, optionFor(m_options.label, index), m_folder);
  if (!place) {
    return inFile(place.error(), source.file);
  }
  if (place->file.empty()) {
    return m_labels.add(arrays, place->array, info, source.file);
  }
  const auto other = openArrays(place->file);
  if (!other) {
    return other.error();
  }
  if (auto added = m_labels.add(**other, place->array, info, place->file); !added) {
    return added;
  }
  base::Sha256 hash;
  if (const auto read = hashFile(place->file, hash); !read) {
    return read.error();
  }
  addHash(place->file, hash.hex());
  return {};
}

Result<void> StackReader::add(std::span<const ArraySource> sources, std::size_t index) {
  const ArraySource& source = sources[index];
  const auto arrays = openArrays(source.file);
  if (!arrays) {
    return arrays.error();
  }
  const auto chosen = chooseImages((*arrays)->arrays(), source.part, optionFor(m_options.images, index));
  if (!chosen) {
    return inFile(chosen.error(), source.file);
  }
  const ArrayInfo& info = (*arrays)->arrays()[*chosen];
  auto images = imagesOf(info, m_options.layout, m_options.bands);
  if (!images) {
    return inFile(images.error(), source.file);
  }
  if (images->count == 0) {
    return Error{ErrorCode::kBadInput, "The array " + quoteForMessage(info.name) + " holds no image.",
                 source.file.string()};
  }
  const std::string use = source.file.lexically_normal().string() + "\n" + info.name;
  if (std::find(m_used.begin(), m_used.end(), use) != m_used.end()) {
    return Error{ErrorCode::kBadInput,
                 "Two parts of the task name the same array " + quoteForMessage(info.name) +
                     ". Give one file for each part, name the arrays (images = [...]), or give data and a split.",
                 source.file.string()};
  }
  m_used.push_back(use);
  for (std::vector<double>& codes : images->format.codes) {
    codes.assign(m_missingCodes.begin(), m_missingCodes.end());
  }
  if (auto labelled = addLabels(**arrays, *chosen, source, index); !labelled) {
    return labelled;
  }
  auto loaded = loadArray(**arrays, *chosen, source.file, *images, m_cache);
  if (!loaded) {
    return loaded.error();
  }
  if (images->isGuessed && index == 0) {
    m_items.notes.push_back("The array " + quoteForMessage(info.name) + " of shape " + shapeText(info.shape) +
                            " is taken for channels first. If that is wrong, set layout = \"nhwc\".");
  }
  const bool needsFile = sources.size() > 1 && arrayFormatOf(source.file) != ArrayFormat::kNpy;
  const std::string prefix = (needsFile ? source.file.filename().string() + " " : std::string()) + info.name;
  for (std::size_t i = 0; i < images->count; ++i) {
    m_items.names.push_back(prefix + "[" + std::to_string(i) + "]");
  }
  m_items.counts.push_back(images->count);
  return join(std::move(*loaded), info, source.file);
}

Result<ArrayItems> StackReader::finish() {
  const InputShape shape{static_cast<int>(m_items.stack.format.bands), static_cast<int>(m_items.stack.format.height),
                         static_cast<int>(m_items.stack.format.width), true};
  auto targets = m_labels.finish(shape);
  if (!targets) {
    return targets.error();
  }
  m_items.targets = std::move(*targets);
  std::string joined;
  for (const auto& [file, hash] : m_hashes) {
    joined += hash;
  }
  m_items.dataHash = m_hashes.size() == 1 ? joined : contentHash(joined);
  return std::move(m_items);
}

}  // namespace

Result<ArrayItems> readArrayStack(std::span<const ArraySource> sources, const ImageOptions& options,
                                  std::span<const double> missingCodes, const fs::path& folder,
                                  const ImageCache& cache) {
  StackReader reader(options, missingCodes, folder, cache);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (auto added = reader.add(sources, i); !added) {
      return added.error();
    }
  }
  return reader.finish();
}

}  // namespace touchstone::data
