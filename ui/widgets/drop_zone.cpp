#include "ui/widgets/drop_zone.h"

#include <QDropEvent>
#include <QMimeData>
#include <QPainter>
#include <QUrl>

#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kInset = 6;
constexpr int kOutline = 2;
constexpr double kWash = 0.10;

QStringList filesOf(const QMimeData* data) {
  QStringList files;
  for (const QUrl& url : data->urls()) {
    if (url.isLocalFile()) {
      files << url.toLocalFile();
    }
  }
  return files;
}

}  // namespace

DropZone::DropZone(const QString& invitation, QWidget* window) : QWidget(window), m_invitation(invitation) {
  setObjectName(QStringLiteral("dropZone"));
  setAttribute(Qt::WA_TransparentForMouseEvents);
  setAccessibleName(invitation);
  hide();
  window->setAcceptDrops(true);
  window->installEventFilter(this);
}

void DropZone::invite() {
  setGeometry(parentWidget()->rect());
  show();
  raise();
}

bool DropZone::eventFilter(QObject* watched, QEvent* event) {
  if (watched != parentWidget()) {
    return QWidget::eventFilter(watched, event);
  }
  switch (event->type()) {
  case QEvent::DragEnter:
  case QEvent::DragMove: {
    auto* drag = static_cast<QDragMoveEvent*>(event);
    if (filesOf(drag->mimeData()).isEmpty()) {
      return false;
    }
    drag->acceptProposedAction();
    invite();
    return true;
  }
  case QEvent::DragLeave:
    hide();
    return true;
  case QEvent::Drop: {
    hide();
    auto* drop = static_cast<QDropEvent*>(event);
    const QStringList files = filesOf(drop->mimeData());
    if (files.isEmpty()) {
      return false;
    }
    drop->acceptProposedAction();
    emit dropped(files);
    return true;
  }
  default:
    return QWidget::eventFilter(watched, event);
  }
}

void DropZone::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  QColor wash = colours.accent;
  wash.setAlphaF(kWash);
  const QRectF box = QRectF(rect()).adjusted(kInset, kInset, -kInset, -kInset);
  painter.setPen(QPen(colours.accent, kOutline));
  painter.setBrush(wash);
  painter.drawRoundedRect(box, corner::kDialog, corner::kDialog);
  painter.setFont(uiFont(Role::kHeading, true));
  const int width = painter.fontMetrics().horizontalAdvance(m_invitation) + 2 * space::k24;
  const int height = painter.fontMetrics().height() + 2 * space::k12;
  const QRectF word(box.center().x() - width / 2.0, box.bottom() - height - space::k24, width, height);
  painter.setPen(colours.accent);
  painter.setBrush(colours.surface);
  painter.drawRoundedRect(word, corner::kCard, corner::kCard);
  painter.drawText(word, Qt::AlignCenter, m_invitation);
}

}  // namespace touchstone::ui
