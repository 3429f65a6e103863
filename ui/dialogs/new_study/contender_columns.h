// Who takes part: supervised methods at the left, foundation models at the right, each with a check box, its size and a
// warning where something is known against a fair comparison on the chosen tasks.
// Thread: GUI. Blocking: never.
#pragma once

#include <QFrame>
#include <vector>

#include "engine/api/spec.h"

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace touchstone::ui {

class MutedLabel;
class StudyDraft;

// One family's card.
class ContenderColumn : public QFrame {
  Q_OBJECT

 public:
  ContenderColumn(StudyDraft& draft, Family family, QWidget* parent);

  void showDraft();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Row {
    int index = 0;  // in the draft
    QCheckBox* box = nullptr;
    MutedLabel* size = nullptr;
    QLabel* warning = nullptr;
  };

  void addRow(int index);
  void showRow(const Row& row);
  int nameWidth() const;
  void applyTheme();

  StudyDraft& m_draft;
  const Family m_family;
  QLabel* m_title;
  QVBoxLayout* m_layout;
  std::vector<Row> m_rows;
};

class ContenderColumns : public QWidget {
  Q_OBJECT

 public:
  ContenderColumns(StudyDraft& draft, QWidget* parent);

  void showDraft();

 private:
  ContenderColumn* m_supervised;
  ContenderColumn* m_foundation;
};

}  // namespace touchstone::ui
