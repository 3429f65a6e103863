// The selected cells of a table, with their headers, as tab-separated text (TSV) that spreadsheets take.
// Thread: GUI. Blocking: never.
#pragma once

#include <QItemSelectionModel>
#include <QString>
#include <vector>

namespace touchstone::ui {

// Text as one field: tabs and line breaks would move the rest of its row.
QString tabField(QString text);
// Without a selection: the whole table. Cells come in the model's row order and in the order of `columns` (none given: the
// model's); numbers with ASCII minus (kCopyRole).
QString tabSeparated(const QAbstractItemModel& model, const QItemSelectionModel* selection = nullptr,
                     std::vector<int> columns = {});

}  // namespace touchstone::ui
