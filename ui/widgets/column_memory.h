// Lets a table's columns be moved, resized and hidden (a menu on the header), and keeps that between starts.
// Thread: GUI. Blocking: never; a damaged entry in the settings is ignored.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>

class QHeaderView;
class QMenu;

namespace touchstone::ui {

class ColumnsMenu;

class ColumnMemory : public QObject {
  Q_OBJECT

 public:
  // `key` names the table in the settings. Call it once the header has its default widths; it lives with the header.
  ColumnMemory(QHeaderView* header, const QString& key);

  // The header's menu, for a place that the keyboard reaches.
  QMenu* menu() const;

 public slots:
  void reset();  // widths, order and visibility as at the start

 private:
  void save() const;

  QHeaderView* const m_header;
  const QString m_key;
  const QByteArray m_default;
  ColumnsMenu* m_menu;
};

}  // namespace touchstone::ui
