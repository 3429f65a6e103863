#include "engine/data/table_guess.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "engine/data/csv_cell.h"
#include "engine/data/csv_reader.h"

namespace touchstone::data {

namespace {

constexpr std::size_t kMostRecords = 200;
constexpr std::size_t kMostCells = 1'000'000;  // a wide file of 100,000 columns needs no 200 records

// The first records, kept as text, column by column; a short record leaves its last cells empty.
struct Beginning {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> columns;
  std::size_t records = 0;
  char separator = ',';
};

Result<Beginning> readBeginning(const std::filesystem::path& file) {
  auto reader = CsvReader::open(file);
  if (!reader) {
    return reader.error();
  }
  // Whether short records are a mistake is decided by the layout, which is not known yet.
  reader->allowShortRecords();
  Beginning beginning;
  beginning.header = reader->header();
  beginning.separator = reader->separator();
  beginning.columns.resize(beginning.header.size());
  while (beginning.records < kMostRecords && beginning.records * beginning.columns.size() < kMostCells) {
    const auto more = reader->next();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    const auto cells = reader->cells();
    for (std::size_t i = 0; i < beginning.columns.size(); ++i) {
      beginning.columns[i].emplace_back(i < cells.size() ? cells[i] : std::string_view());
    }
    ++beginning.records;
  }
  return beginning;
}

bool isCounterName(const std::string& name, std::size_t position) {
  const std::string lower = lowerCase(name);
  constexpr std::string_view kNames[] = {"t", "index", "idx", "step", "row", "obs",
                                         "n", "no",    "nr",  "#",    "id",  "unnamed: 0"};
  return std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames) || isDateName(name) ||
         (position == 0 && lower == "column 1");
}

// Numbers with equal steps upwards, up to the rounding of printed decimals.
bool areEvenSteps(const std::vector<std::string>& cells) {
  double before = 0.0, smallest = 0.0, largest = 0.0;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    double value = 0.0;
    if (parseCell(cells[i], value) != CellKind::kNumber) {
      return false;
    }
    const double step = value - before;
    if (i == 1) {
      smallest = largest = step;
    } else if (i > 1) {
      smallest = std::min(smallest, step);
      largest = std::max(largest, step);
    }
    before = value;
  }
  return cells.size() >= 2 && smallest > 0.0 && largest <= 1.1 * smallest;
}

bool isFirstTextual(const std::vector<std::string>& cells) {
  double ignored = 0.0;
  const auto first = std::find_if(cells.begin(), cells.end(), [&ignored](const std::string& cell) {
    return parseCell(cell, ignored) != CellKind::kMissing;
  });
  return first != cells.end() && parseCell(*first, ignored) == CellKind::kText;
}

const std::string* firstPresent(const std::vector<std::string>& cells) {
  double ignored = 0.0;
  const auto found = std::find_if(cells.begin(), cells.end(), [&ignored](const std::string& cell) {
    return parseCell(cell, ignored) != CellKind::kMissing;
  });
  return found != cells.end() ? &*found : nullptr;
}

// The form of a column's dates. A plain number is a date only where all of them are: 1949, 1949.083 counts years.
std::optional<DateForm> findForm(const std::string& name, const std::vector<std::string>& cells,
                                 const std::string& first) {
  if (const auto form = findDateForm(first); form || !isDateName(name)) {
    return form;
  }
  const auto form = findNamedDateForm(first);
  const auto suits = [&form](const std::string& cell) { return parseDate(cell, *form).has_value(); };
  return form && std::all_of(cells.begin(), cells.end(), suits) ? form : std::nullopt;
}

ColumnGuess guessColumn(const Beginning& beginning, std::size_t column) {
  ColumnGuess guess{beginning.header[column]};
  const std::string* first = firstPresent(beginning.columns[column]);
  if (first == nullptr) {
    return guess;  // nothing but missing cells so far: values
  }
  if (const auto form = findForm(guess.name, beginning.columns[column], *first)) {
    guess.role = ColumnRole::kDate;
    guess.form = *form;
  } else if (isFirstTextual(beginning.columns[column])) {
    guess.role = ColumnRole::kText;
  } else if (isCounterName(guess.name, column) && areEvenSteps(beginning.columns[column])) {
    guess.role = ColumnRole::kCounter;
  }
  return guess;
}

// Header cells that number or date the values of wide rows: V2, V3, V4; 1, 2, 3; 2015-07-01, 2015-07-02.
bool countSteps(const std::vector<std::string>& header) {
  std::string stem;
  std::int64_t number = 0;
  for (std::size_t i = 1; i < header.size(); ++i) {
    if (findDateForm(header[i])) {
      continue;
    }
    const std::size_t digits = header[i].find_last_not_of("0123456789") + 1;  // 0 where all are digits
    std::int64_t value = 0;
    const auto [end, code] = std::from_chars(header[i].data() + digits, header[i].data() + header[i].size(), value);
    const bool isNumbered =
        digits < header[i].size() && code == std::errc() && end == header[i].data() + header[i].size();
    const std::string_view front = std::string_view(header[i]).substr(0, digits);
    if (!isNumbered || (i > 1 && (front != stem || value != number + 1))) {
      return false;
    }
    stem = front;
    number = value;
  }
  return true;
}

bool isWideTable(const Beginning& beginning) {
  if (beginning.header.size() < 3 || beginning.records == 0 || !countSteps(beginning.header)) {
    return false;
  }
  const auto& ids = beginning.columns[0];
  double ignored = 0.0;
  const bool areTexts = std::all_of(ids.begin(), ids.end(), [&ignored](const std::string& id) {
    return parseCell(id, ignored) == CellKind::kText && !findDateForm(id);
  });
  if (!areTexts || std::set<std::string>(ids.begin(), ids.end()).size() != ids.size()) {
    return false;
  }
  return std::none_of(beginning.columns.begin() + 1, beginning.columns.end(), isFirstTextual);
}

}  // namespace

Result<TableGuess> guessTable(const std::filesystem::path& file) {
  const auto beginning = readBeginning(file);
  if (!beginning) {
    return beginning.error();
  }
  TableGuess guess;
  guess.records = beginning->records;
  guess.separator = beginning->separator;
  guess.isWide = isWideTable(*beginning);
  for (std::size_t i = 0; i < beginning->header.size(); ++i) {
    guess.columns.push_back(guess.isWide ? ColumnGuess{beginning->header[i]} : guessColumn(*beginning, i));
  }
  if (guess.isWide) {
    guess.columns[0].role = ColumnRole::kText;
    return guess;
  }
  // The clock: a date column by name, else the first date column, else a counter.
  const auto find = [&guess](auto&& matches) {
    const auto found = std::find_if(guess.columns.begin(), guess.columns.end(), matches);
    return found != guess.columns.end() ? std::optional<std::size_t>(found - guess.columns.begin()) : std::nullopt;
  };
  const auto isDate = [](const ColumnGuess& c) { return c.role == ColumnRole::kDate; };
  guess.clock = find([&isDate](const ColumnGuess& c) { return isDate(c) && isDateName(c.name); });
  guess.clock = guess.clock ? guess.clock : find(isDate);
  guess.clock = guess.clock ? guess.clock : find([](const ColumnGuess& c) { return c.role == ColumnRole::kCounter; });
  return guess;
}

}  // namespace touchstone::data
