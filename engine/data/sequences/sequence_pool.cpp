#include "engine/data/sequences/sequence_pool.h"

#include <algorithm>
#include <numeric>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"
#include "engine/data/sequences/sequence_inputs.h"

namespace touchstone::data {

namespace {

// Numbers by value, everything else by its bytes.
bool isBefore(const std::string& a, const std::string& b) {
  double x = 0.0, y = 0.0;
  const bool isNumberA = parseCell(a, x) == CellKind::kNumber, isNumberB = parseCell(b, y) == CellKind::kNumber;
  if (isNumberA && isNumberB && x != y) {
    return x < y;
  }
  return isNumberA == isNumberB ? a < b : isNumberA;
}

std::string lettersText(const SequenceStatistics& statistics) {
  std::vector<std::string> counts;
  for (std::size_t code = SequenceAlphabet::kCodes; code-- > 0;) {
    if (statistics.ambiguities[code] > 0) {
      counts.push_back(std::string(1, SequenceAlphabet::letter(static_cast<std::uint8_t>(code))) + " " +
                       std::to_string(statistics.ambiguities[code]));
    }
  }
  return listNames(counts, counts.size());
}

void noteLetters(const SequenceStatistics& statistics, int channels, std::vector<std::string>& notes) {
  if (statistics.ambiguous > 0) {
    notes.push_back(
        "Ambiguous letters in " + counted(statistics.ambiguous, "sequence") + " (" + lettersText(statistics) +
        "): " + (channels == 5 ? "each is an N." : "each counts in equal shares as the letters it may be."));
  }
  if (statistics.uracil > 0) {
    notes.push_back("U was read as T in " + counted(statistics.uracil, "sequence") + ".");
  }
}

void noteLengths(const SequenceStatistics& s, std::size_t count, std::size_t width, const SequenceOptions& options,
                 std::vector<std::string>& notes) {
  const std::string of = " of " + counted(count, "sequence");
  if (s.cropped > 0) {
    constexpr const char* kParts[] = {"their centre", "their first letters", "their last letters"};
    notes.push_back("Cropped to " + std::to_string(width) + " letters: " + std::to_string(s.cropped) + of + " (up to " +
                    std::to_string(s.longest) + " long), of which " + kParts[static_cast<std::size_t>(options.crop)] +
                    " stay.");
  }
  if (s.padded > 0) {
    notes.push_back("Padded with zeros on the right to " + std::to_string(width) + " letters: " +
                    std::to_string(s.padded) + of + ", the shortest " + std::to_string(s.shortest) + " long.");
  }
  // A tenth of the letters: the rest of every batch would be padding.
  if (options.length == 0 && s.longest > 10 * s.shortest && s.atLongest * 100 < count) {
    notes.push_back("Few sequences are as long as the longest (" + std::to_string(s.longest) +
                    " letters). Setting length to a smaller number saves time and memory.");
  }
}

}  // namespace

std::uint32_t SequencePool::labelNumber(std::string_view label) {
  if (m_lastLabel < m_labelNames.size() && m_labelNames[m_lastLabel] == label) {
    return m_lastLabel;
  }
  if (const auto found = m_labelNumbers.find(label); found != m_labelNumbers.end()) {
    return m_lastLabel = found->second;
  }
  m_lastLabel = static_cast<std::uint32_t>(m_labelNames.size());
  m_labelNames.emplace_back(label);
  m_labelNumbers.emplace(label, m_lastLabel);
  return m_lastLabel;
}

void SequencePool::crop(std::size_t start) {
  const std::size_t size = m_codes.size() - start, length = m_options.length;
  if (length == 0 || size <= length) {
    return;
  }
  const std::size_t surplus = size - length;
  const std::size_t first = m_options.crop == Crop::kLeft ? 0 : m_options.crop == Crop::kRight ? surplus : surplus / 2;
  const auto from = m_codes.begin() + static_cast<std::ptrdiff_t>(start + first);
  std::copy(from, from + static_cast<std::ptrdiff_t>(length), m_codes.begin() + static_cast<std::ptrdiff_t>(start));
  m_codes.resize(start + length);
  ++m_statistics.cropped;
}

void SequencePool::closeItem(std::string name, bool hasUracil) {
  const std::size_t start = openStart(), size = m_codes.size() - start;
  SequenceStatistics& s = m_statistics;
  s.shortest = m_ends.empty() ? size : std::min(s.shortest, size);
  s.atLongest = size > s.longest ? 1 : s.atLongest + (size == s.longest ? 1U : 0U);
  s.longest = std::max(s.longest, size);
  s.uracil += hasUracil ? 1U : 0U;
  const auto first = m_codes.begin() + static_cast<std::ptrdiff_t>(start);
  const unsigned ambiguous = std::accumulate(first, m_codes.end(), 0U, [](unsigned any, std::uint8_t code) {
    return any | static_cast<unsigned>(code & (code - 1));
  });
  if (ambiguous != 0) {
    ++s.ambiguous;
    std::for_each(first, m_codes.end(),
                  [&s](std::uint8_t code) { s.ambiguities[code] += SequenceAlphabet::isAmbiguous(code) ? 1U : 0U; });
  }
  crop(start);
  m_ends.push_back(m_codes.size());
  m_labelEnds.push_back(m_labels.size());
  m_names.push_back(std::move(name));
}

Targets SequencePool::makeTargets() const {
  // Classes in the order of their names; the place of each number in it.
  std::vector<std::uint32_t> order(m_labelNames.size());
  std::iota(order.begin(), order.end(), 0U);
  if (m_options.labels.empty()) {
    std::sort(order.begin(), order.end(),
              [this](std::uint32_t a, std::uint32_t b) { return isBefore(m_labelNames[a], m_labelNames[b]); });
  }
  std::vector<std::int32_t> places(order.size());
  Targets targets;
  for (std::size_t i = 0; i < order.size(); ++i) {
    targets.classes.push_back(m_labelNames[order[i]]);
    places[order[i]] = static_cast<std::int32_t>(i);
  }
  if (!m_options.isMultiLabel && m_options.labels.empty()) {
    targets.labels.reserve(count());
    for (const std::uint32_t label : m_labels) {
      targets.labels.push_back(places[label]);
    }
    return targets;
  }
  targets.kind = TargetKind::kMultiLabel;
  targets.bits.resize(count() * order.size());
  std::size_t next = 0;
  for (std::size_t item = 0; item < count(); ++item) {
    for (; next < m_labelEnds[item]; ++next) {
      targets.bits[item * order.size() + static_cast<std::size_t>(places[m_labels[next]])] = 1;
    }
  }
  return targets;
}

Result<void> SequencePool::finish(ExampleSet& set) {
  SequenceStatistics& s = m_statistics;
  const std::size_t width = m_options.length > 0 ? m_options.length : s.longest;
  if (width > SequenceOptions::kLongest) {
    return Error{ErrorCode::kBadInput,
                 "The longest sequence has " + std::to_string(width) + " letters, more than the " +
                     std::to_string(SequenceOptions::kLongest) +
                     " of one example. Set length, or cut the sequences into windows.",
                 {}};
  }
  set.exactKeys.reserve(count());
  set.nearKeys.reserve(count());
  std::vector<std::uint8_t> turned;
  std::size_t start = 0;
  for (const std::size_t end : m_ends) {
    const std::uint8_t* const codes = m_codes.data() + start;
    turned.resize(end - start);
    std::transform(codes, codes + (end - start), turned.rbegin(), SequenceAlphabet::complement);
    const std::uint64_t key = sequenceKey(codes, end - start);
    set.exactKeys.push_back(key);
    set.nearKeys.push_back(std::min(key, sequenceKey(turned.data(), turned.size())));
    s.padded += end - start < width ? 1U : 0U;
    start = end;
  }
  noteLengths(s, count(), width, m_options, set.notes);
  noteLetters(s, m_options.channels, set.notes);
  set.targets = makeTargets();
  set.names = std::move(m_names);
  set.inputs = std::make_shared<SequenceInputs>(std::move(m_codes), std::move(m_ends), static_cast<int>(width),
                                                m_options.channels);
  return {};
}

}  // namespace touchstone::data
