#include "ui/views/compare/compare_view.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/models/text_file_writer.h"
#include "ui/models/words.h"
#include "ui/plots/plot_card.h"
#include "ui/plots/seed_dots_plot.h"
#include "ui/theme/theme.h"
#include "ui/views/compare/leaderboard_export.h"
#include "ui/views/compare/leaderboard_table.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/muted_label.h"

namespace touchstone::ui {
namespace {

using namespace std::literals;

constexpr double kMargin = 0.01;  // of the best mean: what the plot shades as equal
constexpr int kLeastSeedsHeight = 200;

}  // namespace

CompareView::CompareView(const ViewContext& context, QWidget* parent)
    : View(parent), m_context(context), m_model(new LeaderboardModel(this)) {
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  auto* page = new QWidget(m_pages);
  m_split = new QSplitter(Qt::Vertical, page);
  m_split->setHandleWidth(frame::kSplitterHandle);
  m_split->setChildrenCollapsible(false);
  m_tableCard = makeTableCard();
  m_seedsCard = makeSeedsCard();
  m_split->addWidget(m_tableCard);
  m_split->addWidget(m_seedsCard);
  auto* pageLayout = new QVBoxLayout(page);
  pageLayout->setContentsMargins(space::kPageSide, space::kPageTop, space::kPageSide, space::kPageTop);
  pageLayout->addWidget(m_split);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(page);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);

  setFocusProxy(m_table);
  addKeys();
  connect(m_split, &QSplitter::splitterMoved, this, [this] { m_isSplitByHand = true; });
  connect(m_table, &LeaderboardTable::taskChosen, this, [this](TaskId task) { m_context.state.selectTask(task); });
  connect(m_table, &LeaderboardTable::cellChosen, &context.selection, &Selection::selectCell);
  connect(&context.state, &ProjectState::changed, this, &CompareView::showState);
  connect(&context.state, &ProjectState::contextChanged, this, &CompareView::showState);
  showState();
}

PlotCard* CompareView::makeTableCard() {
  auto* card = new PlotCard(tr("Leaderboard"));
  card->setSubtitle(tr("mean over seeds ± standard deviation"));
  auto* body = new QWidget;
  auto* layout = new QVBoxLayout(body);
  layout->setContentsMargins(1, 0, 1, 0);
  layout->setSpacing(0);
  m_table = new LeaderboardTable(m_model, body);
  layout->addWidget(m_table, 1);
  layout->addWidget(makeFootnotes());
  card->setBody(body);

  auto* copyButton = card->addToolButton(Icon::kCopy, tr("Copy the table (Ctrl+C)"));
  connect(copyButton, &QToolButton::clicked, m_table, [this] {
    m_table->clearSelection();
    m_table->copy();
    emit note(tr("Copied the leaderboard"));
  });
  auto* exportButton = card->addToolButton(Icon::kSave, tr("Export the leaderboard (Ctrl+E)"));
  auto* menu = new QMenu(exportButton);
  fillExportMenu(menu);
  exportButton->setMenu(menu);
  exportButton->setPopupMode(QToolButton::InstantPopup);
  card->setExportButton(exportButton);
  return card;
}

QWidget* CompareView::makeFootnotes() {
  m_footnotes = new QWidget;
  m_legend = new MutedLabel(m_footnotes);
  m_legend->setTextFormat(Qt::RichText);
  m_legend->setWordWrap(true);
  m_legend->setText(tr("<b>bold</b> best measured · dots: seeds, line: best mean, ◂ off scale · "
                       "rank: mean over the tasks, all contenders measured here"));
  m_leakage = new QWidget(m_footnotes);
  m_leakageIcon = new QLabel(m_leakage);
  m_leakageText = new QLabel(m_leakage);
  m_leakageText->setTextFormat(Qt::PlainText);
  m_leakageText->setWordWrap(true);
  m_leakageText->setTextInteractionFlags(Qt::TextSelectableByMouse);
  auto* row = new QHBoxLayout(m_leakage);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::k4);
  row->addWidget(m_leakageIcon, 0, Qt::AlignTop);
  row->addWidget(m_leakageText, 1);
  auto* layout = new QVBoxLayout(m_footnotes);
  layout->setContentsMargins(space::k12, space::k6, space::k12, space::k8);
  layout->setSpacing(space::k4);
  layout->addWidget(m_leakage);
  layout->addWidget(m_legend);
  return m_footnotes;
}

PlotCard* CompareView::makeSeedsCard() {
  auto* card = new PlotCard(tr("Seeds"));
  m_seeds = new SeedDotsPlot;
  card->setPlot(m_seeds);
  card->setEmptyMessage(Icon::kBars, tr("No score on this task yet"), tr("Each finished run adds a dot."));
  tellOf(card);
  connect(card, &PlotCard::enlargeRequested, this, [this] { m_tableCard->setVisible(!m_tableCard->isVisible()); });
  return card;
}

void CompareView::fillExportMenu(QMenu* menu) {
  const std::vector<TableFormat> formats = tableFormats();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    menu->addAction(tr("Save as %1…").arg(formats[i].title), this, [this, i] { saveAs(i); });
  }
  menu->addSeparator();
  for (std::size_t i = 0; i < formats.size(); ++i) {
    menu->addAction(tr("Copy as %1").arg(formats[i].title), this, [this, i] { copyAs(i); });
  }
}

