#include "ui/dialogs/shortcut_overlay.h"

#include <QEvent>
#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <numeric>

#include "ui/theme/style_shapes.h"
#include "ui/theme/theme.h"

namespace touchstone::ui {
namespace {

constexpr int kColumns = 2;
constexpr int kPadding = 24;
constexpr int kColumnWidth = 394;
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

// Into two columns of like height: the longest group first, each where it is shorter. Inside a column as in the menus.
std::vector<int> ShortcutOverlay::columnsOfGroups() const {
  std::vector<std::size_t> order(m_groups.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    return m_groups[a].lines.size() > m_groups[b].lines.size();
  });
  std::vector<int> columns(m_groups.size());
  int heights[kColumns] = {0, 0};
  for (const std::size_t group : order) {
    columns[group] = static_cast<int>(std::min_element(heights, heights + kColumns) - heights);
    heights[columns[group]] += heightOf(m_groups[group]) + space::k12;
  }
  return columns;
}

int ShortcutOverlay::heightOf(const ShortcutGroup& group) const {
  return rowHeight() * (static_cast<int>(group.lines.size()) + 1);
}

// Smaller where the window has no room for it.
void ShortcutOverlay::layoutSheet() {
  setGeometry(parentWidget()->rect());
  const std::vector<int> columns = columnsOfGroups();
  int tops[kColumns] = {kPadding, kPadding};
  m_boxes.clear();
  for (std::size_t i = 0; i < m_groups.size(); ++i) {
    int& top = tops[columns[i]];
    m_boxes.push_back(
        QRect(kPadding + columns[i] * (kColumnWidth + kPadding), top, kColumnWidth, heightOf(m_groups[i])));
    top += heightOf(m_groups[i]) + space::k12;
  }
  const QSize wanted(kColumns * (kColumnWidth + kPadding) + kPadding,
                     *std::max_element(tops, tops + kColumns) - space::k12 + kPadding);
  const QSize room = size() - QSize(2 * kPadding, 2 * kPadding);
  m_scale = std::min(
      {1.0, room.width() / static_cast<double>(wanted.width()), room.height() / static_cast<double>(wanted.height())});
  const QSize sheet = wanted * m_scale;
  m_sheet = QRect(QPoint((width() - sheet.width()) / 2, (height() - sheet.height()) / 2), sheet);
}

void ShortcutOverlay::paintEvent(QPaintEvent*) {
  const Colours& colours = coloursOf(palette());
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  shapes::dim(painter, rect());
  painter.setPen(colours.border);
  painter.setBrush(colours.surface);
  painter.drawRoundedRect(QRectF(m_sheet).adjusted(0.5, 0.5, -0.5, -0.5), corner::kDialog, corner::kDialog);
  painter.translate(m_sheet.topLeft());
  painter.scale(m_scale, m_scale);
  for (std::size_t i = 0; i < m_groups.size(); ++i) {
    paintGroup(painter, m_groups[i], m_boxes[i]);
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
