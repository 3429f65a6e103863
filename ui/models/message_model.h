// A table of messages, newest last: the Log pane shows every log row, the Problems pane warnings, errors and what the
// engine reported without a project file to keep it. Keeps the newest 10,000.
// Thread: GUI. Blocking: never. Tested with QAbstractItemModelTester.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <deque>
#include <vector>

#include "engine/api/events.h"
#include "engine/api/read_models.h"

namespace touchstone::ui {

class MessageModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum class Shows { kEverything, kProblems };
  enum Column { kTime, kLevel, kText, kColumnCount };
  enum class Level { kInfo, kWarning, kError };

  explicit MessageModel(Shows shows, QObject* parent = nullptr);

  void addRows(const std::vector<LogRow>& rows);
  // Skipped when the log has the same sentence already; the log's later copy is skipped likewise.
  void addProblem(const ProblemEvent& problem);
  void addProblem(const QString& text);
  void clear();
  int errorCount() const { return m_errors; }
  // Under which a view keeps its columns.
  QString settingsKey() const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 signals:
  void countChanged();

 private:
  struct Message {
    double timeS = 0.0;
    Level level = Level::kInfo;
    QString text;
  };

  void append(std::vector<Message> messages);
  bool knows(const QString& text) const;

  const Shows m_shows;
  std::deque<Message> m_messages;
  int m_errors = 0;
};

}  // namespace touchstone::ui