// As the window's list of shortcuts says.
void CompareView::addKeys() {
  const std::vector<TableFormat> formats = tableFormats();
  const auto latex =
      std::find_if(formats.begin(), formats.end(), [](const TableFormat& each) { return each.id == "latex"sv; });
  auto* copy = new QShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L), this);
  copy->setContext(Qt::WidgetWithChildrenShortcut);
  connect(copy, &QShortcut::activated, this,
          [this, index = static_cast<std::size_t>(latex - formats.begin())] { copyAs(index); });
}

void CompareView::copyAs(std::size_t format) {
  const TableFormat chosen = tableFormats()[format];
  QApplication::clipboard()->setText(leaderboardAsText(m_context.state.snapshot().runs, chosen));
  emit note(tr("Copied the leaderboard as %1").arg(chosen.title));
}

void CompareView::saveAs(std::size_t format) {
  const TableFormat chosen = tableFormats()[format];
  auto* dialog = new QFileDialog(this, tr("Save the leaderboard"),
                                 QStringLiteral("leaderboard.%1").arg(QLatin1String(chosen.suffix)));
  dialog->setObjectName(QStringLiteral("saveLeaderboard"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QLatin1String(chosen.suffix));
  connect(dialog, &QFileDialog::fileSelected, this, [this, chosen](const QString& file) {
    writeTextFile(file, leaderboardAsText(m_context.state.snapshot().runs, chosen), this,
                  [this](const QString& written, const QString& error) {
                    if (error.isEmpty()) {
                      emit note(tr("Saved %1").arg(written));
                    } else {
                      emit problem(tr("The leaderboard was not saved. %1. Choose another folder.").arg(error));
                    }
                  });
  });
  dialog->open();
}

void CompareView::setActive(bool isActive) {
  m_isActive = isActive;
  if (isActive) {
    showState();
  }
}

void CompareView::showState() {
  const ProjectState& state = m_context.state;
  if (state.currentStudy() == nullptr || state.snapshot().tasks.empty()) {
    m_empty->setContent(Icon::kBars, state.isLoaded() ? tr("Nothing to compare yet") : tr("Reading the project"),
                        state.isLoaded() ? tr("Start a study: its contenders stand here side by side.") : QString());
    m_pages->setCurrentIndex(0);
    return;
  }
  if (const auto why = failureOf(state.snapshot().runs)) {
    m_empty->setContent(Icon::kWarning, tr("Every run of this study failed"),
                        tr("%1\nProblems (Alt+2) lists them all.").arg(*why));
    m_pages->setCurrentIndex(0);
    return;
  }
  m_pages->setCurrentIndex(1);
  if (!m_isActive) {
    return;
  }
  m_model->setBoard(buildLeaderboard(state.snapshot()));
  showNotes();
  showTask();
  shareHeight();
}

void CompareView::showTask() {
  const ProjectSnapshot& snapshot = m_context.state.snapshot();
  const TaskRow* task = m_context.state.currentTask();
  if (task == nullptr) {
    return;
  }
  m_table->chooseTask(task->id);
  m_seedsCard->setTitle(shortName(task->name));
  m_seedsCard->setSubtitle(tr("every seed · shaded: within %1 % of the best").arg(kMargin * 100.0));
  m_seedsCard->setExportName(QStringLiteral("seeds-") + shortName(task->name).left(60));
  SeedDotsData dots = seedDotsOf(snapshot.runs, task->id, snapshot.contenders);
  dots.relativeMargin = kMargin;
  // Without a single score the card says so instead of drawing an empty axis.
  const bool hasScore =
      std::any_of(dots.rows.begin(), dots.rows.end(), [](const auto& row) { return !row.scores.empty(); });
  if (!hasScore) {
    dots.rows.clear();
  }
  m_seeds->setData(std::move(dots));
}

void CompareView::showNotes() {
  const std::vector<QString> notes = m_model->board().leakageNotes();
  m_leakage->setVisible(!notes.empty());
  m_leakageText->setText(QStringList(notes.begin(), notes.end()).join(QLatin1Char('\n')));
  const Colours& colours = coloursOf(palette());
  QPalette warning = m_leakageText->palette();
  warning.setColor(QPalette::WindowText, colours.paused.text);
  m_leakageText->setPalette(warning);
  m_leakageText->setFont(uiFont(Role::kMicro));
  m_legend->setFont(uiFont(Role::kMicro));
  m_leakageIcon->setPixmap(iconPixmap(Icon::kWarning, colours.paused.text, 12, devicePixelRatioF()));
}

// The table takes what its rows need while the plot keeps its least height.
void CompareView::shareHeight() {
  if (m_isSplitByHand || m_split->height() <= 0) {
    return;
  }
  const int whole = m_split->height() - m_split->handleWidth();
  const int notes = m_footnotes->layout()->totalHeightForWidth(std::max(200, m_tableCard->width() - 2));
  const int frameHeight = frame::kCardHeader + notes + 4;
  const int wanted = m_table->contentHeight() + frameHeight;
  const int table = std::max(whole / 4, std::min(wanted, whole - kLeastSeedsHeight));
  m_split->setSizes({table, whole - table});
}

void CompareView::resizeEvent(QResizeEvent* event) {
  View::resizeEvent(event);
  shareHeight();
}

void CompareView::changeEvent(QEvent* event) {
  View::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationFontChange) {
    showNotes();
  }
}

ViewEntry compareViewEntry() {
  ViewEntry entry;
  entry.id = QStringLiteral("compare");
  entry.title = CompareView::tr("Compare");
  entry.icon = Icon::kBars;
  entry.shortcut = QKeySequence(Qt::CTRL | Qt::Key_6);
  entry.create = [](const ViewContext& context, QWidget* parent) { return new CompareView(context, parent); };
  return entry;
}

}  // namespace touchstone::ui
