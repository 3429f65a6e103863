// What the command palette lists: commands, tasks, studies and recent projects, those that fit what was typed, best first;
// equally good ones in the order they came in. Names fit before the places they stand in (menu, folder).
// Roles: DisplayRole name, kDetailRole place, kPaletteKeysRole shortcut, kPaletteLettersRole and kPaletteDetailLettersRole
// the matched letters (QList<int>), DecorationRole icon.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractListModel>
#include <QIcon>
#include <QList>
#include <functional>
#include <vector>

#include "ui/models/roles.h"

namespace touchstone::ui {

enum PaletteRole : int { kPaletteKeysRole = kDetailRole + 100, kPaletteLettersRole, kPaletteDetailLettersRole };

struct PaletteItem {
  QString name;
  QString detail;  // its menu, what it is, or its folder
  QString keys;
  QIcon icon;
  bool isCommand = false;
  std::function<void()> choose;
};

class PaletteModel : public QAbstractListModel {
  Q_OBJECT

 public:
  explicit PaletteModel(std::vector<PaletteItem> items, QObject* parent = nullptr);

  // A leading ">" leaves the commands only.
  void setQuery(const QString& query);
  const PaletteItem& itemAt(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    const PaletteItem* item;
    int score = 0;
    QList<int> letters, detailLetters;
  };

  static bool fit(Row& row, const QString& letters);

  const std::vector<PaletteItem> m_items;
  std::vector<Row> m_rows;
};

}  // namespace touchstone::ui
