// Goes through the stored test windows: "window 187 of 241" in a field between two buttons. Windows are counted from 1
// over the whole test block; the arrows of the field step from stored one to stored one, and a number in between picks
// the nearest.
// Thread: GUI.
#pragma once

#include <QSpinBox>
#include <QWidget>
#include <cstdint>
#include <vector>

class QToolButton;

namespace touchstone::ui {

class WindowSpin : public QSpinBox {
  Q_OBJECT

 public:
  using QSpinBox::QSpinBox;

 signals:
  void stepped(int steps);

 protected:
  void stepBy(int steps) override { emit stepped(steps); }
};

class WindowPicker : public QWidget {
  Q_OBJECT

 public:
  explicit WindowPicker(QWidget* parent = nullptr);

  // `count` windows in the test block, of which `items` are stored. Shows items[index].
  void setWindows(std::vector<std::int64_t> items, std::int64_t count, int index);
  int index() const { return m_index; }
  std::int64_t item() const;  // -1: no window

 public slots:
  void setIndex(int index);
  void next() { setIndex(m_index + 1); }
  void previous() { setIndex(m_index - 1); }

 signals:
  void chosen(int index);

 private:
  void show();

  QToolButton* m_previous;
  QToolButton* m_next;
  WindowSpin* m_spin;
  std::vector<std::int64_t> m_items;
  int m_index = -1;
};

}  // namespace touchstone::ui
