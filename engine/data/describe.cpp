#include "engine/data/describe.h"

#include <algorithm>
#include <cmath>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/season.h"
#include "engine/data/sequences/fasta_reader.h"
#include "engine/data/sequences/sequence_columns.h"
#include "engine/data/sequences/sequence_sources.h"
#include "engine/data/standardiser.h"
#include "engine/data/table_scan.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostFiles = 200;
constexpr int kDeepest = 4;
constexpr std::size_t kMostClasses = 20;

ChannelSummary summarise(const ScannedColumn& column) {
  ChannelSummary summary;
  summary.name = column.name;
  summary.missing = column.missing;
  double sum = 0.0;
  for (const double value : column.values) {
    if (std::isnan(value)) {
      continue;
    }
    summary.min = summary.values == 0 ? value : std::min(summary.min, value);
    summary.max = summary.values == 0 ? value : std::max(summary.max, value);
    sum += value;
    ++summary.values;
  }
  if (summary.values > 0) {
    summary.mean = sum / static_cast<double>(summary.values);
    summary.isConstant = summary.min == summary.max;
  }
  summary.codes = suspectMissingCodes(column.values);
  return summary;
}

TextSummary summariseText(const ScannedColumn& column) {
  TextSummary summary{column.name, column.missing, column.shortest, column.longest, column.texts.size(), {}};
  if (column.texts.size() <= kMostClasses) {
    summary.classes.assign(column.texts.begin(), column.texts.end());
  }
  return summary;
}

// At most three problems of a kind are told one by one.
class ProblemList {
 public:
  explicit ProblemList(std::vector<std::string>& problems) : m_problems(problems) {}
  void add(std::string problem) {
    if (++m_count <= kMost) {
      m_problems.push_back(std::move(problem));
    }
  }
  void finish(const std::string& more) {
    if (m_count > kMost) {
      m_problems.push_back(std::to_string(m_count - kMost) + more);
    }
  }

 private:
  static constexpr std::size_t kMost = 3;
  std::vector<std::string>& m_problems;
  std::size_t m_count = 0;
};

void findChannelProblems(const TableScan& scan, Description& description) {
  ProblemList misfits(description.problems), empty(description.problems), constant(description.problems);
  for (const ScannedColumn& column : scan.columns) {
    if (column.misfits > 0) {
      misfits.add(quoteForMessage(column.name) + ": " + counted(column.misfits, "cell") + " out of place, first in " +
                  column.firstMisfit + ".");
    }
  }
  misfits.finish(" more columns have cells out of place.");
  for (const ChannelSummary& channel : description.channels) {
    if (channel.values == 0) {
      empty.add("The channel " + quoteForMessage(channel.name) + " has no values: every cell is missing.");
    } else if (channel.isConstant) {
      constant.add("The channel " + quoteForMessage(channel.name) + " is constant.");
    }
    for (const SuspectedCode& code : channel.codes) {
      description.problems.push_back("The channel " + quoteForMessage(channel.name) + " holds " +
                                     base::numberText(code.code) + " " + counted(code.count, "time") +
                                     ", far from its other values: probably a code for a missing "
                                     "value. If so, set missing = [" +
                                     base::numberText(code.code) + "] in the study file.");
    }
  }
  empty.finish(" more channels have no values.");
  constant.finish(" more channels are constant.");
}

void describeClock(const std::vector<std::int64_t>& timesS, Description& description) {
  if (timesS.empty()) {
    return;
  }
  const Clock clock = readClock(timesS);
  description.clock = clock;
  description.firstDate = dateText(timesS.front());
  description.lastDate = dateText(timesS.back());
  for (std::string& stumble : clockStumbles(clock, timesS)) {
    description.problems.push_back(std::move(stumble));
  }
}

