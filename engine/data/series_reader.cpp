#include "engine/data/series_reader.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>
#include <unordered_set>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace detail {

bool wantsAll(const SeriesOptions& options) {
  return options.columns.empty() || (options.columns.size() == 1 && options.columns.front() == "*");
}

double withoutCode(double value, const std::vector<double>& missingCodes) {
  return std::find(missingCodes.begin(), missingCodes.end(), value) == missingCodes.end()
             ? value
             : std::numeric_limits<double>::quiet_NaN();
}

Result<std::vector<std::size_t>> findNames(const std::vector<std::string>& wanted,
                                           const std::vector<std::string>& names, const std::filesystem::path& file,
                                           const char* what) {
  std::unordered_map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < names.size(); ++i) {
    places.emplace(names[i], i);
  }
  std::vector<std::size_t> found;
  std::unordered_set<std::string> seen;
  for (const std::string& name : wanted) {
    const auto place = places.find(name);
    if (place == places.end()) {
      return Error{ErrorCode::kNotFound,
                   std::string("There is no ") + what + " " + quoteForMessage(name) + base::didYouMean(name, names) +
                       " Known: " + listNames(names, 8) + ".",
                   file.string()};
    }
    if (!seen.insert(name).second) {
      return Error{ErrorCode::kBadInput,
                   std::string("The ") + what + " " + quoteForMessage(name) + " is chosen twice. Name it once.",
                   file.string()};
    }
    found.push_back(place->second);
  }
  return found;
}

}  // namespace detail

namespace {

// The columns of a row-layout file that are read, and how.
struct RowPlan {
  std::vector<std::size_t> channels;
  std::optional<std::size_t> dateColumn;
  DateForm form = DateForm::kYearFirst;
  std::vector<std::size_t> counters;  // channels that are left out if they count to the end of the file
  std::vector<std::string> notes;
};

// Every column of values; the clock is none, and text is read to be reported with line and column.
void planAllColumns(const TableGuess& guess, RowPlan& plan) {
  for (std::size_t i = 0; i < guess.columns.size(); ++i) {
    const ColumnGuess& column = guess.columns[i];
    const bool isOtherDate = column.role == ColumnRole::kDate && i != plan.dateColumn;
    const bool isUnreadDate = column.role == ColumnRole::kText && isDateName(column.name) && !guess.clock;
    if (isOtherDate) {
      plan.notes.push_back("The column " + quoteForMessage(column.name) + " holds dates too and is left out.");
    } else if (isUnreadDate) {
      plan.notes.push_back("The column " + quoteForMessage(column.name) + " holds no dates of a known form (such as " +
                           formExample(DateForm::kYearFirst) + "); the rows count as equally spaced.");
    } else if (i != plan.dateColumn) {
      plan.channels.push_back(i);
    }
    if (column.role == ColumnRole::kCounter) {
      plan.counters.push_back(i);
    }
  }
}

Result<RowPlan> planRows(const std::filesystem::path& file, const TableGuess& guess, const SeriesOptions& options) {
  RowPlan plan;
  std::vector<std::string> names;
  for (const ColumnGuess& column : guess.columns) {
    names.push_back(column.name);
  }
  if (guess.clock && guess.columns[*guess.clock].role == ColumnRole::kDate) {
    plan.dateColumn = *guess.clock;
    plan.form = guess.columns[*guess.clock].form;
  }
  if (!detail::wantsAll(options)) {
    auto chosen = detail::findNames(options.columns, names, file, "column");
    if (!chosen) {
      return chosen.error();
    }
    plan.channels = std::move(*chosen);
    if (plan.dateColumn &&
        std::find(plan.channels.begin(), plan.channels.end(), *plan.dateColumn) != plan.channels.end()) {
      return Error{ErrorCode::kBadInput,
                   "The column " + quoteForMessage(names[*plan.dateColumn]) +
                       " holds the dates and cannot be a channel. Take it out of columns.",
                   file.string()};
    }
    return plan;
  }
  planAllColumns(guess, plan);
  return plan;
}

Error noNumber(const CsvReader& reader, std::size_t cell, const TableGuess& guess) {
  std::vector<std::string> others;
  for (const ColumnGuess& column : guess.columns) {
    if (column.role == ColumnRole::kValues && column.name != reader.header()[cell]) {
      others.push_back(quoteForMessage(column.name));
    }
  }
  const std::string_view text = reader.cells()[cell];
  std::string message = "The value " + quoteForMessage(text) + " in the column " +
                        quoteForMessage(reader.header()[cell]) + " " + whyNoNumber(text) + ".";
  if (guess.columns[cell].role != ColumnRole::kText) {
    return reader.errorAt(cell, message + " Mend it, or write NA for a missing value.");
  }
  if (!others.empty()) {
    message += " Leave the column out by naming the others in columns: " + listNames(others, 4) + ".";
  }
  return reader.errorAt(cell, message);
}

Result<void> readRecords(CsvReader& reader, const TableGuess& guess, const RowPlan& plan, const SeriesOptions& options,
                         SeriesTable& table) {
  while (true) {
    const auto more = reader.next();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      return {};
    }
    const auto cells = reader.cells();
    if (plan.dateColumn) {
      const auto time = parseDate(cells[*plan.dateColumn], plan.form);
      if (!time) {
        return reader.errorAt(*plan.dateColumn, quoteForMessage(cells[*plan.dateColumn]) + " is no date of the form " +
                                                    formExample(plan.form) +
                                                    ", as the others in the column are. Mend it.");
      }
      table.timesUtcS.push_back(*time);
    }
    for (std::size_t i = 0; i < plan.channels.size(); ++i) {
      double value = 0.0;
      if (parseCell(cells[plan.channels[i]], value) == CellKind::kText) {
        return noNumber(reader, plan.channels[i], guess);
      }
      table.channels[i].values.push_back(
          options.missingCodes.empty() ? value : detail::withoutCode(value, options.missingCodes));
    }
  }
}

