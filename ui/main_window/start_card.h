// One way to begin: a small drawing, a heading, what happens, and a button.
// Thread: GUI.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace touchstone::ui {

class StartCard : public QFrame {
  Q_OBJECT

 public:
  enum class Drawing { kCurves, kRows, kClock, kDrop };

  StartCard(Drawing drawing, const QString& title, const QString& text, QWidget* parent = nullptr);

  QPushButton* addButton(const QString& text, const QString& keys, bool isPrimary);
  void setText(const QString& text);  // empty: the body is free for something else
  QVBoxLayout* body() { return m_body; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void applyFonts();

  QLabel* m_title;
  QLabel* m_text;
  QLabel* m_keys = nullptr;
  QVBoxLayout* m_body;
};

}  // namespace touchstone::ui
