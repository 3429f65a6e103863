#include "ui/views/view.h"

#include "ui/plots/plot_card.h"

namespace touchstone::ui {

void View::tellOf(PlotCard* card) {
  connect(card, &PlotCard::failed, this, &View::problem);
  connect(card, &PlotCard::exported, this,
          [this](const QStringList& files) { emit note(tr("Saved %1").arg(files.join(QStringLiteral(", ")))); });
}

}  // namespace touchstone::ui
