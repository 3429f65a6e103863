// Small parts of the New study sheet: the words of a mistake beside its field, a link, and a section's heading.
// Thread: GUI. Blocking: never.
#pragma once

#include <QLabel>
#include <QPushButton>

#include "ui/theme/icons.h"

class QHBoxLayout;

namespace touchstone::ui {

class MutedLabel;

// A mistake, in words, below its field; hidden while there is none. The field's accessible description follows it.
class ProblemLabel : public QLabel {
  Q_OBJECT

 public:
  explicit ProblemLabel(QWidget* field, QWidget* parent);
  void setProblem(const QString& text);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyTheme();

  QWidget* m_field;
  bool m_isApplying = false;
};

// A button that looks like a link: accent words, no edge.
class LinkButton : public QPushButton {
  Q_OBJECT

 public:
  LinkButton(const QString& text, QWidget* parent);
  LinkButton(Icon which, const QString& text, QWidget* parent);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyTheme();
  bool m_isApplying = false;
};

// "Tasks  6 of 14": a bold word and a muted note beside it.
class SectionHead : public QWidget {
  Q_OBJECT

 public:
  SectionHead(const QString& title, const QString& note, QWidget* parent);
  void setNote(const QString& note);
  QHBoxLayout* row() { return m_row; }

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyFonts();

  QLabel* m_title;
  MutedLabel* m_note;
  QHBoxLayout* m_row;
};

}  // namespace touchstone::ui