int guessSeason(const TableScan& scan, const Clock& clock) {
  std::vector<std::vector<double>> filled;
  for (const ScannedColumn& column : scan.columns) {
    if (column.role == ColumnRole::kValues) {
      if (auto values = fillGaps(column.values, column.values.size())) {
        filled.push_back(std::move(*values));
      }
    }
  }
  const std::vector<std::span<const double>> channels(filled.begin(), filled.end());
  return detectSeason(channels, calendarSeasons(clock)).season;
}

void describeColumns(const TableScan& scan, Description& description) {
  for (std::size_t i = 0; i < scan.columns.size(); ++i) {
    const ScannedColumn& column = scan.columns[i];
    const bool isClock = !scan.guess.isWide && scan.guess.clock == i;
    if (isClock) {
      description.clockColumn = column.name;
    }
    if (column.role == ColumnRole::kText) {
      description.texts.push_back(summariseText(column));
    } else if (column.role == ColumnRole::kValues) {
      description.channels.push_back(summarise(column));
      const std::size_t length = column.values.size();
      description.shortest = description.longest == 0 ? length : std::min(description.shortest, length);
      description.longest = std::max(description.longest, length);
    }
  }
}

// What the beginning of a file says, for the list of a folder.
FolderEntry describeEntry(const fs::path& file, const fs::path& folder) {
  FolderEntry entry;
  entry.name = fs::relative(file, folder).string();
  std::error_code ignored;
  entry.sizeBytes = fs::file_size(file, ignored);
  if (hasFastaName(file)) {
    const auto fasta = FastaReader::open(file);
    entry.isReadable = fasta.ok();
    entry.what = fasta ? "FASTA" : fasta.error().message;
    return entry;
  }
  const auto guess = guessTable(file);
  if (!guess) {
    entry.what = guess.error().message;
    return entry;
  }
  entry.isReadable = true;
  std::vector<std::string> texts;
  std::size_t values = 0;
  for (const ColumnGuess& column : guess->columns) {
    values += column.role == ColumnRole::kValues ? 1U : 0U;
    if (column.role == ColumnRole::kText) {
      texts.push_back(column.name);
    }
  }
  entry.what = guess->isWide   ? "time series, one per row"
               : texts.empty() ? "time series, " + counted(values, "channel")
                               : "table with text columns: " + base::joinWords(texts, "and");
  return entry;
}

bool isTableName(const fs::path& file) {
  std::string name = lowerCase(file.filename().string());
  if (name.ends_with(".gz")) {
    name.resize(name.size() - 3);
  }
  return name.ends_with(".csv") || name.ends_with(".tsv");
}

// FASTA, tables without a header, folders: what no scan of columns tells.
Result<Description> describedSequences(const fs::path& path) {
  auto sequences = describeSequences(path);
  if (!sequences) {
    return sequences.error();
  }
  Description description;
  description.path = path.string();
  description.kind = TableKind::kSequences;
  description.separator = '\0';
  description.rows = sequences->count;
  description.textBytes = sequences->textBytes;
  description.isCompressed = sequences->isCompressed;
  description.contentHash = sequences->contentHash;
  description.problems = sequences->problems;
  for (const SequenceDescription::File& file : sequences->files) {
    std::error_code ignored;
    description.files.push_back(
        {fs::relative(file.path, path, ignored).string(), fs::file_size(file.path, ignored), file.what, true});
  }
  description.sequences = std::make_shared<const SequenceDescription>(std::move(*sequences));
  return description;
}

// A table with a header whose columns are sequences and classes; where it cannot be read as such, why not.
void describeSequenceTable(const fs::path& path, Description& description) {
  const auto columns = findSequenceColumns(path, {});
  if (description.kind != TableKind::kTextTable || !columns) {
    return;
  }
  auto sequences = describeSequences(path);
  if (!sequences) {
    description.problems.push_back("As sequences: " + sequences.error().text());
    return;
  }
  description.kind = TableKind::kSequences;
  description.problems.insert(description.problems.end(), sequences->problems.begin(), sequences->problems.end());
  description.sequences = std::make_shared<const SequenceDescription>(std::move(*sequences));
}

