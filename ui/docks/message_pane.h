// The Problems and Log panes: a table of messages, the newest in sight unless the user scrolled up.
// Thread: GUI.
#pragma once

#include <QWidget>

class QStackedWidget;

namespace touchstone::ui {

class DataTable;
class MessageModel;

class MessagePane : public QWidget {
  Q_OBJECT

 public:
  MessagePane(const QString& name, const QString& whenEmpty, MessageModel* model, QWidget* parent = nullptr);

  DataTable& table() { return *m_table; }

 private:
  void makeTable(const QString& name);
  void showRows();

  MessageModel* m_model;
  QStackedWidget* m_pages;
  DataTable* m_table;
};

}  // namespace touchstone::ui
