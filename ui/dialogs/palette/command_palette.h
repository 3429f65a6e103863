// The command palette: a field and below it what fits, at the top of the window and in front of it. It dims nothing.
// Up, Down, PgUp, PgDown and Enter work on the list while the cursor stays in the field. Esc or Tab closes it and gives
// the focus back; so does choosing, before the choice is carried out. A click elsewhere or lost focus closes it too.
// Deletes itself when closed. Thread: GUI. Blocking: never.
#pragma once

#include <QPointer>
#include <QWidget>
#include <vector>

#include "ui/dialogs/palette/palette_model.h"

class QLineEdit;
class QListView;
class QStackedWidget;

namespace touchstone::ui {

class CommandPalette : public QWidget {
  Q_OBJECT

 public:
  // Shows itself over `window` at once.
  CommandPalette(std::vector<PaletteItem> items, QWidget* window);

 public slots:
  void dismiss();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void changeEvent(QEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* makeResults();
  void applyFonts();
  void place();
  void search(const QString& query);
  bool takeKey(int key);
  void step(int rows);
  void choose(const QModelIndex& index);
  void leave(Qt::FocusReason reason);
  void end(bool givesFocusBack);
  bool isOutside(const QObject* watched) const;

  PaletteModel* m_model;
  QPointer<QWidget> m_focusBefore;
  QLineEdit* m_field;
  QStackedWidget* m_results;
  QListView* m_list;
  bool m_isEnding = false;
};

}  // namespace touchstone::ui
