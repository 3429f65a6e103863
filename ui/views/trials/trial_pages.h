// The rows of a filtered, sorted list of trials, read in pages on the reader's thread when somebody wants them.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>
#include <QSet>
#include <map>
#include <vector>

#include "engine/api/read_models.h"
#include "engine/api/result.h"

namespace touchstone::ui {

class EngineBridge;

class TrialPages : public QObject {
  Q_OBJECT

 public:
  static constexpr int kRows = 256;

  explicit TrialPages(EngineBridge& bridge, QObject* parent = nullptr) : QObject(parent), m_bridge(bridge) {}

  const TrialFilter& filter() const { return m_filter; }
  // Another list: started() follows with its first page; late answers to the list before are dropped.
  void start(const TrialFilter& filter);
  // Something changed in the file: the pages that were wanted since the last time are read again. After a failed start
  // that start is tried again.
  void refresh();
  // Looks for a trial that is in no page that is here, in the whole list: located() follows where it is in it.
  void locate(TrialId trial);
  // The row, or nothing and its page is on its way: arrived() follows.
  const TrialRow* want(int row);
  const TrialRow* find(int row) const;
  int rowOf(TrialId trial) const;  // -1: in no page that is here

 signals:
  void started(int total);
  // Before a page that is here takes these rows: for those that hold on to rows. arrived() follows.
  void aboutToReplace(int total, int firstRow, const std::vector<touchstone::TrialRow>& rows);
  void arrived(int total, int firstRow, int rowCount);
  void located(touchstone::TrialId trial, int row);
  void failed(const QString& message);

 private:
  void ask(int page);
  void askAnew(int page);
  void take(int page, qint64 question, Result<TrialPage> answer);
  void makeRoom(int page);

  EngineBridge& m_bridge;
  TrialFilter m_filter;
  int m_generation = 0;
  bool m_isStarting = false;
  int m_total = 0;
  qint64 m_question = 0;   // counts them
  qint64 m_totalFrom = 0;  // the newest question whose answer told the total
  std::map<int, std::vector<TrialRow>> m_pages;
  QSet<int> m_asked;     // on their way
  QSet<int> m_outdated;  // those of them that must be asked for again
  QSet<int> m_wanted;    // since the last refresh: what is in sight
};

}  // namespace touchstone::ui
