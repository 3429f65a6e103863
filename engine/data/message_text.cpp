#include "engine/data/message_text.h"

#include <algorithm>

namespace touchstone::data {

namespace {

bool isFirstOfCharacter(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

}  // namespace

std::string quoteForMessage(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  std::string quoted = "\"";
  std::size_t count = 0;
  for (const char c : text) {
    if (isFirstOfCharacter(c) && count++ == kLongest) {
      return quoted + "...\"";
    }
    const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    quoted += isControl ? ' ' : c;
  }
  return quoted + "\"";
}

std::string counted(std::size_t count, const char* word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

std::string listNames(const std::vector<std::string>& names, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i) {
    text += (i == 0 ? "" : ", ") + names[i];
  }
  return names.size() > most ? text + " and " + std::to_string(names.size() - most) + " more" : text;
}

std::size_t charactersBefore(std::string_view text, std::size_t position) {
  const std::string_view front = text.substr(0, std::min(position, text.size()));
  return static_cast<std::size_t>(std::count_if(front.begin(), front.end(), isFirstOfCharacter));
}

}  // namespace touchstone::data
