// Docks in the house style: a header of 30 px with the title and a close button instead of the platform's title bar.
// Thread: GUI.
#pragma once

#include <QDockWidget>

namespace touchstone::ui {

class DockFrame : public QDockWidget {
  Q_OBJECT

 public:
  DockFrame(const QString& title, const QString& id, QWidget* content, QWidget* parent = nullptr);

 private:
  QWidget* makeHeader();
};

}  // namespace touchstone::ui
