// Plain text and JSON of a description (engine/data/describe.h).
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "engine/base/text.h"
#include "engine/data/describe.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::size_t kMostShown = 40;  // channels in the text; the JSON has all

// Six digits, with a decimal point in any locale; "-" for the mean of no values.
std::string sixDigits(double value) {
  if (std::isnan(value)) {
    return "-";
  }
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::general, 6);
  return std::string(buffer.data(), result.ptr);
}

std::string padded(const std::string& text, std::size_t width, bool toTheRight) {
  const std::size_t length = charactersBefore(text, text.size());
  const std::string space(width > length ? width - length : 0, ' ');
  return toTheRight ? space + text : text + space;
}

void line(std::string& out, const char* name, const std::string& value) {
  out += "  " + padded(name, 10, false) + value + "\n";
}

std::string kindText(const Description& description) {
  switch (description.kind) {
  case TableKind::kSeriesInColumns:
    return "time series, one row per time step";
  case TableKind::kSeriesInRows:
    return "time series, one series per row";
  case TableKind::kFolder:
    return "folder";
  case TableKind::kImages:
    return "images";
  case TableKind::kSequences:
  case TableKind::kTextTable:
    break;
  }
  const char* const start = description.kind == TableKind::kSequences ? "labelled sequences" : "";
  if (description.texts.empty()) {
    return start;
  }
  std::vector<std::string> names;
  for (const TextSummary& text : description.texts) {
    names.push_back(text.name);
  }
  return start + std::string(*start != '\0' ? ", " : "") + "table with text columns: " + base::joinWords(names, "and");
}

std::string separatorText(char separator) {
  return separator == ',' ? "comma" : separator == ';' ? "semicolon" : separator == '\t' ? "tab" : "";
}

std::string sizeText(std::uint64_t bytes) {
  if (bytes < 10'000) {
    return std::to_string(bytes) + " bytes";
  }
  const bool isLarge = bytes >= 1'000'000;
  const auto tenths = static_cast<std::int64_t>(static_cast<double>(bytes) / (isLarge ? 1e5 : 1e2));
  return base::numberText(static_cast<double>(tenths) / 10.0) + (isLarge ? " MB" : " kB");
}

void writeChannels(std::string& out, const Description& description) {
  if (description.channels.empty()) {
    return;
  }
  const std::size_t shown = std::min(description.channels.size(), kMostShown);
  std::size_t width = 7;
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string& name = description.channels[i].name;
    width = std::max(width, charactersBefore(name, name.size()));
  }
  const auto row = [&](const std::string& name, const std::array<std::string, 4>& cells) {
    out += "  " + padded(name, width, false);
    for (const std::string& cell : cells) {
      out += padded(cell, 14, true);
    }
    out += "\n";
  };
  row(description.kind == TableKind::kSeriesInRows ? "series" : "channel", {"min", "max", "mean", "missing"});
  for (std::size_t i = 0; i < shown; ++i) {
    const ChannelSummary& channel = description.channels[i];
    row(channel.name,
        {sixDigits(channel.min), sixDigits(channel.max), sixDigits(channel.mean), std::to_string(channel.missing)});
  }
  if (shown < description.channels.size()) {
    out += "  ... and " + std::to_string(description.channels.size() - shown) + " more\n";
  }
}

void writeTexts(std::string& out, const Description& description) {
  for (const TextSummary& text : description.texts) {
    std::string value = std::to_string(text.distinct) +
                        (text.distinct == Description::kMostDistinct ? " or more" : "") + " different texts, " +
                        std::to_string(text.shortest) + " to " + std::to_string(text.longest) + " long";
    for (std::size_t i = 0; i < text.classes.size(); ++i) {
      value += (i == 0 ? ": " : ", ") + text.classes[i].first + " " + std::to_string(text.classes[i].second);
    }
    out += "  " + quoteForMessage(text.name) + ": " + value +
           (text.missing > 0 ? ", " + std::to_string(text.missing) + " missing" : "") + "\n";
  }
}