bool isEvenClock(const std::vector<double>& values) {
  double smallest = std::numeric_limits<double>::infinity(), largest = 0.0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    const double step = values[i] - values[i - 1];
    if (!(step > 0.0)) {
      return false;
    }
    smallest = std::min(smallest, step);
    largest = std::max(largest, step);
  }
  return values.size() > 1 && largest <= 1.1 * smallest;
}

// A column called t or time that counts evenly to the end is the clock; one that does not is a channel after all.
void dropCounters(const RowPlan& plan, SeriesFile& file) {
  auto& channels = file.table.channels;
  for (const std::size_t column : plan.counters) {
    const auto place = std::find(plan.channels.begin(), plan.channels.end(), column);
    Channel& channel = channels[static_cast<std::size_t>(place - plan.channels.begin())];
    if (channels.size() > 1 && isEvenClock(channel.values)) {
      file.notes.push_back("The column " + quoteForMessage(channel.name) + " counts the rows and is no channel.");
      channel.values.clear();
    } else {
      file.notes.push_back(
          "The column " + quoteForMessage(channel.name) +
          " looks like a row counter at first, but is taken as a channel. Choose the columns to leave it out.");
    }
  }
  if (!plan.counters.empty()) {
    std::erase_if(channels, [](const Channel& channel) { return channel.values.empty(); });
  }
}

