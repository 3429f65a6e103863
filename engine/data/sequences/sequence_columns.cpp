#include "engine/data/sequences/sequence_columns.h"

#include <algorithm>
#include <set>

#include "engine/base/text.h"
#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_alphabet.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostRecords = 200;
constexpr std::size_t kShortestSequence = 8;  // shorter ones may be words: TAG, CAT, GATTACA
constexpr std::size_t kMostListed = 20;

// The first records, column by column.
struct Beginning {
  CsvHeader header = CsvHeader::kFirstRecord;
  std::vector<std::string> names;
  std::vector<std::vector<std::string>> columns;
};

Result<Beginning> readBeginning(const fs::path& file) {
  Beginning beginning;
  {
    auto first = CsvReader::open(file, CsvHeader::kNone);
    if (!first) {
      return first.error();
    }
    if (const auto more = first->next(); !more) {
      return more.error();
    }
    const auto cells = first->cells();
    if (std::any_of(cells.begin(), cells.end(), looksLikeSequence)) {
      beginning.header = CsvHeader::kNone;
    }
  }
  auto reader = CsvReader::open(file, beginning.header);
  if (!reader) {
    return reader.error();
  }
  beginning.names = reader->header();
  beginning.columns.resize(beginning.names.size());
  for (std::size_t record = 0; record < kMostRecords; ++record) {
    const auto more = reader->next();
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    for (std::size_t i = 0; i < beginning.columns.size(); ++i) {
      beginning.columns[i].emplace_back(trimmed(reader->cells()[i]));
    }
  }
  return beginning;
}

bool holdsSequences(const std::vector<std::string>& cells) {
  const auto isLetters = [](const std::string& cell) { return findStrayByte(cell, false) == std::string::npos; };
  return std::all_of(cells.begin(), cells.end(), isLetters) &&
         std::any_of(cells.begin(), cells.end(), looksLikeSequence);
}

// Usual headers of a column that names the rows.
bool isItemName(const std::string& name) {
  constexpr std::string_view kNames[] = {"id", "name", "seqname", "seq_id", "sequence_id", "identifier", "header"};
  return std::find(std::begin(kNames), std::end(kNames), lowerCase(name)) != std::end(kNames);
}

class ColumnFinder {
 public:
  ColumnFinder(const fs::path& file, const Beginning& beginning, const SequenceOptions& options)
      : m_file(file), m_beginning(beginning), m_options(options) {}

  Result<SequenceColumns> find() {
    m_found.header = m_beginning.header;
    m_found.columnNames = m_beginning.names;
    if (m_found.header == CsvHeader::kNone) {
      m_found.notes.emplace_back("The table has no header: its first line holds a sequence.");
    }
    if (auto found = findSequence(); !found) {
      return found.error();
    }
    if (auto found = m_options.labels.empty() ? findLabel() : findLabels(); !found) {
      return found.error();
    }
    findName();
    return std::move(m_found);
  }

 private:
  std::optional<std::size_t> placeOf(std::string_view name) const {
    const auto found = std::find(m_beginning.names.begin(), m_beginning.names.end(), name);
    return found != m_beginning.names.end() ? std::optional(static_cast<std::size_t>(found - m_beginning.names.begin()))
                                            : std::nullopt;
  }

  std::string listed() const { return "The columns are " + listNames(m_beginning.names, kMostListed) + "."; }

  Error missing(const std::string& name) const {
    return {ErrorCode::kNotFound,
            "There is no column " + quoteForMessage(name) + base::didYouMean(name, m_beginning.names) + " " + listed(),
            m_file.string()};
  }

  Error unknown(const char* what, const char* option) const {
    return {ErrorCode::kNotFound,
            std::string("It is not clear which column holds the ") + what + ". Set " + option + " = \"NAME\". " +
                listed(),
            m_file.string()};
  }

  void note(const char* what, std::size_t column, const char* option) {
    const std::string name = quoteForMessage(m_beginning.names[column]);
    m_found.notes.push_back("The column " + name + " was taken for the " + what + "; to say so, set " + option + " = " +
                            name + ".");
  }

  bool isTaken(std::size_t column) const {
    return column == m_found.sequence ||
           std::find(m_found.labels.begin(), m_found.labels.end(), column) != m_found.labels.end();
  }

