// FASTA files of sequences (engine/data/sequences/sequence_files.h).
#include <unordered_map>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/fasta_reader.h"
#include "engine/data/sequences/sequence_files.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

// Ids of one file: equal ones may not have different classes.
class IdTable {
 public:
  // The line of an earlier record with this id and another label; 0: none.
  std::size_t add(std::string_view id, std::string_view label, std::size_t line) {
    const auto [place, isNew] = m_lines.try_emplace(std::string(id), First{std::string(label), line});
    if (isNew) {
      return 0;
    }
    ++m_repeated;
    m_firstRepeated = m_firstRepeated.empty() ? std::string(id) : m_firstRepeated;
    return place->second.label == label ? 0 : place->second.line;
  }

  std::size_t repeated() const { return m_repeated; }
  const std::string& firstRepeated() const { return m_firstRepeated; }

 private:
  struct First {
    std::string label;
    std::size_t line = 0;
  };
  std::unordered_map<std::string, First> m_lines;
  std::size_t m_repeated = 0;
  std::string m_firstRepeated;
};

Error noClass(const FastaReader& reader, const std::string& rule) {
  if (rule.empty()) {
    return {ErrorCode::kBadInput,
            "The classes of this FASTA file are not known: its name says none. Write \"" +
                reader.path().filename().string() +
                " = CLASS\" in the list of files, or set label_in_header where the headers hold the class.",
            reader.path().string()};
  }
  return reader.errorAt(reader.line(), 0,
                        "The header " + quoteForMessage(reader.header()) + " has no class where label_in_header = " +
                            quoteForMessage(rule) + " looks for it. Mend the header or the option.");
}

// "seq1|" of "seq1|promoter": a record that occurs again with another class is the same record.
std::string_view withoutLabel(std::string_view id, std::string_view label) {
  const auto* const end = id.data() + id.size();
  const bool isInside = label.data() > id.data() && label.data() + label.size() <= end;  // both views of one header
  return isInside ? id.substr(0, static_cast<std::size_t>(label.data() - id.data())) : id;
}

void addLabels(std::string_view label, SequencePool& pool) {
  if (!pool.options().isMultiLabel) {
    pool.addLabel(label);
    return;
  }
  while (!label.empty()) {
    const std::size_t border = label.find_first_of(";|");
    if (const std::string_view one = trimmed(label.substr(0, border)); !one.empty()) {
      pool.addLabel(one);
    }
    label.remove_prefix(border == std::string_view::npos ? label.size() : border + 1);
  }
}

Result<void> addRecords(FastaReader& reader, const SequenceSource& source, const std::string& prefix,
                        SequencePool& pool, SequenceFileFacts& facts) {
  const std::string& rule = pool.options().labelInHeader;
  IdTable ids;
  for (std::size_t record = 1;; ++record) {
    const auto more = reader.next(pool.codes());
    if (!more) {
      return more.error();
    }
    if (!*more) {
      break;
    }
    const auto label =
        rule.empty() ? std::optional<std::string_view>(source.className) : headerLabel(reader.header(), rule);
    if (!label || label->empty()) {
      return noClass(reader, rule);
    }
    addLabels(*label, pool);
    facts.firstHeader = record == 1 ? reader.header() : facts.firstHeader;
    if (reader.id().empty()) {
      pool.closeItem(prefix + "record " + std::to_string(record), reader.hasUracil());
    } else {
      if (const std::size_t other = ids.add(withoutLabel(reader.id(), *label), *label, reader.line()); other > 0) {
        return reader.errorAt(reader.line(), 0,
                              "The id " + quoteForMessage(reader.id()) + " occurs in line " + std::to_string(other) +
                                  " with another class. Rename one of the records, or take the wrong one out.");
      }
      pool.closeItem(prefix + std::string(reader.id()), reader.hasUracil());
    }
  }
  if (ids.repeated() > 0) {
    facts.notes.push_back("Ids that occur before: " + std::to_string(ids.repeated()) + ", first " +
                          quoteForMessage(ids.firstRepeated()) + ".");
  }
  return {};
}

}  // namespace

Result<SequenceFileFacts> addFasta(const SequenceSource& source, const std::string& prefix, SequencePool& pool) {
  auto reader = FastaReader::open(source.file);
  if (!reader) {
    return reader.error();
  }
  std::error_code ignored;
  if (const auto bytes = fs::file_size(source.file, ignored); !ignored && !reader->isCompressed()) {
    pool.reserveBytes(bytes);
  }
  SequenceFileFacts facts;
  if (auto added = addRecords(*reader, source, prefix, pool, facts); !added) {
    return added.error();
  }
  facts.contentHash = reader->contentHash();
  facts.textBytes = reader->bytesRead();
  facts.isCompressed = reader->isCompressed();
  return facts;
}

}  // namespace touchstone::data
