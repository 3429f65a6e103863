#include "ui/dialogs/shortcut_overlay.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>

#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kColumns = 2;
constexpr int kPadding = 24;
constexpr int kKeyColumn = 132;

}  // namespace

ShortcutOverlay::ShortcutOverlay(std::vector<ShortcutGroup> groups, QWidget* window)
    : QWidget(window), m_groups(std::move(groups)) {
  setObjectName(QStringLiteral("shortcutOverlay"));
  setAttribute(Qt::WA_DeleteOnClose);
  setFocusPolicy(Qt::StrongFocus);
  QStringList lines;
  for (const ShortcutGroup& group : m_groups) {
    for (const ShortcutLine& line : group.lines) {
      lines << line.keys + QStringLiteral(": ") + line.meaning;
    }
  }
  setAccessibleName(tr("Shortcuts"));
  setAccessibleDescription(lines.join(QStringLiteral("; ")));
  window->installEventFilter(this);
  layoutSheet();
  show();
  raise();
  setFocus();
}

ShortcutGroup ShortcutOverlay::plotKeys() {
  return {tr("In a plot"),
          {{tr("Wheel"), tr("zoom at the cursor (Shift: x, Ctrl: y)")},
           {tr("Drag, right drag"), tr("pan, zoom to a box")},
           {QStringLiteral("R, Home"), tr("fit axes")},
           {QStringLiteral("Esc"), tr("undo zoom")},
           {QStringLiteral("L, Shift+L"), tr("log y, log x")},
           {QStringLiteral("F"), tr("follow live")},
           {QStringLiteral("T"), tr("table of the data")},
           {QStringLiteral("Ctrl+E"), tr("save the figure")},
           {tr("Arrows, Enter"), tr("walk curves, open")},
           {tr("PgUp, PgDown"), tr("test window (Tasks)")}}};
}

ShortcutGroup ShortcutOverlay::tableKeys() {
  return {tr("In a table"),
          {{tr("Arrows, Enter"), tr("walk the rows, choose")},
           {tr("Menu, Shift+F10"), tr("sort by a column, copy")},
           {QStringLiteral("Ctrl+F"), tr("filter (Trials)")},
           {QStringLiteral("Ctrl+E"), tr("export (Trials, Compare)")},
           {QStringLiteral("Ctrl+Shift+L"), tr("copy as LaTeX (Compare)")}}};
}

int ShortcutOverlay::rowHeight() const {
  return QFontMetrics(uiFont(Role::kBody)).height() + space::k6;
}

// Groups fill two columns, the shorter one first.
void ShortcutOverlay::layoutSheet() {
  setGeometry(parentWidget()->rect());
  int heights[kColumns] = {0, 0};
  for (const ShortcutGroup& group : m_groups) {
    int& shorter = *std::min_element(heights, heights + kColumns);
    shorter += rowHeight() * (static_cast<int>(group.lines.size()) + 1) + space::k12;
  }
  const int tallest = *std::max_element(heights, heights + kColumns);
  const QSize size(std::min(width() - 2 * kPadding, 860), std::min(height() - 2 * kPadding, tallest + 2 * kPadding));
  m_sheet = QRect(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
}

void ShortcutOverlay::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  shapes::dim(painter, rect());
  painter.setPen(colours.border);
  painter.setBrush(colours.surface);
  painter.drawRoundedRect(QRectF(m_sheet).adjusted(0.5, 0.5, -0.5, -0.5), corner::kDialog, corner::kDialog);
  const int columnWidth = (m_sheet.width() - 3 * kPadding) / kColumns;
  int tops[kColumns] = {m_sheet.top() + kPadding, m_sheet.top() + kPadding};
  for (const ShortcutGroup& group : m_groups) {
    const auto column = static_cast<int>(std::min_element(tops, tops + kColumns) - tops);
    const int height = rowHeight() * (static_cast<int>(group.lines.size()) + 1);
    paintGroup(painter, group,
               QRect(m_sheet.left() + kPadding + column * (columnWidth + kPadding), tops[column], columnWidth, height));
    tops[column] += height + space::k12;
  }
}

void ShortcutOverlay::paintGroup(QPainter& painter, const ShortcutGroup& group, QRect box) const {
  const Colours& colours = coloursOf(palette());
  QRect row(box.left(), box.top(), box.width(), rowHeight());
  painter.setFont(uiFont(Role::kBody, true));
  painter.setPen(colours.text);
  painter.drawText(row, Qt::AlignLeft | Qt::AlignVCenter, group.title);
  for (const ShortcutLine& line : group.lines) {
    row.translate(0, rowHeight());
    painter.setFont(uiFont(Role::kMicro));
    const int width = painter.fontMetrics().horizontalAdvance(line.keys) + space::k12;
    const QRectF cap(row.left() + 0.5, row.top() + 3.5, width, row.height() - 6);
    painter.setPen(colours.border);
    painter.setBrush(colours.sunken);
    painter.drawRoundedRect(cap, corner::kCheck, corner::kCheck);
    painter.setPen(colours.text);
    painter.drawText(cap, Qt::AlignCenter, line.keys);
    painter.setFont(uiFont(Role::kBody));
    painter.setPen(colours.muted);
    const QRect rest = row.adjusted(kKeyColumn, 0, 0, 0);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(line.meaning, Qt::ElideRight, rest.width()));
  }
}

void ShortcutOverlay::mousePressEvent(QMouseEvent*) {
  close();
}

void ShortcutOverlay::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Question || event->key() == Qt::Key_Return) {
    close();
  }
}

bool ShortcutOverlay::eventFilter(QObject* watched, QEvent* event) {
  if (watched == parentWidget() && event->type() == QEvent::Resize) {
    layoutSheet();
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace touchstone::ui
