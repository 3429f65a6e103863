#include "ui/dialogs/palette/palette_model.h"

#include <algorithm>

#include "ui/dialogs/palette/palette_match.h"

namespace touchstone::ui {
namespace {

// More than any name can score: what fits by its place only comes last.
constexpr int kPlacePenalty = 100000;

QString sentenceOf(const PaletteItem& item) {
  QStringList parts;
  for (const QString& part : {item.name, item.detail, item.keys}) {
    if (!part.isEmpty()) {
      parts << part;
    }
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace

PaletteModel::PaletteModel(std::vector<PaletteItem> items, QObject* parent)
    : QAbstractListModel(parent), m_items(std::move(items)) {
  setQuery(QString());
}

void PaletteModel::setQuery(const QString& query) {
  const QString wanted = query.trimmed();
  const bool onlyCommands = wanted.startsWith(QLatin1Char('>'));
  const QString letters = onlyCommands ? wanted.mid(1) : wanted;
  beginResetModel();
  m_rows.clear();
  for (const PaletteItem& item : m_items) {
    Row row{&item, 0, {}, {}};
    if ((item.isCommand || !onlyCommands) && fit(row, letters)) {
      m_rows.push_back(std::move(row));
    }
  }
  std::stable_sort(m_rows.begin(), m_rows.end(), [](const Row& a, const Row& b) { return a.score > b.score; });
  endResetModel();
}

// By the name, or by place and name together: "theme dark".
bool PaletteModel::fit(Row& row, const QString& letters) {
  const QString& detail = row.item->detail;
  if (auto match = matchLetters(row.item->name, letters)) {
    row.score = match->score;
    row.letters = std::move(match->positions);
    return true;
  }
  const auto match = matchLetters(detail + QLatin1Char(' ') + row.item->name, letters);
  if (!match) {
    return false;
  }
  row.score = match->score - kPlacePenalty;
  const int nameAt = static_cast<int>(detail.size()) + 1;
  for (int position : match->positions) {
    position < nameAt ? row.detailLetters << position : row.letters << position - nameAt;
  }
  return true;
}

const PaletteItem& PaletteModel::itemAt(int row) const {
  return *m_rows.at(static_cast<std::size_t>(row)).item;
}

int PaletteModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const Row& row = m_rows[static_cast<std::size_t>(index.row())];
  const PaletteItem& item = *row.item;
  switch (role) {
  case Qt::DisplayRole:
    return item.name;
  case Qt::DecorationRole:
    return item.icon;
  case Qt::ToolTipRole:
  case Qt::AccessibleTextRole:
    return sentenceOf(item);
  case kDetailRole:
    return item.detail;
  case kPaletteKeysRole:
    return item.keys;
  case kPaletteLettersRole:
    return QVariant::fromValue(row.letters);
  case kPaletteDetailLettersRole:
    return QVariant::fromValue(row.detailLetters);
  default:
    return {};
  }
}

}  // namespace touchstone::ui
