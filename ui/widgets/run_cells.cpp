#include "ui/widgets/run_cells.h"

#include <QPainter>
#include <algorithm>

#include "ui/models/roles.h"
#include "ui/plots/marks.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_painting.h"

namespace touchstone::ui {
namespace {

constexpr int kMarkWidth = 18;
constexpr int kBarHeight = 5;

}  // namespace

void paintContenderCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
  const Colours& colours = coloursOf(option.palette);
  const auto family = static_cast<Family>(index.data(kFamilyRole).toInt());
  MarkStyle mark = methodMark(family, index.data(kFamilyIndexRole).toInt(), colours);
  const QRect box = option.rect.adjusted(space::k12, 0, 0, 0);
  paintMark(painter, QPointF(box.left() + 5, box.center().y() + 0.5), mark);
  painter.setPen(colours.text);
  painter.setFont(uiFont(Role::kSmall));
  paintElided(painter, box.adjusted(kMarkWidth, 0, -4, 0), Qt::AlignLeft, index.data().toString());
}

void paintProgressCell(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index) {
  const Colours& colours = coloursOf(option.palette);
  const auto state = static_cast<State>(index.data(kStateRole).toInt());
  const double share = std::clamp(index.data(kProgressRole).toDouble(), 0.0, 1.0);
  QRectF groove(option.rect.left() + 4, option.rect.center().y() - kBarHeight / 2.0 + 0.5, option.rect.width() - 8,
                kBarHeight);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colours.border);
  painter.drawRoundedRect(groove, kBarHeight / 2.0, kBarHeight / 2.0);
  if (share <= 0.0) {
    return;
  }
  groove.setWidth(std::max(static_cast<double>(kBarHeight), groove.width() * share));
  painter.setBrush(state == State::kRunning  ? colours.accent
                   : state == State::kFailed ? colours.failed.fill
                   : state == State::kPaused ? colours.paused.fill
                                             : colours.control);
  painter.drawRoundedRect(groove, kBarHeight / 2.0, kBarHeight / 2.0);
}

}  // namespace touchstone::ui
