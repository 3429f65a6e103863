// What is selected, the same for all views and the Inspector: a trial, a contender on a task, a task, or nothing.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>

#include "engine/api/ids.h"

namespace touchstone::ui {

struct SelectedItem {
  enum class Kind { kNone, kTrial, kCell, kTask };
  Kind kind = Kind::kNone;
  TrialId trial;          // kTrial
  TaskId task;            // kCell, kTask
  ContenderId contender;  // kCell

  friend bool operator==(const SelectedItem&, const SelectedItem&) = default;
};

class Selection : public QObject {
  Q_OBJECT

 public:
  using QObject::QObject;

  const SelectedItem& item() const { return m_item; }
  TrialId trial() const { return m_item.trial; }

  void selectTrial(TrialId trial) { select({SelectedItem::Kind::kTrial, trial, {}, {}}); }
  void selectCell(TaskId task, ContenderId contender) { select({SelectedItem::Kind::kCell, {}, task, contender}); }
  void selectTask(TaskId task) { select({SelectedItem::Kind::kTask, {}, task, {}}); }
  void clear() { select({}); }

 signals:
  void changed();

 private:
  void select(const SelectedItem& item);

  SelectedItem m_item;
};

}  // namespace touchstone::ui
