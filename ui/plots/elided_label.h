// A label that shortens its text with "…" instead of asking for room, with the whole text as its tooltip.
// Thread: GUI.
#pragma once

#include <QWidget>

namespace touchstone::ui {

class ElidedLabel : public QWidget {
  Q_OBJECT

 public:
  explicit ElidedLabel(QWidget* parent = nullptr);
  void setText(const QString& text);
  QString text() const { return m_text; }
  void setMuted(bool isMuted) { m_isMuted = isMuted; }
  // Below this many pixels it shows nothing rather than "…".
  void setLeast(int pixels) { m_least = pixels; }

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  QString m_text;
  bool m_isMuted = false;
  int m_least = 0;
};

}  // namespace touchstone::ui
