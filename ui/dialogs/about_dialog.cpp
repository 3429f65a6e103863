#include "ui/dialogs/about_dialog.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("About Touchstone"));
  auto* title = new QLabel(QStringLiteral("Touchstone %1").arg(QApplication::applicationVersion()), this);
  title->setFont(uiFont(Role::kHeading, true));
  auto* text = new QLabel(tr("Is the foundation model worth it on your task, or does a well-tuned supervised model "
                             "match it? Touchstone answers with evidence: the same budget for both, every trial on "
                             "record, and how sure the answer is."),
                          this);
  auto* licence = new MutedLabel(tr("Free software under the GNU General Public License, version 3 or later, without "
                                    "any warranty. It uses Qt (LGPL 3), QCustomPlot (GPL 3), SQLite (public domain), "
                                    "LibTorch (BSD), Eigen and OpenBLAS. Data and models keep their own licences, "
                                    "shown where they are used."),
                                 this);
  for (QLabel* label : {text, static_cast<QLabel*>(licence)}) {
    label->setWordWrap(true);
    label->setFixedWidth(440);
  }
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::k24, space::k20, space::k24, space::k16);
  layout->setSpacing(space::k12);
  layout->addWidget(title);
  layout->addWidget(text);
  layout->addWidget(licence);
  layout->addWidget(buttons);
  layout->setSizeConstraint(QLayout::SetFixedSize);
}

}  // namespace touchstone::ui
