#include "ui/views/compare/task_columns.h"

#include <QHeaderView>
#include <QSettings>
#include <QTimer>
#include <algorithm>

#include "ui/models/leaderboard_model.h"
#include "ui/models/words.h"
#include "ui/widgets/columns_menu.h"

namespace touchstone::ui {
namespace {

constexpr int kMostNames = 500;  // of projects not opened for long the oldest are forgotten

QString orderKey() {
  return QStringLiteral("tables/leaderboard-order");
}
QString hiddenKey() {
  return QStringLiteral("tables/leaderboard-hidden");
}

}  // namespace

TaskColumns::TaskColumns(QHeaderView* header, const LeaderboardModel& model)
    : QObject(header),
      m_header(header),
      m_model(model),
      m_menu(new ColumnsMenu(header, LeaderboardModel::kFirstTask,
                             [this](int column) { return briefName(nameOf(column).toStdString()); })),
      m_order(QSettings().value(orderKey()).toStringList()),
      m_hidden(QSettings().value(hiddenKey()).toStringList()) {
  header->setSectionsMovable(true);
  connect(m_menu, &ColumnsMenu::switched, this, &TaskColumns::noteShown);
  connect(m_menu, &ColumnsMenu::resetWanted, this, &TaskColumns::reset);
  connect(header, &QHeaderView::sectionMoved, this, &TaskColumns::keepFirst);
}

QMenu* TaskColumns::menu() const {
  return m_menu;
}

QString TaskColumns::nameOf(int column) const {
  const LeaderboardColumn* task = m_model.columnAt(column);
  return task == nullptr ? QString() : task->name;
}

// Columns of unknown name come last, in the study's order.
void TaskColumns::apply() {
  m_isApplying = true;
  std::vector<int> columns;
  for (int column = LeaderboardModel::kFirstTask; column < m_header->count(); ++column) {
    columns.push_back(column);
  }
  const auto place = [this](int column) {
    const auto index = m_order.indexOf(nameOf(column));
    return index < 0 ? m_order.size() : index;
  };
  std::stable_sort(columns.begin(), columns.end(), [&place](int a, int b) { return place(a) < place(b); });
  bool isAnyShown = false;
  for (int i = 0; i < static_cast<int>(columns.size()); ++i) {
    const int column = columns[static_cast<std::size_t>(i)];
    m_header->moveSection(m_header->visualIndex(column), LeaderboardModel::kFirstTask + i);
    isAnyShown = isAnyShown || !m_hidden.contains(nameOf(column));
  }
  for (int column : columns) {
    m_header->setSectionHidden(column, isAnyShown && m_hidden.contains(nameOf(column)));
  }
  m_isApplying = false;
}

void TaskColumns::keepFirst(int /*logical*/, int oldVisual, int newVisual) {
  if (m_isApplying) {
    return;
  }
  if (std::min(oldVisual, newVisual) >= LeaderboardModel::kFirstTask) {
    remember();
    return;
  }
  // Not from inside the header's own move.
  QTimer::singleShot(0, this, [this, oldVisual, newVisual] {
    m_isApplying = true;
    m_header->moveSection(newVisual, oldVisual);
    m_isApplying = false;
  });
}

void TaskColumns::noteShown(int column, bool isShown) {
  m_hidden.removeAll(nameOf(column));
  if (!isShown) {
    m_hidden.append(nameOf(column));
  }
  remember();
  emit changed();
}

void TaskColumns::reset() {
  m_order.clear();
  m_hidden.clear();
  apply();
  remember();
  emit changed();
}

void TaskColumns::remember() {
  QStringList order;
  for (int visual = LeaderboardModel::kFirstTask; visual < m_header->count(); ++visual) {
    order << nameOf(m_header->logicalIndex(visual));
  }
  for (const QString& name : std::as_const(m_order)) {
    if (!order.contains(name)) {
      order << name;
    }
  }
  m_order = order.mid(0, kMostNames);
  m_hidden = m_hidden.mid(std::max<qsizetype>(0, m_hidden.size() - kMostNames));
  QSettings settings;
  settings.setValue(orderKey(), m_order);
  settings.setValue(hiddenKey(), m_hidden);
}

}  // namespace touchstone::ui