  std::size_t distinct(std::size_t column) const {
    const auto& cells = m_beginning.columns[column];
    return std::set<std::string_view>(cells.begin(), cells.end()).size();
  }

  Result<void> findSequence() {
    const std::string wanted = m_options.sequence.empty() ? "sequence" : m_options.sequence;
    if (const auto place = placeOf(wanted)) {
      m_found.sequence = *place;
      return {};
    }
    if (!m_options.sequence.empty()) {
      return missing(wanted);
    }
    std::vector<std::size_t> candidates;
    for (std::size_t i = 0; i < m_beginning.columns.size(); ++i) {
      if (holdsSequences(m_beginning.columns[i])) {
        candidates.push_back(i);
      }
    }
    if (candidates.size() != 1) {
      return unknown("sequences", "sequence");
    }
    m_found.sequence = candidates.front();
    note("sequences", m_found.sequence, "sequence");
    return {};
  }

  Result<void> findLabel() {
    const std::string wanted = m_options.label.empty() ? "label" : m_options.label;
    if (const auto place = placeOf(wanted)) {
      m_found.labels = {*place};
    } else if (!m_options.label.empty()) {
      return missing(wanted);
    } else if (const auto guess = guessLabel()) {
      m_found.labels = {*guess};
      note("classes", *guess, "label");
    } else {
      return unknown("classes", "label");
    }
    if (m_found.labels.front() == m_found.sequence) {
      return Error{ErrorCode::kBadInput,
                   "The column " + quoteForMessage(m_beginning.names[m_found.sequence]) +
                       " cannot be both sequence and label. Name two columns.",
                   m_file.string()};
    }
    return {};
  }

  // By a usual name; of a table without a header, the column with fewest different texts.
  std::optional<std::size_t> guessLabel() const {
    constexpr std::string_view kNames[] = {"labels", "class", "classes", "target", "category", "y", "type"};
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < m_beginning.names.size(); ++i) {
      if (i == m_found.sequence || isItemName(m_beginning.names[i])) {
        continue;
      }
      rest.push_back(i);
      const std::string lower = lowerCase(m_beginning.names[i]);
      if (lower == "label" || std::find(std::begin(kNames), std::end(kNames), lower) != std::end(kNames)) {
        return i;
      }
    }
    if (rest.size() == 1) {
      return rest.front();
    }
    if (m_found.header == CsvHeader::kFirstRecord || rest.empty()) {
      return std::nullopt;
    }
    return *std::min_element(rest.begin(), rest.end(),
                             [this](std::size_t a, std::size_t b) { return distinct(a) < distinct(b); });
  }

  Result<void> findLabels() {
    for (const std::string& name : m_options.labels) {
      const auto place = placeOf(name);
      if (!place) {
        return missing(name);
      }
      if (isTaken(*place)) {
        return Error{ErrorCode::kBadInput,
                     "The column " + quoteForMessage(name) + " is named twice among sequence and labels.",
                     m_file.string()};
      }
      m_found.labels.push_back(*place);
    }
    return {};
  }

  void findName() {
    std::vector<std::size_t> rest;
    for (std::size_t i = 0; i < m_beginning.names.size(); ++i) {
      if (isTaken(i)) {
        continue;
      }
      rest.push_back(i);
      if (isItemName(m_beginning.names[i])) {
        m_found.name = i;
        return;
      }
    }
    if (m_found.header == CsvHeader::kNone && rest.size() == 1) {
      m_found.name = rest.front();
    }
  }

  const fs::path& m_file;
  const Beginning& m_beginning;
  const SequenceOptions& m_options;
  SequenceColumns m_found;
};

}  // namespace

bool looksLikeSequence(std::string_view cell) {
  const std::string_view text = trimmed(cell);
  return text.size() >= kShortestSequence && findStrayByte(text, false) == std::string_view::npos;
}

Result<SequenceColumns> findSequenceColumns(const fs::path& file, const SequenceOptions& options) {
  const auto beginning = readBeginning(file);
  if (!beginning) {
    return beginning.error();
  }
  return ColumnFinder(file, *beginning, options).find();
}

}  // namespace touchstone::data
