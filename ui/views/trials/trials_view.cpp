#include "ui/views/trials/trials_view.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <set>

#include "ui/bridge/engine_bridge.h"
#include "ui/models/project_state.h"
#include "ui/models/selection.h"
#include "ui/models/text_file_writer.h"
#include "ui/models/words.h"
#include "ui/plots/marks.h"
#include "ui/plots/numbers.h"
#include "ui/plots/plot_card.h"
#include "ui/theme/theme.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/widgets/empty_panel.h"

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 500;
constexpr int kFilterWidth = 240;

// A cell with the separator, quotes or a line break in it is quoted; a name that a spreadsheet would run is not a formula.
QString cellText(QString text, QChar separator) {
  if (!text.isEmpty() && QStringLiteral("=+@").contains(text.front())) {
    text.prepend(QLatin1Char('\''));
  }
  if (text.contains(separator) || text.contains(QLatin1Char('"')) || text.contains(QLatin1Char('\n'))) {
    text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
  }
  return text;
}

QString tableText(const std::vector<TrialRow>& rows, const std::set<int>& only, QChar separator) {
  QStringList lines;
  const auto line = [&lines, separator](const auto& textOf) {
    QStringList cells;
    for (int column = 0; column < TrialsModel::kColumnCount; ++column) {
      cells << cellText(textOf(column), separator);
    }
    lines << cells.join(separator);
  };
  line([](int column) { return TrialsModel::titleOf(column); });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (only.empty() || only.contains(static_cast<int>(i))) {
      line([&row = rows[i]](int column) { return TrialsModel::copyTextOf(row, column); });
    }
  }
  return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace

TrialsView::TrialsView(const ViewContext& context, QWidget* parent)
    : View(parent), m_context(context), m_throttle(kReadIntervalMs), m_model(new TrialsModel(context.bridge, this)) {
  m_pages = new QStackedWidget(this);
  m_empty = new EmptyPanel(m_pages);
  auto* page = new QWidget(m_pages);
  auto* pageLayout = new QVBoxLayout(page);
  pageLayout->setContentsMargins(space::kPageSide, space::kPageTop, space::kPageSide, space::kPageTop);
  makeCard();
  pageLayout->addWidget(m_card);
  m_pages->addWidget(m_empty);
  m_pages->addWidget(page);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);
  connectAll();
  showState();
}

void TrialsView::makeCard() {
  m_card = new PlotCard(tr("Trials"));
  m_body = new QStackedWidget;
  m_table = new TrialsTable(m_model, m_body);
  m_noMatch = new EmptyPanel(m_body);
  m_noMatch->setContent(Icon::kFunnel, tr("No trial matches the filter"), tr("Show them all again, or change the filter."),
                        tr("Clear the filter"));
  m_body->addWidget(m_table);
  m_body->addWidget(m_noMatch);
  m_card->setBody(m_body);
  makeTools();
}

void TrialsView::makeTools() {
  m_text = new QLineEdit(m_card);
  m_text->setPlaceholderText(tr("Filter: trial, contender, task, value"));
  m_text->setAccessibleName(tr("Filter of the trials"));
  m_text->setToolTip(tr("Shows trials whose name, contender, task or configuration contains this (Ctrl+F)"));
  m_text->setClearButtonEnabled(true);
  m_text->addAction(icon(Icon::kFunnel), QLineEdit::LeadingPosition);
  m_text->setFixedWidth(kFilterWidth);
  m_task = new QComboBox(m_card);
  m_task->setAccessibleName(tr("Tasks whose trials are shown"));
  m_task->addItem(tr("all tasks"));
  m_task->addItem(tr("this task"));
  m_state = new QComboBox(m_card);
  m_state->setAccessibleName(tr("State of the trials shown"));
  m_state->addItem(tr("all states"), -1);
  for (const TrialState state : {TrialState::kRunning, TrialState::kPaused, TrialState::kFinished, TrialState::kStopped,
                                 TrialState::kFailed}) {
    m_state->addItem(stateWord(stateOf(state)), static_cast<int>(state));
  }
  for (QWidget* tool : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_task), static_cast<QWidget*>(m_state)}) {
    tool->setFixedHeight(frame::kControlInStrip);
    m_card->addTool(tool);
  }
  connect(m_card->addToolButton(Icon::kCopy, tr("Copy the selected rows, or all (Ctrl+C)")), &QToolButton::clicked, this,
          &TrialsView::copyRows);
  connect(m_card->addToolButton(Icon::kSave, tr("Save the rows as CSV")), &QToolButton::clicked, this,
          &TrialsView::saveRows);
  auto* find = new QShortcut(QKeySequence::Find, this);
  find->setContext(Qt::WidgetWithChildrenShortcut);
  connect(find, &QShortcut::activated, m_text, [this] {
    m_text->setFocus(Qt::ShortcutFocusReason);
    m_text->selectAll();
  });
}

