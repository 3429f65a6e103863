// Lets a table's columns be moved, resized and hidden (a menu on the header), and keeps that between starts.
// Thread: GUI. Blocking: never; a damaged entry in the settings is ignored.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QTimer>

class QHeaderView;
class QPoint;

namespace touchstone::ui {

class ColumnMemory : public QObject {
  Q_OBJECT

 public:
  // `key` names the table in the settings. Call it once the header has its default widths; it lives with the header.
  ColumnMemory(QHeaderView* header, const QString& key);

 public slots:
  void reset();  // widths, order and visibility as at the start

 private:
  void showMenu(const QPoint& position);
  void save() const;

  QHeaderView* const m_header;
  const QString m_key;
  QByteArray m_default;
  QTimer m_saveTimer;
};

}  // namespace touchstone::ui
