// Classes of images from a table (engine/data/images/image_listing.h).
#include <algorithm>
#include <map>
#include <set>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"
#include "engine/data/images/image_listing.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

struct Row {
  std::string name;
  std::vector<std::string> cells;  // of the other columns
  std::size_t line = 0;
};

struct LabelTable {
  std::vector<std::string> columns;  // without the one of the names
  std::vector<Row> rows;
  std::string path;

  Error errorAt(std::size_t line, std::string message) const {
    return {ErrorCode::kBadInput, std::move(message), path + ":" + std::to_string(line)};
  }
};

// By its header, or the first one.
std::size_t nameColumn(const std::vector<std::string>& header) {
  static const std::set<std::string> kNames = {"file",     "filename", "file_name", "image",    "image_name",
                                               "image_id", "img",      "path",      "filepath", "name"};
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (kNames.contains(lowerCase(header[i]))) {
      return i;
    }
  }
  return 0;
}

Result<LabelTable> readTable(const fs::path& path) {
  auto reader = CsvReader::open(path);
  if (!reader) {
    return reader.error();
  }
  LabelTable table;
  table.path = path.string();
  const std::vector<std::string>& header = reader->header();
  if (header.size() < 2) {
    return reader->file().errorAt(1, 0,
                                  "The table of labels needs two columns: the names of the images, and their classes.");
  }
  if (isImageName(header[0]) || isImageName(header[1])) {
    return reader->file().errorAt(1, 0, "The table of labels has no header. Add one, such as \"file,class\".");
  }
  const std::size_t names = nameColumn(header);
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (i != names) {
      table.columns.push_back(header[i]);
    }
  }
  for (auto more = reader->next();; more = reader->next()) {
    if (!more) {
      return more.error();
    }
    if (!*more) {
      return table;
    }
    Row row{std::string(trimmed(reader->cells()[names])), {}, reader->line()};
    for (std::size_t i = 0; i < header.size(); ++i) {
      if (i != names) {
        row.cells.emplace_back(trimmed(reader->cells()[i]));
      }
    }
    table.rows.push_back(std::move(row));
  }
}

// Columns that hold 0 and 1 only.
std::vector<std::size_t> flagColumns(const LabelTable& table) {
  std::vector<std::size_t> flags;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const bool isFlag = std::all_of(table.rows.begin(), table.rows.end(),
                                    [i](const Row& row) { return row.cells[i] == "0" || row.cells[i] == "1"; });
    if (isFlag) {
      flags.push_back(i);
    }
  }
  return flags;
}

std::vector<std::string> pieces(const std::string& cell, const std::string& separator) {
  std::vector<std::string> found;
  std::size_t place = 0;
  while (place <= cell.size()) {
    const std::size_t end = separator.empty() ? cell.size() : std::min(cell.find(separator, place), cell.size());
    const std::string_view piece = trimmed(std::string_view(cell).substr(place, end - place));
    if (!piece.empty()) {
      found.emplace_back(piece);
    }
    place = end + std::max<std::size_t>(1, separator.size());
  }
  return found;
}

struct Columns {
  std::vector<std::size_t> flags;  // several classes, one column each
  std::size_t label = 0;           // else: the column of the classes
};

Result<Columns> chooseColumns(const LabelTable& table, const ImageOptions& options) {
  Columns columns;
  if (options.label.empty()) {
    const std::vector<std::size_t> flags = flagColumns(table);
    if (flags.size() >= 2) {
      columns.flags = flags;
    } else if (table.columns.size() > 1) {
      return table.errorAt(1, "The table has several columns beside the names: " + listNames(table.columns, 6) +
                                  ". Say which holds the classes, such as label = \"" + table.columns.back() + "\".");
    }
    return columns;
  }
  std::vector<std::size_t> found;
  for (const std::string& name : options.label) {
    const auto place = std::find(table.columns.begin(), table.columns.end(), name);
    if (place == table.columns.end()) {
      return table.errorAt(1, "There is no column " + quoteForMessage(name) + base::didYouMean(name, table.columns) +
                                  " Columns: " + listNames(table.columns, 12) + ".");
    }
    found.push_back(static_cast<std::size_t>(place - table.columns.begin()));
  }
  if (found.size() == 1) {
    columns.label = found[0];
    return columns;
  }
  const std::vector<std::size_t> flags = flagColumns(table);
  for (const std::size_t column : found) {
    if (std::find(flags.begin(), flags.end(), column) == flags.end()) {
      return table.errorAt(1, "The column " + quoteForMessage(table.columns[column]) +
                                  " holds more than 0 and 1. Several columns of classes must not.");
    }
  }
  columns.flags = found;
  return columns;
}

