// The line above the cards: the task's name, and what it asks: split, horizon, metric, test windows, channels.
// Thread: GUI.
#pragma once

#include <QWidget>

class QLabel;

namespace touchstone {
struct TaskRow;
}

namespace touchstone::ui {

class ElidedLabel;

class TasksHeader : public QWidget {
  Q_OBJECT

 public:
  explicit TasksHeader(QWidget* parent = nullptr);

  void showTask(const TaskRow& task);
  QString name() const;
  QString facts() const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyFonts();

  ElidedLabel* m_name;
  ElidedLabel* m_facts;
};

}  // namespace touchstone::ui