void TrialsView::connectAll() {
  connect(m_text, &QLineEdit::textChanged, this, &TrialsView::applyFilter);
  connect(m_task, &QComboBox::currentIndexChanged, this, &TrialsView::applyFilter);
  connect(m_state, &QComboBox::currentIndexChanged, this, &TrialsView::applyFilter);
  connect(m_noMatch, &EmptyPanel::buttonClicked, this, &TrialsView::clearFilter);
  connect(m_model, &TrialsModel::loaded, this, &TrialsView::showRows);
  connect(m_model, &TrialsModel::failed, this, &View::problem);
  connect(m_table, &TrialsTable::copyWanted, this, &TrialsView::copyRows);
  connect(m_table, &TrialsTable::trialChosen, &m_context.selection, &Selection::selectTrial);
  connect(&m_context.selection, &Selection::changed, this,
          [this] { m_table->showTrial(m_context.selection.trial()); });

  m_throttle.setEnabled(false);
  connect(&m_throttle, &Throttle::due, this, [this] {
    if (m_model->isLoaded()) {
      m_model->reload();
    } else {
      applyFilter();
    }
  });
  const auto poke = [this] { m_throttle.poke(); };
  connect(&m_context.bridge, &EngineBridge::studyChanged, this, poke);
  connect(&m_context.bridge, &EngineBridge::projectChanged, this, poke);
  connect(&m_context.state, &ProjectState::changed, this, &TrialsView::showState);
  connect(&m_context.state, &ProjectState::contextChanged, this, &TrialsView::showState);
}

void TrialsView::setActive(bool isActive) {
  m_throttle.setEnabled(isActive);
  if (isActive) {
    m_throttle.poke();
  }
}

void TrialsView::showState() {
  const ProjectState& state = m_context.state;
  const StudyRow* study = state.currentStudy();
  if (study == nullptr) {
    m_empty->setContent(Icon::kTable, state.isLoaded() ? tr("No trials yet") : tr("Reading the project"),
                        state.isLoaded() ? tr("Start a study: each configuration that it tries is a row here.") : QString());
    m_pages->setCurrentIndex(0);
    m_study = {};
    return;
  }
  m_pages->setCurrentIndex(1);
  const bool followsTask = m_task->currentIndex() == 1 && m_model->filter().task != state.task();
  if (m_study != study->id || followsTask) {
    m_study = study->id;
    applyFilter();
  }
}

void TrialsView::applyFilter() {
  if (!m_study.isValid()) {
    return;
  }
  TrialFilter filter;
  filter.study = m_study;
  filter.task = m_task->currentIndex() == 1 ? m_context.state.task() : TaskId{};
  filter.text = m_text->text().trimmed().toStdString();
  if (const int state = m_state->currentData().toInt(); state >= 0) {
    filter.state = static_cast<TrialState>(state);
  }
  m_model->setFilter(filter);
}

void TrialsView::clearFilter() {
  m_text->clear();
  m_task->setCurrentIndex(0);
  m_state->setCurrentIndex(0);
  m_table->setFocus();
}

bool TrialsView::isFiltered() const {
  return !m_text->text().trimmed().isEmpty() || m_task->currentIndex() > 0 || m_state->currentIndex() > 0;
}

void TrialsView::showRows() {
  const int shown = m_model->rowCount();
  const StudyRow* study = m_context.state.currentStudy();
  const int total = study != nullptr ? study->trialsTotal : shown;
  m_card->setSubtitle(isFiltered() ? tr("%1 of %2").arg(count(shown), count(std::max(total, shown)))
                                   : counted(shown, tr("%1 trial"), tr("%1 trials")));
  m_body->setCurrentIndex(shown == 0 && isFiltered() ? 1 : 0);
}

void TrialsView::readAll(QChar separator, bool onlySelected, std::function<void(const QString&)> deliver) {
  std::set<int> only;
  if (onlySelected) {
    for (const QItemSelectionRange& range : m_table->selectionModel()->selection()) {
      for (int row = range.top(); row <= range.bottom(); ++row) {
        only.insert(row);
      }
    }
  }
  TrialFilter filter = m_model->filter();
  filter.offset = 0;
  filter.limit = -1;
  m_context.bridge.ask<Result<QString>>(
      "trials/all", this,
      [filter, only, separator](const ProjectView& view) -> Result<QString> {
        const auto page = view.trials(filter);
        return page ? Result<QString>(tableText(page->rows, only, separator)) : Result<QString>(page.error());
      },
      [this, deliver = std::move(deliver)](Result<QString> text) {
        if (text) {
          deliver(*text);
        } else {
          emit problem(QString::fromStdString(text.error().text()));
        }
      });
}

void TrialsView::copyRows() {
  // One row is selected by merely walking through the table: then all are meant no more than one is.
  readAll(QLatin1Char('\t'), m_table->selectionModel()->hasSelection(), [this](const QString& text) {
    QApplication::clipboard()->setText(text);
    emit note(counted(text.count(QLatin1Char('\n')) - 1, tr("Copied %1 trial"), tr("Copied %1 trials")));
  });
}

void TrialsView::saveRows() {
  auto* dialog = new QFileDialog(this, tr("Save the trials"), QStringLiteral("trials.csv"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
    readAll(QLatin1Char(','), false, [this, file](const QString& text) {
      writeTextFile(file, text, this, [this](const QString& written, const QString& error) {
        if (error.isEmpty()) {
          emit note(tr("Saved %1").arg(written));
        } else {
          emit problem(tr("The trials were not saved. %1. Choose another folder.").arg(error));
        }
      });
    });
  });
  dialog->open();
}

ViewEntry trialsViewEntry() {
  ViewEntry entry;
  entry.id = QStringLiteral("trials");
  entry.title = TrialsView::tr("Trials");
  entry.icon = Icon::kDots;
  entry.shortcut = QKeySequence(Qt::CTRL | Qt::Key_5);
  entry.create = [](const ViewContext& context, QWidget* parent) { return new TrialsView(context, parent); };
  return entry;
}

}  // namespace touchstone::ui