void writeFile(std::string& out, const Description& d) {
  line(out, "rows", std::to_string(d.rows));
  if (d.sequences) {
    out += toText(*d.sequences);
  } else {
    line(out, "channels", std::to_string(d.channels.size()));
  }
  if (d.kind == TableKind::kSeriesInRows) {
    line(out, "lengths", std::to_string(d.shortest) + " to " + std::to_string(d.longest) + " values");
  }
  if (!d.firstDate.empty()) {
    line(out, "dates",
         quoteForMessage(d.clockColumn) + ", " + d.firstDate + " to " + d.lastDate + ", step " + stepText(d.clock));
  } else if (d.kind == TableKind::kSeriesInColumns) {
    line(out, "dates", d.clockColumn.empty() ? "none" : quoteForMessage(d.clockColumn) + " counts the rows, no dates");
  }
  if (d.kind == TableKind::kSeriesInColumns || d.kind == TableKind::kSeriesInRows) {
    line(out, "season", d.season > 1 ? std::to_string(d.season) + " steps" : "none found");
  }
  line(out, "file",
       sizeText(d.textBytes) + (d.isCompressed ? " unpacked, gzip" : "") +
           (d.separator != '\0' ? ", separator " + separatorText(d.separator) : std::string()));
  line(out, "sha256", d.contentHash);
  writeTexts(out, d);
  writeChannels(out, d);
}

nlohmann::ordered_json channelJson(const ChannelSummary& channel) {
  nlohmann::ordered_json codes = nlohmann::ordered_json::array();
  for (const SuspectedCode& code : channel.codes) {
    codes.push_back({{"code", code.code}, {"count", code.count}});
  }
  return {{"name", channel.name},           {"min", channel.min},       {"max", channel.max},
          {"mean", channel.mean},           {"values", channel.values}, {"missing", channel.missing},
          {"constant", channel.isConstant}, {"suspected_codes", codes}};
}

nlohmann::ordered_json textJson(const TextSummary& text) {
  nlohmann::ordered_json classes = nlohmann::ordered_json::object();
  for (const auto& [name, count] : text.classes) {
    classes[name] = count;
  }
  return {{"name", text.name},       {"missing", text.missing},   {"shortest", text.shortest},
          {"longest", text.longest}, {"distinct", text.distinct}, {"classes", classes}};
}

nlohmann::ordered_json clockJson(const Description& d) {
  if (d.firstDate.empty()) {
    return nullptr;
  }
  return {{"first", d.firstDate},
          {"last", d.lastDate},
          {"step", stepText(d.clock)},
          {"step_s", d.clock.stepS},
          {"gaps", d.clock.gaps},
          {"missing_steps", d.clock.missingSteps},
          {"duplicates", d.clock.duplicates},
          {"backward", d.clock.backward}};
}

}  // namespace

std::string toText(const Description& description) {
  if (description.images) {
    return toText(*description.images);
  }
  std::string out = description.path + "\n";
  line(out, "kind", kindText(description));
  if (description.kind != TableKind::kFolder) {
    writeFile(out, description);
  }
  for (const FolderEntry& entry : description.files) {
    out += "  " + entry.name + (entry.sizeBytes > 0 ? " (" + sizeText(entry.sizeBytes) + "): " : std::string(": ")) + (entry.isReadable ? "" : "cannot be read. ") +
           entry.what + "\n";
  }
  if (description.otherFiles > 0) {
    out += "  other files, of kinds that no reader knows: " + std::to_string(description.otherFiles) + "\n";
  }
  if (!description.problems.empty()) {
    out += "  problems\n";
    for (const std::string& problem : description.problems) {
      out += "    - " + problem + "\n";
    }
  }
  return out;
}

std::string toJson(const Description& d) {
  if (d.images) {
    return toJson(*d.images);
  }
  nlohmann::ordered_json json = {{"path", d.path}, {"kind", toWord(d.kind)}};
  if (d.kind == TableKind::kFolder || !d.files.empty()) {
    json["files"] = nlohmann::ordered_json::array();
    for (const FolderEntry& entry : d.files) {
      json["files"].push_back(
          {{"name", entry.name}, {"bytes", entry.sizeBytes}, {"readable", entry.isReadable}, {"what", entry.what}});
    }
    json["other_files"] = d.otherFiles;
  }
  if (d.kind != TableKind::kFolder) {
    json["rows"] = d.rows;
    json["bytes"] = d.textBytes;
    json["gzip"] = d.isCompressed;
    json["separator"] = separatorText(d.separator);
    json["sha256"] = d.contentHash;
    json["clock_column"] = d.clockColumn;
    json["clock"] = clockJson(d);
    json["shortest"] = d.shortest;
    json["longest"] = d.longest;
    json["season"] = d.season;
    json["channels"] = nlohmann::ordered_json::array();
    for (const ChannelSummary& channel : d.channels) {
      json["channels"].push_back(channelJson(channel));
    }
    json["texts"] = nlohmann::ordered_json::array();
    for (const TextSummary& text : d.texts) {
      json["texts"].push_back(textJson(text));
    }
  }
  if (d.sequences) {
    json["sequences"] = nlohmann::ordered_json::parse(toJson(*d.sequences));
  }
  json["problems"] = d.problems;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace touchstone::data
