// About and licences: what Touchstone is, its version, and whose work it stands on.
// Thread: GUI.
#pragma once

#include <QDialog>

namespace touchstone::ui {

class AboutDialog : public QDialog {
  Q_OBJECT

 public:
  explicit AboutDialog(QWidget* parent = nullptr);
};

}  // namespace touchstone::ui
