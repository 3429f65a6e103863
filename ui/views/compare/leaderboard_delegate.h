// Paints the leaderboard: mark, name and family; rank; and per task the mean (bold when best), its spread, a warning
// where the test is not clean, and every seed as a dot on the column's scale with a tick at the best mean.
// Thread: GUI (painting).
#pragma once

#include <QStyledItemDelegate>

#include "ui/models/leaderboard_model.h"

namespace touchstone::ui {

class LeaderboardDelegate : public QStyledItemDelegate {
  Q_OBJECT

 public:
  explicit LeaderboardDelegate(const LeaderboardModel& model, QObject* parent = nullptr);

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

  static constexpr int kPadding = 8;
  static constexpr int kFirstPadding = 12;
  static constexpr int kMarkWidth = 18;
  static constexpr int kWarningWidth = 12;  // kept free in every cell, so that means stay in line
  static int rowHeight();
  // What a task's column needs for its widest mean and spread.
  static int taskWidth(const Leaderboard& board, std::size_t column);

 private:
  void paintName(QPainter& painter, const QStyleOptionViewItem& option, const LeaderboardRow& row) const;
  void paintScore(QPainter& painter, const QStyleOptionViewItem& option, const LeaderboardRow& row,
                  const LeaderboardCell& cell, const LeaderboardColumn& column) const;
  void paintStrip(QPainter& painter, const QStyleOptionViewItem& option, const QRect& box, const LeaderboardRow& row,
                  const LeaderboardCell& cell, const LeaderboardColumn& column) const;
  void paintOpen(QPainter& painter, const QStyleOptionViewItem& option, const LeaderboardCell& cell) const;

  const LeaderboardModel& m_model;
};

}  // namespace touchstone::ui