// Images by their full relative name, without its ending too, and by their base name where it is unique.
class ImageIndex {
 public:
  explicit ImageIndex(const std::vector<ListedImage>& images) {
    for (std::size_t i = 0; i < images.size(); ++i) {
      const fs::path name(images[i].name);
      add(name.generic_string(), i);
      add(fs::path(name).replace_extension().generic_string(), i);
      if (name.has_parent_path()) {
        add(name.filename().string(), i);
        add(name.stem().string(), i);
      }
    }
  }
  static constexpr std::size_t kNone = ~std::size_t{0};
  static constexpr std::size_t kSeveral = kNone - 1;

  std::size_t find(const std::string& name) const {
    const auto place = m_places.find(fs::path(name).lexically_normal().generic_string());
    return place == m_places.end() ? kNone : place->second;
  }

 private:
  void add(const std::string& name, std::size_t image) {
    const auto [place, isNew] = m_places.try_emplace(name, image);
    if (!isNew && place->second != image) {
      place->second = kSeveral;
    }
  }
  std::map<std::string, std::size_t> m_places;
};

std::vector<std::string> classesOf(const Row& row, const LabelTable& table, const Columns& columns,
                                   const std::string& separator) {
  if (columns.flags.empty()) {
    return pieces(row.cells[columns.label], separator);
  }
  std::vector<std::string> classes;
  for (const std::size_t column : columns.flags) {
    if (row.cells[column] == "1") {
      classes.push_back(table.columns[column]);
    }
  }
  return classes;
}

Result<void> matchRows(const LabelTable& table, const Columns& columns, const ImageOptions& options,
                       const std::vector<ListedImage>& images, std::vector<ListedImage>& labelled) {
  const ImageIndex index(images);
  std::vector<std::size_t> lines(images.size(), 0);
  std::vector<std::string> missing;
  for (const Row& row : table.rows) {
    const std::size_t image = index.find(row.name);
    if (image == ImageIndex::kSeveral) {
      return table.errorAt(row.line, "Several images are called " + quoteForMessage(row.name) +
                                         ". Write their folders into the table.");
    }
    if (image == ImageIndex::kNone) {
      missing.push_back(row.name);
      continue;
    }
    if (lines[image] != 0) {
      return table.errorAt(row.line, "The image " + quoteForMessage(row.name) + " is named twice, first in line " +
                                         std::to_string(lines[image]) + ".");
    }
    lines[image] = row.line;
    ListedImage item = images[image];
    item.classes = classesOf(row, table, columns, options.labelSeparator);
    if (item.classes.empty() && columns.flags.empty()) {
      return table.errorAt(row.line,
                           "The image " + quoteForMessage(row.name) + " has no class. Write one, or take the row out.");
    }
    labelled.push_back(std::move(item));
  }
  if (!missing.empty()) {
    return Error{ErrorCode::kBadInput,
                 counted(missing.size(), "image") + " of the table " + (missing.size() == 1 ? "is" : "are") +
                     " not in the folder: " + listNames(missing, 3) + ". Add them, or take their rows out.",
                 table.path};
  }
  return {};
}

}  // namespace

Result<ImageListing> listLabelled(const fs::path& tablePath, const fs::path& folder, const ImageOptions& options) {
  const auto images = listImages(folder);
  if (!images) {
    return images.error();
  }
  const auto table = readTable(tablePath);
  if (!table) {
    return table.error();
  }
  if (table->rows.empty()) {
    return Error{ErrorCode::kBadInput, "The table of labels has a header and no rows.", table->path};
  }
  const auto columns = chooseColumns(*table, options);
  if (!columns) {
    return columns.error();
  }
  ImageListing listing;
  listing.files = {tablePath};
  if (auto matched = matchRows(*table, *columns, options, *images, listing.images); !matched) {
    return matched.error();
  }
  std::sort(listing.images.begin(), listing.images.end(),
            [](const ListedImage& a, const ListedImage& b) { return a.name < b.name; });
  for (const std::size_t column : columns->flags) {
    listing.classes.push_back(table->columns[column]);
  }
  const bool hasSeveral = std::any_of(listing.images.begin(), listing.images.end(),
                                      [](const ListedImage& image) { return image.classes.size() != 1; });
  listing.hasLists = hasSeveral || !columns->flags.empty();
  if (const std::size_t unused = images->size() - listing.images.size(); unused > 0) {
    listing.notes.push_back(
        "Images that the table of labels does not name, which are not used: " + std::to_string(unused) + ".");
  }
  return listing;
}

}  // namespace touchstone::data
