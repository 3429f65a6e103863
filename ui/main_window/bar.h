// The bars of the frame: fixed height, a ground of their own and a hairline below; widgets from left to right.
// A plain widget, not a QToolBar: its heights and margins are exact at every scale.
// Thread: GUI.
#pragma once

#include <QWidget>

class QHBoxLayout;

namespace touchstone::ui {

class Bar : public QWidget {
  Q_OBJECT

 public:
  enum class Ground { kSurface, kSunken };

  Bar(const QString& name, int height, Ground ground, QWidget* parent);

  void add(QWidget* widget);
  void addStretch();
  void addGap(int width);
  void setLeftMargin(int width);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  const Ground m_ground;
  QHBoxLayout* m_row;
};

}  // namespace touchstone::ui
