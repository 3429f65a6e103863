#include "ui/dialogs/palette/command_palette.h"

#include <QApplication>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <cstdlib>

#include "ui/dialogs/palette/palette_delegate.h"
#include "ui/theme/icons.h"
#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

constexpr int kWidth = 680;
constexpr int kMostRows = 10;
constexpr int kMostLetters = 100;
constexpr int kFieldHeight = 40;
constexpr int kTop = frame::kMenuBar + frame::kViewBar + space::k4;

}  // namespace

CommandPalette::CommandPalette(std::vector<PaletteItem> items, QWidget* window)
    : QWidget(window), m_model(new PaletteModel(std::move(items), this)), m_focusBefore(QApplication::focusWidget()) {
  setObjectName(QStringLiteral("commandPalette"));
  setAttribute(Qt::WA_DeleteOnClose);
  setAccessibleName(tr("Find or run"));
  m_field = new QLineEdit(this);
  m_field->setFrame(false);
  m_field->setMaxLength(kMostLetters);
  m_field->setFixedHeight(kFieldHeight);
  m_field->setPlaceholderText(tr("Find or run, > for commands only"));
  m_field->setAccessibleName(tr("Find or run"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(1, 1, 1, space::k4);
  layout->setSpacing(space::k4);
  auto* fieldRow = new QHBoxLayout;
  fieldRow->setContentsMargins(space::k12 + frame::kIcon + space::k2, 0, space::k8, 0);
  fieldRow->addWidget(m_field);
  layout->addLayout(fieldRow);
  layout->addWidget(makeResults(), 1);
  connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::search);
  applyFonts();
  search(QString());
  show();
  raise();
  m_field->setFocus(Qt::OtherFocusReason);
  // For the keys of the field, clicks elsewhere, and the window's size.
  qApp->installEventFilter(this);
}

QWidget* CommandPalette::makeResults() {
  m_results = new QStackedWidget(this);
  m_list = new QListView(m_results);
  m_list->setFrameShape(QFrame::NoFrame);
  m_list->setFocusPolicy(Qt::NoFocus);
  m_list->setUniformItemSizes(true);
  m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_list->setMouseTracking(true);
  m_list->setAccessibleName(tr("Results"));
  m_list->setModel(m_model);
  m_list->setItemDelegate(new PaletteDelegate(m_list));
  auto* nothing = new MutedLabel(tr("Nothing found"), m_results);
  nothing->setAlignment(Qt::AlignCenter);
  m_results->addWidget(m_list);
  m_results->addWidget(nothing);
  connect(m_list, &QListView::clicked, this, &CommandPalette::choose);
  return m_results;
}

void CommandPalette::applyFonts() {
  m_field->setFont(uiFont(Role::kBody));
}

// As high as its rows; larger letters need a wider one.
void CommandPalette::place() {
  const double scale = std::max(1.0, uiFont(Role::kBody).pointSizeF() / rolePoints(Role::kBody));
  const QSize room = parentWidget()->size() - QSize(2 * space::k16, kTop + space::k16);
  const int rows = std::clamp(m_model->rowCount(), 1, kMostRows);
  const int height = kFieldHeight + rows * PaletteDelegate::rowHeight() + 2 * space::k4 + 1;
  const QSize size = QSize(qRound(kWidth * scale), height).boundedTo(room);
  setGeometry(QRect(QPoint((parentWidget()->width() - size.width()) / 2, kTop), size));
}

void CommandPalette::search(const QString& query) {
  m_model->setQuery(query);
  m_results->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
  place();
  m_list->scrollToTop();
  step(0);
}

// Past either end it goes on at the other. The field tells a screen reader what is chosen: it keeps the focus.
void CommandPalette::step(int rows) {
  const int count = m_model->rowCount();
  if (count == 0) {
    m_field->setAccessibleDescription(tr("Nothing found"));
    return;
  }
  const int now = m_list->currentIndex().row();
  const bool isPage = std::abs(rows) > 1;
  const int next = now < 0 ? 0 : isPage ? std::clamp(now + rows, 0, count - 1) : (now + rows + count) % count;
  const QModelIndex index = m_model->index(next);
  m_list->setCurrentIndex(index);
  m_field->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

bool CommandPalette::takeKey(int key) {
  switch (key) {
  case Qt::Key_Up:
    step(-1);
    return true;
  case Qt::Key_Down:
    step(1);
    return true;
  case Qt::Key_PageUp:
    step(-kMostRows);
    return true;
  case Qt::Key_PageDown:
    step(kMostRows);
    return true;
  case Qt::Key_Return:
  case Qt::Key_Enter:
    choose(m_list->currentIndex());
    return true;
  case Qt::Key_Escape:
  case Qt::Key_Tab:
  case Qt::Key_Backtab:
    dismiss();
    return true;
  default:
    return false;
  }
}

// What is chosen works on what had the focus: copy, select all.
void CommandPalette::choose(const QModelIndex& index) {
  if (!index.isValid()) {
    return;
  }
  const std::function<void()> chosen = m_model->itemAt(index.row()).choose;
  dismiss();
  chosen();
}

void CommandPalette::dismiss() {
  end(true);
}

// Without a window in front nothing else has the focus: the window finds its own again when it comes back.
void CommandPalette::leave(Qt::FocusReason reason) {
  if (reason != Qt::PopupFocusReason) {
    end(reason == Qt::ActiveWindowFocusReason);
  }
}

void CommandPalette::end(bool givesFocusBack) {
  if (m_isEnding) {
    return;
  }
  m_isEnding = true;
  if (givesFocusBack) {
    m_field->clearFocus();
    if (m_focusBefore && m_focusBefore->isVisible()) {
      m_focusBefore->setFocus(Qt::OtherFocusReason);
    }
  }
  close();
}

bool CommandPalette::isOutside(const QObject* watched) const {
  const auto* widget = qobject_cast<const QWidget*>(watched);
  return widget != nullptr && widget->window() == window() && widget != this && !isAncestorOf(widget);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
  case QEvent::KeyPress:
    return watched == m_field && takeKey(static_cast<QKeyEvent*>(event)->key());
  case QEvent::FocusOut:
    if (watched == m_field) {
      leave(static_cast<QFocusEvent*>(event)->reason());
    }
    return false;
  case QEvent::MouseButtonPress:
    if (isOutside(watched)) {
      end(true);
    }
    return false;
  case QEvent::Resize:
    if (watched == parentWidget()) {
      place();
    }
    return false;
  default:
    return false;
  }
}

void CommandPalette::changeEvent(QEvent* event) {
  if (event->type() == QEvent::ApplicationFontChange) {
    applyFonts();
    place();
  }
  QWidget::changeEvent(event);
}

void CommandPalette::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  shapes::roundedBox(painter, rect(), corner::kDialog, colours.surface, colours.control);
  painter.fillRect(QRect(1, kFieldHeight + 1, width() - 2, 1), colours.line);
  icon(Icon::kLens).paint(&painter, space::k12, (kFieldHeight - frame::kIcon) / 2 + 1, frame::kIcon, frame::kIcon);
}

}  // namespace touchstone::ui