Result<Description> describeFolder(const fs::path& folder) {
  Description description;
  description.path = folder.string();
  description.kind = TableKind::kFolder;
  std::error_code code;
  std::vector<fs::path> tables;
  fs::recursive_directory_iterator walk(folder, fs::directory_options::skip_permission_denied, code), end;
  for (; !code && walk != end; walk.increment(code)) {
    if (walk.depth() >= kDeepest) {
      walk.disable_recursion_pending();
    }
    std::error_code ignored;
    if (walk->is_regular_file(ignored)) {
      isTableName(walk->path()) || hasFastaName(walk->path()) ? tables.push_back(walk->path()) : void(++description.otherFiles);
    }
  }
  if (code) {
    return Error{ErrorCode::kBadInput, "The folder cannot be read: " + code.message() + ".", folder.string()};
  }
  std::sort(tables.begin(), tables.end());
  if (tables.size() > kMostFiles) {
    description.problems.push_back("Only the first " + std::to_string(kMostFiles) + " of " +
                                   std::to_string(tables.size()) + " tables are listed.");
    tables.resize(kMostFiles);
  }
  for (const fs::path& file : tables) {
    description.files.push_back(describeEntry(file, folder));
  }
  for (auto& [name, what] : imageFoldersBelow(folder)) {
    description.files.push_back({name, 0, what + "; describe it by its own path", true});
  }
  if (description.files.empty()) {
    description.problems.emplace_back("There is no CSV file in this folder or below it, and no folder of images.");
  }
  return description;
}

Result<Description> describedImages(const fs::path& path) {
  auto images = describeImages(path);
  if (!images) {
    return images.error();
  }
  Description description;
  description.path = path.string();
  description.kind = TableKind::kImages;
  description.problems = images->problems;
  description.images = std::make_shared<const ImageDescription>(std::move(*images));
  return description;
}

}  // namespace

const char* toWord(TableKind kind) {
  switch (kind) {
  case TableKind::kSeriesInColumns:
    return "series-in-columns";
  case TableKind::kSeriesInRows:
    return "series-in-rows";
  case TableKind::kTextTable:
    return "text-table";
  case TableKind::kSequences:
    return "sequences";
  case TableKind::kFolder:
    return "folder";
  case TableKind::kImages:
    return "images";
  }
  return "";
}

Result<Description> describe(const fs::path& path) {
  if (looksLikeSequences(path)) {
    return describedSequences(path);
  }
  if (looksLikeImages(path)) {
    return describedImages(path);
  }
  std::error_code ignored;
  if (fs::is_directory(path, ignored)) {
    return describeFolder(path);
  }
  const auto scan = scanTable(path, Description::kMostDistinct);
  if (!scan) {
    return scan.error();
  }
  if (scan->rows == 0) {
    return Error{ErrorCode::kBadInput, "The file has a header and no rows. Check that it was written completely.",
                 path.string()};
  }
  Description description;
  description.path = path.string();
  description.textBytes = scan->textBytes;
  description.isCompressed = scan->isCompressed;
  description.separator = scan->guess.separator;
  description.contentHash = scan->contentHash;
  description.rows = scan->rows;
  describeColumns(*scan, description);
  description.kind = scan->guess.isWide          ? TableKind::kSeriesInRows
                     : description.texts.empty() ? TableKind::kSeriesInColumns
                                                 : TableKind::kTextTable;
  if (!scan->guess.isWide && scan->guess.clock) {
    describeClock(scan->columns[*scan->guess.clock].timesS, description);
  }
  findChannelProblems(*scan, description);
  describeSequenceTable(path, description);
  if (description.texts.empty() || description.kind == TableKind::kSeriesInRows) {
    description.season = guessSeason(*scan, description.clock);
    if (scan->rows == 1 && !scan->guess.isWide) {
      description.problems.emplace_back("There is one row only. A series needs many more.");
    }
  }
  return description;
}

}  // namespace touchstone::data
