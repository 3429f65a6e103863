// Wide files: one series per row, its identifier first (engine/data/series_reader.h).
#include <cmath>
#include <unordered_map>

#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"
#include "engine/data/message_text.h"
#include "engine/data/series_reader.h"

namespace touchstone::data {

namespace {

Result<std::vector<double>> readValues(const CsvReader& reader, const SeriesOptions& options) {
  std::vector<double> values;
  const auto cells = reader.cells();
  values.reserve(cells.size());
  for (std::size_t i = 1; i < cells.size(); ++i) {
    double value = 0.0;
    if (parseCell(cells[i], value) == CellKind::kText) {
      return reader.errorAt(i, "The value " + quoteForMessage(cells[i]) + " of the series " +
                                   quoteForMessage(cells[0]) + " " + whyNoNumber(cells[i]) +
                                   ". Mend it, or leave it empty where it is missing.");
    }
    values.push_back(detail::withoutCode(value, options.missingCodes));
  }
  while (!values.empty() && std::isnan(values.back())) {
    values.pop_back();
  }
  return values;
}

// Keeps the wanted series in the wanted order.
Result<void> chooseSeries(const std::filesystem::path& path, const SeriesOptions& options, SeriesTable& table) {
  std::vector<std::string> names;
  for (const Channel& channel : table.channels) {
    names.push_back(channel.name);
  }
  const auto places = detail::findNames(options.columns, names, path, "series");
  if (!places) {
    return places.error();
  }
  std::vector<Channel> chosen;
  for (const std::size_t place : *places) {
    chosen.push_back(std::move(table.channels[place]));
  }
  table.channels = std::move(chosen);
  return {};
}

}  // namespace

Result<SeriesFile> detail::readWide(const std::filesystem::path& path, const SeriesOptions& options) {
  auto reader = CsvReader::open(path);
  if (!reader) {
    return reader.error();
  }
  reader->allowShortRecords();
  SeriesFile file;
  file.table.sharesRows = false;
  std::unordered_map<std::string, std::size_t> lines;
  while (true) {
    const auto more = reader->next();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    std::string name(trimmed(reader->cells()[0]));
    if (name.empty()) {
      return reader->errorAt(0, "The series has no identifier. Put one into the first cell of the line.");
    }
    if (const auto [place, isNew] = lines.emplace(name, reader->line()); !isNew) {
      return reader->errorAt(0, "The series " + quoteForMessage(name) + " stands in line " +
                                    std::to_string(place->second) + " already. Give each series its own identifier.");
    }
    auto values = readValues(*reader, options);
    if (!values) {
      return values.error();
    }
    file.table.channels.push_back({std::move(name), std::move(*values)});
  }
  file.contentHash = reader->file().contentHash();
  if (wantsAll(options)) {
    return file;
  }
  if (auto chosen = chooseSeries(path, options, file.table); !chosen) {
    return chosen.error();
  }
  return file;
}

}  // namespace touchstone::data
