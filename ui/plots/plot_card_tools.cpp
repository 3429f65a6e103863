// The part of PlotCard that is its tools: save, enlarge, more.
#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QSettings>
#include <QShortcut>
#include <QToolButton>

#include "ui/figure/exporter.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/plot_view.h"

namespace touchstone::ui {

namespace {

const QString kFolderKey = QStringLiteral("figures/folder");

// An entry that reads what the plot does each time the menu opens.
QAction* addToggle(QMenu* menu, const QString& text, PlotView* plot, bool (PlotView::*is)() const,
                   void (PlotView::*set)(bool)) {
  QAction* action = menu->addAction(text);
  action->setCheckable(true);
  QObject::connect(menu, &QMenu::aboutToShow, action, [action, plot, is] { action->setChecked((plot->*is)()); });
  QObject::connect(action, &QAction::triggered, plot, [plot, set](bool isOn) { (plot->*set)(isOn); });
  return action;
}

QToolButton* menuButton(QWidget* parent, Icon which, const QString& tip) {
  auto* button = new QToolButton(parent);
  button->setIcon(icon(which));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  button->setPopupMode(QToolButton::InstantPopup);
  return button;
}

}  // namespace

QMenu* PlotCard::moreMenu() {
  if (m_more == nullptr) {
    m_more = menuButton(this, Icon::kMore, tr("More"));
    m_more->setMenu(new QMenu(m_more));
    m_tools->addWidget(m_more);
  }
  return m_more->menu();
}

void PlotCard::setExportButton(QToolButton* button) {
  m_export = button;
  auto* shortcut = new QShortcut(QKeySequence(Qt::CTRL | Qt::Key_E), this);
  shortcut->setContext(Qt::WidgetWithChildrenShortcut);
  connect(shortcut, &QShortcut::activated, this, &PlotCard::openExport);
}

void PlotCard::openExport() {
  if (!m_export->isEnabled()) return;
  QMenu* menu = m_export->menu();
  if (menu == nullptr) {
    m_export->click();
    return;
  }
  // The button of a narrow card is hidden: its menu opens at the corner.
  menu->popup(m_export->isVisible() ? m_export->mapToGlobal(m_export->rect().bottomLeft())
                                    : mapToGlobal(rect().topRight()));
  menu->setActiveAction(menu->actions().constFirst());
}

void PlotCard::makePlotTools() {
  m_save = menuButton(this, Icon::kSave, tr("Save the figure (Ctrl+E)"));
  m_save->setMenu(new QMenu(m_save));
  fillSaveMenu(m_save->menu());
  setExportButton(m_save);
  m_enlarge = new QToolButton(this);
  m_enlarge->setIcon(icon(Icon::kEnlarge));
  m_enlarge->setToolTip(tr("Enlarge"));
  m_enlarge->setAccessibleName(tr("Enlarge"));
  m_enlarge->setAutoRaise(true);
  connect(m_enlarge, &QToolButton::clicked, this, &PlotCard::enlargeRequested);
  m_tools->addWidget(m_save);
  m_tools->addWidget(m_enlarge);
  fillPlotMenu();
  m_tools->addWidget(m_more);
  showEmpty(m_plot->isEmpty());
}

void PlotCard::fillSaveMenu(QMenu* menu) {
  menu->addAction(tr("PDF, vector…"), this, [this] { askAndSave(QStringLiteral("pdf"), tr("PDF (*.pdf)")); });
  menu->addAction(tr("SVG, text stays text…"), this, [this] { askAndSave(QStringLiteral("svg"), tr("SVG (*.svg)")); });
  menu->addAction(tr("PNG, 600 dpi…"), this, [this] { askAndSave(QStringLiteral("png"), tr("PNG (*.png)")); });
  menu->addAction(tr("CSV, what is drawn…"), this, [this] { askAndSave(QStringLiteral("csv"), tr("CSV (*.csv)")); });
}

void PlotCard::fillPlotMenu() {
  QMenu* menu = moreMenu();
  PlotView* plot = m_plot;
  menu->addAction(tr("Fit axes\tR"), plot, &PlotView::fit);
  menu->addAction(tr("Undo zoom\tEsc"), plot, [plot] { plot->undoZoom(); });
  addToggle(menu, tr("Log x axis\tShift+L"), plot, &PlotView::isLogX, &PlotView::setLogX);
  addToggle(menu, tr("Log y axis\tL"), plot, &PlotView::isLogY, &PlotView::setLogY);
  addToggle(menu, tr("Follow live\tF"), plot, &PlotView::isFollowing, &PlotView::setFollowing);
  menu->addSeparator();
  menu->addAction(tr("Data as a table\tT"), plot, &PlotView::showTable);
  menu->addAction(tr("Copy picture\tCtrl+C"), plot, &PlotView::copyImage);
  QMenu* save = menu->addMenu(tr("Save figure"));
  fillSaveMenu(save);
  menu->addAction(tr("Enlarge"), this, &PlotCard::enlargeRequested);
}

void PlotCard::askAndSave(const QString& suffix, const QString& filter) {
  const QDir folder(QSettings().value(kFolderKey, QDir::homePath()).toString());
  std::set<std::string> taken;
  const QString stem = safeStem(m_exportName.isEmpty() ? title() : m_exportName, taken);
  auto* dialog = new QFileDialog(this, tr("Save the figure"), folder.filePath(stem + u'.' + suffix), filter);
  dialog->setObjectName(QStringLiteral("saveFigure"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(suffix);
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    QSettings().setValue(kFolderKey, QFileInfo(file).absolutePath());
    saveAs(file);
  });
  dialog->open();
}

bool PlotCard::saveAs(const QString& file) {
  FigureSpec spec;
  spec.title = title();
  const Result<Paths> written = writeFigureFile(*m_plot, spec, file.toStdString());
  if (!written) {
    emit failed(QString::fromStdString(written.error().text()));
    return false;
  }
  QStringList files;
  for (const auto& path : *written) files.append(QString::fromStdString(path.string()));
  emit exported(files);
  return true;
}

}  // namespace touchstone::ui
