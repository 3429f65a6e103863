#include "engine/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace touchstone::base {

namespace {

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// Optimal string alignment distance.
std::size_t editDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> beforeLast(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      const bool isSwap = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1]);
      if (isSwap) {
        row[j] = std::min(row[j], beforeLast[j - 2] + 1);
      }
    }
    std::swap(beforeLast, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::string nearestName(std::string_view word, std::span<const std::string> candidates) {
  std::string best;
  std::size_t bestDistance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

std::string didYouMean(std::string_view word, std::span<const std::string> candidates) {
  const std::string nearest = nearestName(word, candidates);
  return nearest.empty() ? std::string(".") : ", did you mean \"" + nearest + "\"?";
}

std::string joinWords(std::span<const std::string> words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) {
      text += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    }
    text += words[i];
  }
  return text;
}

std::string numberText(double value) {
  std::array<char, 32> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return std::string(buffer.data(), result.ptr);
}

std::string dataStem(const std::filesystem::path& file) {
  const std::string name = file.filename().string();
  return name.substr(0, std::max<std::size_t>(1, name.find('.')));
}

std::string fileStem(std::string_view name) {
  constexpr std::size_t kLongest = 60;
  std::string stem;
  for (const char c : name) {
    const bool isPlain = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '.';
    if (isPlain && !(c == '.' && stem.empty())) {
      stem += c;
    } else if (!stem.empty() && stem.back() != '-') {
      stem += '-';
    }
    if (stem.size() == kLongest) {
      break;
    }
  }
  while (!stem.empty() && (stem.back() == '-' || stem.back() == '.')) {
    stem.pop_back();
  }
  return stem.empty() ? "unnamed" : stem;
}

}  // namespace touchstone::base
