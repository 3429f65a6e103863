#include "engine/data/sequences/sequence_sources.h"

#include <algorithm>
#include <array>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/text_file.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kFastaEndings = {".fa", ".fasta", ".fna", ".ffn", ".frn", ".fas"};
constexpr std::array<std::string_view, 3> kTableEndings = {".csv", ".tsv", ".txt"};
constexpr std::size_t kMostFiles = 10'000;

// The name in lower case, without the ending of a packed file.
std::string unpackedName(const fs::path& file) {
  std::string name = lowerCase(file.filename().string());
  for (const std::string_view packed : {".gz", ".bgz", ".bgzf"}) {
    if (name.ends_with(packed)) {
      name.resize(name.size() - packed.size());
      break;
    }
  }
  return name;
}

template <std::size_t N>
bool endsWithOneOf(const std::string& name, const std::array<std::string_view, N>& endings) {
  return std::any_of(endings.begin(), endings.end(), [&name](std::string_view ending) {
    return name.ends_with(ending) && name.size() > ending.size();
  });
}

bool hasTableName(const fs::path& file) {
  return endsWithOneOf(unpackedName(file), kTableEndings);
}

struct Folder {
  std::vector<SequenceSource> fasta, tables;  // tables: those named after a block
};

void takeFile(const fs::path& file, std::optional<Block> block, Folder& found) {
  const FileNameParts parts = splitFileName(file);
  block = block ? block : parts.block;
  if (hasFastaName(file)) {
    found.fasta.push_back({file, parts.rest, block, true});
  } else if (hasTableName(file) && block) {
    found.tables.push_back({file, {}, block, false});
  }
}

Result<void> listFolder(const fs::path& folder, std::optional<Block> block, Folder& found) {
  std::error_code code;
  std::vector<fs::path> entries;
  for (fs::directory_iterator walk(folder, code), end; !code && walk != end; walk.increment(code)) {
    if (entries.size() == kMostFiles) {
      return Error{ErrorCode::kBadInput,
                   "The folder holds more than " + std::to_string(kMostFiles) +
                       " files. Give a folder with one FASTA file for each class.",
                   folder.string()};
    }
    entries.push_back(walk->path());
  }
  if (code) {
    return Error{ErrorCode::kBadInput, "The folder cannot be read: " + code.message() + ". Check its rights.",
                 folder.string()};
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    std::error_code ignored;
    if (fs::is_regular_file(entry, ignored)) {
      takeFile(entry, block, found);
    } else if (const auto named = blockFrom(entry.filename().string());
               named && !block && fs::is_directory(entry, ignored)) {
      if (auto listed = listFolder(entry, named, found); !listed) {
        return listed;
      }
    }
  }
  return {};
}

// The files of a folder; of one block where `wanted` says so.
Result<std::vector<SequenceSource>> sourcesOfFolder(const fs::path& folder, std::optional<Block> wanted) {
  Folder found;
  if (auto listed = listFolder(folder, std::nullopt, found); !listed) {
    return listed.error();
  }
  std::vector<SequenceSource> sources = found.fasta.empty() ? std::move(found.tables) : std::move(found.fasta);
  if (sources.empty()) {
    return Error{ErrorCode::kNotFound,
                 "There is no FASTA file in this folder (such as CLASS.fa or train_CLASS.fa) and no table named train, "
                 "validation or test. Name the files.",
                 folder.string()};
  }
  const auto named = std::count_if(sources.begin(), sources.end(), [](const auto& s) { return s.block.has_value(); });
  if (named == 0) {
    return sources;
  }
  const auto stranger = std::find_if(sources.begin(), sources.end(), [](const auto& s) { return !s.block; });
  if (stranger != sources.end()) {
    return Error{ErrorCode::kBadInput,
                 "Other files of this folder are named after a block (train, validation, test), but this one is not. "
                 "Rename it, or list the files one by one.",
                 stranger->file.string()};
  }
  if (wanted) {
    std::erase_if(sources, [wanted](const SequenceSource& source) { return source.block != wanted; });
    if (sources.empty()) {
      return Error{ErrorCode::kNotFound,
                   std::string("The files of this folder are named after blocks, and none is named ") +
                       toWord(*wanted) + ". Name the files one by one.",
                   folder.string()};
    }
  }
  return sources;
}

Error classOfTable(const fs::path& file) {
  return {ErrorCode::kBadInput,
          "A class is given for this file, but it is a table, whose classes are in a column. Take the class out.",
          file.string()};
}

// The sources of one text of the spec.
Result<std::vector<SequenceSource>> sourcesOf(const std::string& text, const fs::path& folder,
                                              std::optional<Block> block) {
  const auto listed = parseSourceList(text, folder);
  if (!listed) {
    return listed.error();
  }
  std::vector<SequenceSource> sources;
  for (const ListedSource& entry : *listed) {
    std::error_code ignored;
    if (fs::is_directory(entry.path, ignored)) {
      auto inside = sourcesOfFolder(entry.path, block);
      if (!inside) {
        return inside.error();
      }
      for (SequenceSource& source : *inside) {
        source.block = block ? block : source.block;
        source.className = entry.className.empty() ? source.className : entry.className;
        sources.push_back(std::move(source));
      }
      continue;
    }
    const bool isFasta = isFastaFile(entry.path);
    if (!isFasta && !entry.className.empty()) {
      return classOfTable(entry.path);
    }
    sources.push_back({entry.path, {}, block, isFasta});
    if (isFasta) {
      sources.back().className = entry.className.empty() ? splitFileName(entry.path).rest : entry.className;
    }
  }
  return sources;
}

}  // namespace

