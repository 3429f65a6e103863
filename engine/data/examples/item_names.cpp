#include "engine/data/examples/item_names.h"

#include <charconv>
#include <numeric>
#include <optional>

#include "engine/data/csv_cell.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

// A file's name without its ending; a name without one as it is.
std::string_view withoutEnding(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::size_t slash = name.rfind('/');
  const bool isEnding = dot != std::string_view::npos && dot > (slash == std::string_view::npos ? 0 : slash + 1) &&
                        name.size() - dot <= 6;
  return isEnding ? name.substr(0, dot) : name;
}

std::optional<std::size_t> wholeNumber(std::string_view text) {
  std::size_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

struct NumberRange {
  std::size_t first = 0, last = 0;
};

std::optional<NumberRange> numberRange(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = wholeNumber(trimmed(text.substr(0, dash)));
  const auto last = dash == std::string_view::npos ? first : wholeNumber(trimmed(text.substr(dash + 1)));
  return first && last ? std::optional(NumberRange{*first, *last}) : std::nullopt;
}

}  // namespace

void ItemNames::add(Index& index, std::string_view name, std::uint32_t item) {
  if (const auto [place, isNew] = index.try_emplace(name, item); !isNew && place->second != item) {
    place->second = kSeveral;
  }
}

ItemNames::ItemNames(std::span<const std::string> names) : m_names(names) {
  m_full.reserve(names.size());
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[i];
    add(m_full, name, i);
    add(m_short, withoutEnding(name), i);
    if (const std::size_t slash = name.find('/'); slash != std::string_view::npos) {
      const std::string_view tail = name.substr(slash + 1), last = name.substr(name.rfind('/') + 1);
      for (const std::string_view part : {tail, withoutEnding(tail), last, withoutEnding(last)}) {
        add(m_short, part, i);
      }
    }
  }
}

Result<std::vector<std::uint32_t>> ItemNames::find(std::string_view text) const {
  for (const Index* index : {&m_full, &m_short}) {
    auto found = index->find(text);
    found = found == index->end() && index == &m_short ? index->find(withoutEnding(text)) : found;
    if (found == index->end()) {
      continue;
    }
    if (found->second == kSeveral) {
      return Error{ErrorCode::kBadInput,
                   "Several items are called " + quoteForMessage(text) + ". Write the whole name, or numbers from 1.",
                   {}};
    }
    return std::vector<std::uint32_t>{found->second};
  }
  const auto range = numberRange(text);
  if (!range) {
    return Error{ErrorCode::kBadInput,
                 "There is no item " + quoteForMessage(text) + ". The first item is called " +
                     quoteForMessage(m_names.empty() ? std::string() : m_names.front()) + ".",
                 {}};
  }
  if (range->first < 1 || range->last > m_names.size() || range->first > range->last) {
    return Error{ErrorCode::kBadInput,
                 "The number " + quoteForMessage(text) + " is not from 1 to " + std::to_string(m_names.size()) +
                     ", the number of items.",
                 {}};
  }
  std::vector<std::uint32_t> items(range->last - range->first + 1);
  std::iota(items.begin(), items.end(), static_cast<std::uint32_t>(range->first - 1));
  return items;
}

}  // namespace touchstone::data
