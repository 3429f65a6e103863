#include "engine/report/markup.h"

#include <algorithm>

namespace touchstone::report {

namespace {

bool isContinuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Bytes that are no UTF-8 would damage a whole file for its readers; they become U+FFFD.
std::string validUtf8(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80                   ? 1
                               : lead >= 0xC2 && lead < 0xE0 ? 2
                               : lead >= 0xE0 && lead < 0xF0 ? 3
                               : lead >= 0xF0 && lead < 0xF5 ? 4
                                                             : 0;
    bool isWhole = length > 0 && i + length <= text.size();
    for (std::size_t k = 1; isWhole && k < length; ++k) isWhole = isContinuation(text[i + k]);
    if (isWhole) {
      out += text.substr(i, length);
      i += length;
    } else {
      out += "\xEF\xBF\xBD";
      ++i;
    }
  }
  return out;
}

void pad(std::string& line, std::string_view cell, std::size_t width, TextTable::Align align) {
  const std::size_t missing = width - std::min(width, widthOf(cell));
  if (align == TextTable::Align::kRight) line.append(missing, ' ');
  line += cell;
  if (align == TextTable::Align::kLeft) line.append(missing, ' ');
}

}  // namespace

std::string csvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos && !text.starts_with(' ') && !text.ends_with(' ')) {
    return validUtf8(text);
  }
  std::string out = "\"";
  for (const char c : validUtf8(text)) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

std::string csvLine(const std::vector<std::string>& fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    line += csvField(fields[i]);
  }
  return line + '\n';
}

std::string oneLine(std::string_view text) {
  std::string out;
  for (const char c : validUtf8(text)) {
    const bool isControl = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (!isControl) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string markdownCell(std::string_view text) {
  std::string out;
  for (const char c : oneLine(text)) {
    if (std::string_view("|*_`\\<[]").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string latexText(std::string_view text) {
  std::string out;
  for (const char c : oneLine(text)) {
    switch (c) {
    case '\\':
      out += "\\textbackslash{}";
      break;
    case '~':
      out += "\\textasciitilde{}";
      break;
    case '^':
      out += "\\textasciicircum{}";
      break;
    case '&':
    case '%':
    case '$':
    case '#':
    case '_':
    case '{':
    case '}':
      out += '\\';
      out += c;
      break;
    default:
      out += c;
    }
  }
  return out;
}

std::size_t widthOf(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) { return !isContinuation(c); }));
}

std::string elided(std::string_view text, std::size_t most) {
  std::string line = oneLine(text);
  if (widthOf(line) <= most) return line;
  std::size_t bytes = 0;
  for (std::size_t characters = 0; bytes < line.size(); ++bytes) {
    if (!isContinuation(line[bytes]) && ++characters == most) break;
  }
  line.resize(bytes);
  while (line.ends_with(' ')) line.pop_back();
  line += "…";
  return line;
}

std::string joined(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts) out += part;
  return out;
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths(m_columns.size(), 0);
  for (const auto& row : m_rows) {
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) widths[i] = std::max(widths[i], widthOf(row[i]));
  }
  std::size_t total = 0;
  for (const std::size_t width : widths) total += width + 2;
  std::string out;
  for (const auto& row : m_rows) {
    std::string line;
    if (row.empty()) {
      for (std::size_t i = 2; i < total; ++i) line += "─";
    }
    for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) {
      if (i > 0) line += "  ";
      pad(line, row[i], widths[i], m_columns[i]);
    }
    while (line.ends_with(' ')) line.pop_back();
    out += line + '\n';
  }
  return out;
}

}  // namespace touchstone::report
