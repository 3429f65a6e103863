// The list of shortcuts ("?"): what the window can do by keyboard, taken from its own actions, and the keys of plots.
// It covers the window, dims it, and goes with Esc or a click. No modal box.
// Thread: GUI.
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

namespace touchstone::ui {

struct ShortcutLine {
  QString keys;
  QString meaning;
};
struct ShortcutGroup {
  QString title;
  std::vector<ShortcutLine> lines;
};

class ShortcutOverlay : public QWidget {
  Q_OBJECT

 public:
  ShortcutOverlay(std::vector<ShortcutGroup> groups, QWidget* window);

  // The keys that every plot understands, and those of every table.
  static ShortcutGroup plotKeys();
  static ShortcutGroup tableKeys();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void layoutSheet();
  std::vector<int> columnsOfGroups() const;
  int heightOf(const ShortcutGroup& group) const;
  void paintGroup(QPainter& painter, const ShortcutGroup& group, QRect box) const;
  int rowHeight() const;

  const std::vector<ShortcutGroup> m_groups;
  QRect m_sheet;
  std::vector<QRect> m_boxes;  // of the groups, in the sheet before it is made smaller
  double m_scale = 1.0;
};

}  // namespace touchstone::ui