// Times that do not go forward: a few are worth a note, many mean that the file is not sorted or the column is no clock.
Result<void> checkClock(const CsvReader& reader, SeriesFile& file) {
  SeriesTable& table = file.table;
  const std::size_t rows = table.timesUtcS.size();
  if (file.clock.backward * 20 > rows) {
    return Error{ErrorCode::kBadInput,
                 "The times in the column " + quoteForMessage(table.dateColumn) + " run backwards " +
                     std::to_string(file.clock.backward) + " times, first in row " +
                     std::to_string(file.clock.firstBackward + 1) + ". Sort the file, oldest row first.",
                 reader.file().path().string()};
  }
  if (file.clock.duplicates * 2 > rows) {
    file.notes.push_back("Most times in the column " + quoteForMessage(table.dateColumn) +
                         " repeat, so it is taken for no clock and the rows count as equally spaced.");
    table.timesUtcS.clear();
    table.dateColumn.clear();
    file.clock = {};
    return {};
  }
  for (std::string& stumble : clockStumbles(file.clock, table.timesUtcS)) {
    file.notes.push_back(std::move(stumble));
  }
  return {};
}

}  // namespace

Result<SeriesFile> detail::readRows(const std::filesystem::path& path, const TableGuess& guess,
                                    const SeriesOptions& options) {
  auto plan = planRows(path, guess, options);
  if (!plan) {
    return plan.error();
  }
  auto reader = CsvReader::open(path);
  if (!reader) {
    return reader.error();
  }
  SeriesFile file;
  file.notes = std::move(plan->notes);
  for (const std::size_t column : plan->channels) {
    file.table.channels.push_back({reader->header()[column], {}});
  }
  if (auto read = readRecords(*reader, guess, *plan, options, file.table); !read) {
    return read.error();
  }
  const Error noValues{ErrorCode::kBadInput,
                       "There is no column of values. A series needs at least one numeric column.", path.string()};
  if (file.table.channels.empty()) {
    return noValues;
  }
  const std::size_t rows = file.table.channels.front().values.size();
  if (rows < 2) {
    return Error{ErrorCode::kBadInput,
                 std::string(rows == 0 ? "The file has a header and no rows." : "The file has one row of values.") +
                     " A series needs at least two rows, and many more to be split.",
                 path.string()};
  }
  dropCounters(*plan, file);
  if (file.table.channels.empty()) {
    return noValues;
  }
  if (plan->dateColumn) {
    file.table.dateColumn = guess.columns[*plan->dateColumn].name;
    file.clock = readClock(file.table.timesUtcS);
    if (auto checked = checkClock(*reader, file); !checked) {
      return checked.error();
    }
  }
  file.contentHash = reader->file().contentHash();
  return file;
}

Result<SeriesFile> readSeries(const std::filesystem::path& path, const SeriesOptions& options) {
  const auto guess = guessTable(path);
  if (!guess) {
    return guess.error();
  }
  auto file = guess->isWide ? detail::readWide(path, options) : detail::readRows(path, *guess, options);
  if (!file) {
    return file;
  }
  if (auto checked = checkChannels(file->table, path.string(), file->notes); !checked) {
    return checked.error();
  }
  return file;
}

Result<void> checkChannels(const SeriesTable& table, const std::string& context, std::vector<std::string>& notes) {
  std::vector<std::string> constant;
  for (const Channel& channel : table.channels) {
    const auto isPresent = [](double value) { return !std::isnan(value); };
    const auto first = std::find_if(channel.values.begin(), channel.values.end(), isPresent);
    if (first == channel.values.end()) {
      return Error{ErrorCode::kBadInput,
                   "The channel " + quoteForMessage(channel.name) +
                       " has no values: every cell is missing. Leave it out of columns.",
                   context};
    }
    const bool isConstant =
        std::all_of(first, channel.values.end(), [first](double v) { return std::isnan(v) || v == *first; });
    if (isConstant) {
      constant.push_back(quoteForMessage(channel.name));
    }
  }
  if (constant.size() > 3) {
    notes.push_back(std::to_string(constant.size()) + " channels are constant, among them " + constant.front() + ".");
  } else if (!constant.empty()) {
    notes.push_back((constant.size() == 1 ? "The channel " : "The channels ") + base::joinWords(constant, "and") +
                    (constant.size() == 1 ? " is" : " are") + " constant: every method forecasts it without error.");
  }
  return {};
}

}  // namespace touchstone::data
