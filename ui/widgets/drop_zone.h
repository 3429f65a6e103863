// Takes files that are dropped anywhere on a window: while they hover, an outline and a word say that they are welcome.
// Thread: GUI. Blocking: never.
#pragma once

#include <QStringList>
#include <QWidget>

namespace touchstone::ui {

class DropZone : public QWidget {
  Q_OBJECT

 public:
  DropZone(const QString& invitation, QWidget* window);

 signals:
  void dropped(const QStringList& files);

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void invite();

  const QString m_invitation;
};

}  // namespace touchstone::ui
