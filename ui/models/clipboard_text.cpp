#include "ui/models/clipboard_text.h"

#include <numeric>
#include <set>

#include "ui/models/roles.h"

namespace touchstone::ui {

QString tabField(QString text) {
  return text.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

QString tabSeparated(const QAbstractItemModel& model, const QItemSelectionModel* selection, std::vector<int> columns) {
  if (columns.empty()) {
    columns.resize(static_cast<std::size_t>(model.columnCount()));
    std::iota(columns.begin(), columns.end(), 0);
  }
  std::set<int> rows;
  const bool isAll = selection == nullptr || !selection->hasSelection();
  if (isAll) {
    for (int row = 0; row < model.rowCount(); ++row) {
      rows.insert(row);
    }
  } else {
    std::set<int> chosen;
    for (const QModelIndex& index : selection->selectedIndexes()) {
      rows.insert(index.row());
      chosen.insert(index.column());
    }
    std::erase_if(columns, [&chosen](int column) { return !chosen.contains(column); });
  }
  QStringList lines, cells;
  for (int column : columns) {
    cells << tabField(model.headerData(column, Qt::Horizontal).toString());
  }
  lines << cells.join(QLatin1Char('\t'));
  for (int row : rows) {
    cells.clear();
    for (int column : columns) {
      const QModelIndex index = model.index(row, column);
      const bool isWanted = isAll || selection->isSelected(index);
      QVariant text = index.data(kCopyRole);
      if (!text.isValid()) {
        text = index.data(Qt::DisplayRole);
      }
      cells << (isWanted ? tabField(text.toString()) : QString());
    }
    lines << cells.join(QLatin1Char('\t'));
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace touchstone::ui
