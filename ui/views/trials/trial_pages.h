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
  // Something changed in the file: the pages that were wanted since the last time are read again.
  void refresh();
  // The row, or nothing and its page is on its way: arrived() follows.
  const TrialRow* want(int row);
  const TrialRow* find(int row) const;
  int rowOf(TrialId trial) const;  // -1: in no page that is here

 signals:
  void started(int total);
  void arrived(int total, int firstRow, int rowCount);
  void failed(const QString& message);

 private:
  void ask(int page);
  void take(int page, Result<TrialPage> answer);

  EngineBridge& m_bridge;
  TrialFilter m_filter;
  int m_generation = 0;
  bool m_isStarting = false;
  std::map<int, std::vector<TrialRow>> m_pages;
  QSet<int> m_asked;   // on their way
  QSet<int> m_wanted;  // since the last refresh: what is in sight
};

}  // namespace touchstone::ui