bool hasFastaName(const fs::path& file) {
  return endsWithOneOf(unpackedName(file), kFastaEndings);
}

bool isFastaFile(const fs::path& file) {
  if (hasFastaName(file)) {
    return true;
  }
  const auto text = TextFile::open(file);
  if (!text) {
    return false;  // what is wrong is said where it is read
  }
  std::string_view window = text->window();
  if (window.starts_with("\xEF\xBB\xBF")) {
    window.remove_prefix(3);
  }
  return trimmed(window.substr(0, 1000)).starts_with('>');
}

FileNameParts splitFileName(const fs::path& file) {
  std::string name = file.filename().string();
  name.resize(unpackedName(file).size());
  if (endsWithOneOf(lowerCase(name), kFastaEndings) || endsWithOneOf(lowerCase(name), kTableEndings)) {
    name.resize(name.rfind('.'));
  }
  if (const auto whole = blockFrom(name)) {
    return {std::string(), whole};
  }
  constexpr const char* kBorders = "_-.";
  const std::size_t first = name.find_first_of(kBorders), last = name.find_last_of(kBorders);
  if (first == std::string::npos) {
    return {name, std::nullopt};
  }
  if (const auto block = blockFrom(name.substr(0, first)); block && first + 1 < name.size()) {
    return {name.substr(first + 1), block};
  }
  if (const auto block = blockFrom(name.substr(last + 1)); block && last > 0) {
    return {name.substr(0, last), block};
  }
  return {name, std::nullopt};
}

Result<std::vector<ListedSource>> parseSourceList(const std::string& text, const fs::path& folder) {
  const auto inFolder = [&folder](std::string_view name) { return folder / fs::path(std::string(name)); };
  const auto exists = [&](std::string_view name) {
    std::error_code ignored;
    return !name.empty() && fs::exists(inFolder(name), ignored);
  };
  if (exists(trimmed(text))) {  // whatever commas its name has
    return std::vector<ListedSource>{{inFolder(trimmed(text)), {}}};
  }
  std::vector<ListedSource> sources;
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string_view entry = trimmed(rest.substr(0, comma));
    const std::size_t equals = exists(entry) ? std::string_view::npos : entry.rfind('=');
    const std::string_view name = trimmed(entry.substr(0, equals));
    const std::string_view label =
        equals == std::string_view::npos ? std::string_view() : trimmed(entry.substr(equals + 1));
    if (name.empty() || (equals != std::string_view::npos && label.empty())) {
      return Error{ErrorCode::kBadInput,
                   "The list of files " + quoteForMessage(text) +
                       " has an empty place. Write FILE, FILE or FILE = CLASS, FILE = CLASS.",
                   folder.string()};
    }
    if (!exists(name)) {
      return Error{ErrorCode::kNotFound,
                   "There is no such file or folder. Paths start at the folder of the study file.",
                   inFolder(name).string()};
    }
    sources.push_back({inFolder(name), std::string(label)});
    if (comma == std::string_view::npos) {
      return sources;
    }
    rest.remove_prefix(comma + 1);
  }
}

Result<std::vector<SequenceSource>> findSequenceSources(const TaskSpec& spec, const fs::path& folder) {
  const bool isPair = !spec.train.empty() && !spec.test.empty();
  if (spec.data.empty() == !isPair) {
    return Error{ErrorCode::kBadInput, "Give either data, or train and test.", "task " + quoteForMessage(spec.name)};
  }
  if (!spec.data.empty()) {
    auto sources = sourcesOf(spec.data, folder, std::nullopt);
    if (sources) {
      const auto isNamed = [](const SequenceSource& source) { return source.block.has_value(); };
      if (!std::all_of(sources->begin(), sources->end(), isNamed)) {
        std::for_each(sources->begin(), sources->end(), [](SequenceSource& source) { source.block.reset(); });
      }
      std::stable_sort(sources->begin(), sources->end(),
                       [](const auto& a, const auto& b) { return a.block < b.block; });
    }
    return sources;
  }
  std::vector<SequenceSource> all;
  for (const auto& [text, block] :
       {std::pair(&spec.train, Block::kTrain), std::pair(&spec.validation, Block::kValidation),
        std::pair(&spec.test, Block::kTest)}) {
    if (text->empty()) {
      continue;
    }
    auto sources = sourcesOf(*text, folder, block);
    if (!sources) {
      return sources;
    }
    all.insert(all.end(), sources->begin(), sources->end());
  }
  return all;
}

}  // namespace touchstone::data
