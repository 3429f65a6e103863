// A sheet over its window: it dims the window, keeps focus and mouse to itself, and is as large as it wishes and the window
// allows. Not a modal dialog: the window goes on drawing and the engine goes on working behind it.
// Esc asks to close. Thread: GUI. Blocking: never.
#pragma once

#include <QPointer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace touchstone::ui {

class SheetFrame : public QWidget {
  Q_OBJECT

 public:
  SheetFrame(const QString& title, QSize wanted, QWidget* window);
  ~SheetFrame() override;

  void setTitle(const QString& title);
  // Where the content goes, below the title.
  QWidget* body() { return m_body; }
  QRect panel() const { return m_panel; }

 signals:
  void closeWanted();

 protected:
  // Grounds of the content, in this widget's coordinates, clipped to the sheet.
  virtual void paintGrounds(QPainter& painter);
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool focusNextPrevChild(bool next) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void place();
  void applyFonts();

  const QSize m_wanted;
  QPointer<QWidget> m_focusBefore;
  QLabel* m_title;
  QToolButton* m_close;
  QWidget* m_body;
  QRect m_panel;
};

}  // namespace touchstone::ui
