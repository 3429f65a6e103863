// The data behind a plot, one row a drawn point: what CSV exports and what T shows.
// Numbers that a row has not are NaN and become empty fields. Thread: value type.
#pragma once

#include <QString>
#include <limits>
#include <string>
#include <vector>

namespace touchstone::ui {

struct TidyRow {
  static constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  QString series, family, task;
  int seedCount = 1;  // seeds that the row stands for
  double x = kNone, y = kNone, lo = kNone, hi = kNone;
};
using TidyTable = std::vector<TidyRow>;

// Adds text as one field of a CSV line, quoted where RFC 4180 asks for it.
void addCsvField(std::string& line, const QString& text);
// "series,family,task,seed_n,x,y,lo,hi", RFC 4180 quoting, decimal point in any locale, shortest round-trip numbers.
std::string tidyCsv(const TidyTable& table);

}  // namespace touchstone::ui
