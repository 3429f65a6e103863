// A label in the secondary text colour, which follows the theme.
// Thread: GUI.
#pragma once

#include <QLabel>

namespace touchstone::ui {

class MutedLabel : public QLabel {
  Q_OBJECT

 public:
  explicit MutedLabel(QWidget* parent = nullptr);
  explicit MutedLabel(const QString& text, QWidget* parent = nullptr);

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyTheme();
  bool m_isApplying = false;
};

}  // namespace touchstone::ui
