#include "ui/views/trials/trials_text.h"

#include "ui/models/clipboard_text.h"
#include "ui/plots/tidy_table.h"
#include "ui/views/trials/trials_model.h"

namespace touchstone::ui {

QString trialsTsv(const std::vector<TrialRow>& rows, const std::vector<int>& columns) {
  QStringList cells;
  for (const int column : columns) {
    cells << TrialsModel::titleOf(column);
  }
  QString text = cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  for (const TrialRow& row : rows) {
    cells.clear();
    for (const int column : columns) {
      cells << tabField(TrialsModel::copyTextOf(row, column));
    }
    text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
  }
  return text;
}

QString trialsCsv(const std::vector<TrialRow>& rows) {
  std::string text;
  const auto addLine = [&text](const auto& textOf) {
    for (int column = 0; column < TrialsModel::kColumnCount; ++column) {
      text += column > 0 ? "," : "";
      addCsvField(text, textOf(column));
    }
    text += '\n';
  };
  addLine([](int column) { return TrialsModel::titleOf(column); });
  for (const TrialRow& row : rows) {
    addLine([&row](int column) { return TrialsModel::copyTextOf(row, column); });
  }
  return QString::fromStdString(text);
}

}  // namespace touchstone::ui
