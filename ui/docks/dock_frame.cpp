#include "ui/docks/dock_frame.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

class Header : public QWidget {
 public:
  explicit Header(QWidget* parent) : QWidget(parent) { setFixedHeight(frame::kDockHeader); }

 protected:
  void paintEvent(QPaintEvent*) override {
    const Colours& colours = coloursOf(palette());
    QPainter painter(this);
    painter.fillRect(rect(), colours.sunken);
    painter.fillRect(0, height() - 1, width(), 1, colours.border);
  }
};

class Title : public MutedLabel {
 public:
  using MutedLabel::MutedLabel;

 protected:
  void changeEvent(QEvent* event) override {
    if (event->type() == QEvent::ApplicationFontChange) {
      setFont(uiFont(Role::kSmall, true));
    }
    MutedLabel::changeEvent(event);
  }
};

}  // namespace

DockFrame::DockFrame(const QString& title, const QString& id, QWidget* content, QWidget* parent)
    : QDockWidget(title, parent) {
  setObjectName(id);
  setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
  setTitleBarWidget(makeHeader());
  setWidget(content);
}

QWidget* DockFrame::makeHeader() {
  auto* header = new Header(this);
  auto* title = new Title(windowTitle(), header);
  title->setFont(uiFont(Role::kSmall, true));
  connect(this, &QDockWidget::windowTitleChanged, title, &QLabel::setText);
  auto* close = new QToolButton(header);
  close->setIcon(icon(Icon::kCross));
  close->setToolTip(tr("Close"));
  close->setAccessibleName(tr("Close %1").arg(windowTitle()));
  close->setAutoRaise(true);
  setFlat(close);
  connect(close, &QToolButton::clicked, this, &QDockWidget::hide);
  auto* layout = new QHBoxLayout(header);
  layout->setContentsMargins(space::k12, 0, space::k6, 1);
  layout->addWidget(title, 1);
  layout->addWidget(close);
  return header;
}

}  // namespace touchstone::ui
