// One limit of the budget: its name, a number, and a slider over the usual values on a log scale; the number may go beyond.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

class QLabel;
class QSlider;
class QSpinBox;

namespace touchstone::ui {

class BudgetField : public QWidget {
  Q_OBJECT

 public:
  struct Range {
    int low = 1, high = 100;  // of the slider
    int least = 1, most = 1'000'000;
    bool mayBeNone = false;  // 0 at the slider's right end: no limit
    QString suffix;
  };

  BudgetField(const QString& name, const QString& help, Range range, QWidget* parent);

  int value() const;
  void setValue(int value);  // says nothing

 signals:
  void changed(int value);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  int atPosition(int position) const;
  int positionOf(int value) const;
  void showOnSlider(int value);
  void applyFonts();

  const Range m_range;
  QLabel* m_name;
  QSpinBox* m_number;
  QSlider* m_slider;
  QLabel* m_low;
  QLabel* m_high;
};

}  // namespace touchstone::ui
