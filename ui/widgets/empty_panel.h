// What stands where there is nothing to show: an icon, what is missing or went wrong, what to do, at most one button.
// Thread: GUI. Blocking: never.
#pragma once

#include <QWidget>

#include "ui/theme/icons.h"

class QLabel;
class QPushButton;

namespace touchstone::ui {

class EmptyPanel : public QWidget {
  Q_OBJECT

 public:
  explicit EmptyPanel(QWidget* parent = nullptr);

  void setContent(Icon icon, const QString& missing, const QString& advice, const QString& button = {});
  QString text() const;

 signals:
  void buttonClicked();

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void applyTheme();

  Icon m_which = Icon::kInfo;
  QLabel* m_icon;
  QLabel* m_missing;
  QLabel* m_advice;
  QPushButton* m_button;
};

}  // namespace touchstone::ui
