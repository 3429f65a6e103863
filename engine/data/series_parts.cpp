// Train, validation and test files that continue each other (engine/data/series_reader.h).
#include <algorithm>
#include <set>
#include <unordered_map>

#include "engine/data/content_hash.h"
#include "engine/data/message_text.h"
#include "engine/data/series_reader.h"

namespace touchstone::data {

namespace {

// Which name is in one file and not in the other, as the error says it.
Error namesDiffer(const SeriesTable& first, const SeriesTable& next, const std::filesystem::path& firstFile,
                  const std::filesystem::path& file) {
  const auto namesOf = [](const SeriesTable& table) {
    std::set<std::string> names;
    for (const Channel& channel : table.channels) {
      names.insert(channel.name);
    }
    return names;
  };
  const std::set<std::string> before = namesOf(first), after = namesOf(next);
  const char* what = first.sharesRows ? "column " : "series ";
  for (const std::string& name : before) {
    if (!after.contains(name)) {
      return {ErrorCode::kBadInput,
              std::string("The ") + what + quoteForMessage(name) + " of " + firstFile.filename().string() +
                  " is not in this file. Both files need the same " + (first.sharesRows ? "columns." : "series."),
              file.string()};
    }
  }
  const auto added =
      std::find_if(after.begin(), after.end(), [&before](const std::string& n) { return !before.contains(n); });
  return {ErrorCode::kBadInput,
          std::string("The ") + what + quoteForMessage(added != after.end() ? *added : std::string()) + " is not in " +
              firstFile.filename().string() + ". Both files need the same " +
              (first.sharesRows ? "columns." : "series."),
          file.string()};
}

// The channels of `next` go to the end of those with the same name.
Result<void> append(SeriesParts& parts, SeriesFile next, const std::filesystem::path& firstFile,
                    const std::filesystem::path& file) {
  SeriesTable& table = parts.joined.table;
  if (table.sharesRows != next.table.sharesRows) {
    return Error{ErrorCode::kBadInput,
                 "One file has a row per time step and the other a row per series. Give files of one layout.",
                 file.string()};
  }
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < next.table.channels.size(); ++i) {
    places.emplace(next.table.channels[i].name, i);
  }
  const bool areSame = places.size() == table.channels.size() &&
                       std::all_of(table.channels.begin(), table.channels.end(),
                                   [&places](const Channel& channel) { return places.contains(channel.name); });
  if (!areSame) {
    return namesDiffer(table, next.table, firstFile, file);
  }
  for (std::size_t c = 0; c < table.channels.size(); ++c) {
    const auto& values = next.table.channels[places.at(table.channels[c].name)].values;
    table.channels[c].values.insert(table.channels[c].values.end(), values.begin(), values.end());
    parts.ends[c].push_back(table.channels[c].values.size());
  }
  if (table.timesUtcS.empty() || next.table.timesUtcS.empty()) {
    table.timesUtcS.clear();
    table.dateColumn.clear();
    parts.joined.clock = {};
  } else {
    if (next.table.timesUtcS.front() <= table.timesUtcS.back()) {
      return Error{ErrorCode::kBadInput,
                   "The file starts at " + dateText(next.table.timesUtcS.front()) + ", before the end of " +
                       "the one before it at " + dateText(table.timesUtcS.back()) +
                       ". Give the files in the order of time.",
                   file.string()};
    }
    table.timesUtcS.insert(table.timesUtcS.end(), next.table.timesUtcS.begin(), next.table.timesUtcS.end());
    parts.joined.clock = readClock(table.timesUtcS);
  }
  return {};
}

Result<SeriesFile> readPart(const std::filesystem::path& path, const SeriesOptions& options) {
  const auto guess = guessTable(path);
  if (!guess) {
    return guess.error();
  }
  return guess->isWide ? detail::readWide(path, options) : detail::readRows(path, *guess, options);
}

}  // namespace

Result<SeriesParts> readSeriesParts(std::span<const std::filesystem::path> files, const SeriesOptions& options) {
  SeriesParts parts;
  std::string hashes;
  for (std::size_t i = 0; i < files.size(); ++i) {
    auto part = readPart(files[i], options);
    if (!part) {
      return part.error();
    }
    hashes += part->contentHash + "\n";
    for (std::string& note : part->notes) {
      parts.joined.notes.push_back(files[i].filename().string() + ": " + std::move(note));
    }
    part->notes = std::move(parts.joined.notes);
    if (i == 0) {
      parts.joined = std::move(*part);
      for (const Channel& channel : parts.joined.table.channels) {
        parts.ends.push_back({channel.values.size()});
      }
    } else {
      parts.joined.notes = std::move(part->notes);
      if (auto joined = append(parts, std::move(*part), files.front(), files[i]); !joined) {
        return joined.error();
      }
    }
  }
  parts.joined.contentHash = contentHash(hashes);
  if (auto checked = checkChannels(parts.joined.table, files.back().string(), parts.joined.notes); !checked) {
    return checked.error();
  }
  return parts;
}

}  // namespace touchstone::data
