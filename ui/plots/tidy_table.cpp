#include "ui/plots/tidy_table.h"

#include <array>
#include <charconv>
#include <cmath>

namespace touchstone::ui {

namespace {

void addNumber(std::string& line, double value) {
  line += ',';
  if (!std::isfinite(value)) return;
  std::array<char, 40> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  line.append(buffer.data(), end);
}

}  // namespace

void addCsvField(std::string& line, const QString& text) {
  const QByteArray bytes = text.toUtf8();
  if (bytes.indexOf(',') < 0 && bytes.indexOf('"') < 0 && bytes.indexOf('\n') < 0 && bytes.indexOf('\r') < 0) {
    line.append(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  } else {
    line += '"';
    for (const char c : bytes) {
      if (c == '"') line += '"';
      line += c;
    }
    line += '"';
  }
}

std::string tidyCsv(const TidyTable& table) {
  std::string out = "series,family,task,seed_n,x,y,lo,hi\n";
  out.reserve(out.size() + table.size() * 64);
  for (const TidyRow& row : table) {
    addCsvField(out, row.series);
    out += ',';
    addCsvField(out, row.family);
    out += ',';
    addCsvField(out, row.task);
    out += ',';
    out += std::to_string(row.seedCount);
    for (const double value : {row.x, row.y, row.lo, row.hi}) addNumber(out, value);
    out += '\n';
  }
  return out;
}

}  // namespace touchstone::ui
