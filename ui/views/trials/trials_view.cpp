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
#include <algorithm>

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
#include "ui/views/trials/trials_text.h"
#include "ui/widgets/empty_panel.h"

namespace touchstone::ui {
namespace {

constexpr int kReadIntervalMs = 500;
constexpr int kFilterWidth = 240;

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
  setFocusProxy(m_table);
  connectAll();
  showState();
}

void TrialsView::makeCard() {
  m_card = new PlotCard(tr("Trials"));
  m_body = new QStackedWidget;
  m_table = new TrialsTable(m_model, m_body);
  m_noRows = new EmptyPanel(m_body);
  m_body->addWidget(m_table);
  m_body->addWidget(m_noRows);
  m_card->setBody(m_body);
  makeTools();
}

void TrialsView::makeTools() {
  m_text = makeFilterField();
  m_task = new QComboBox(m_card);
  m_task->setAccessibleName(tr("Tasks whose trials are shown"));
  m_task->addItem(tr("all tasks"));
  m_task->addItem(tr("this task"));
  m_state = new QComboBox(m_card);
  m_state->setAccessibleName(tr("State of the trials shown"));
  m_state->addItem(tr("all states"), -1);
  for (const TrialState state :
       {TrialState::kRunning, TrialState::kPaused, TrialState::kFinished, TrialState::kStopped, TrialState::kFailed}) {
    m_state->addItem(stateWord(stateOf(state)), static_cast<int>(state));
  }
  for (QWidget* tool : {static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_task), static_cast<QWidget*>(m_state)}) {
    tool->setFixedHeight(frame::kControlInStrip);
    m_card->addTool(tool);
  }
  connect(m_card->addToolButton(Icon::kCopy, tr("Copy the selected rows, or all (Ctrl+C)")), &QToolButton::clicked,
          this, &TrialsView::copyRows);
  QToolButton* save = m_card->addToolButton(Icon::kSave, tr("Save all rows that match as CSV (Ctrl+E)"));
  connect(save, &QToolButton::clicked, this, &TrialsView::saveRows);
  m_card->setExportButton(save);
  m_table->addMenus(m_card->moreMenu());
}

QLineEdit* TrialsView::makeFilterField() {
  auto* field = new QLineEdit(m_card);
  field->setPlaceholderText(tr("Filter: trial, contender, task, value"));
  field->setAccessibleName(tr("Filter of the trials"));
  field->setToolTip(tr("Shows trials whose name, contender, task or configuration contains this (Ctrl+F)"));
  field->setClearButtonEnabled(true);
  field->addAction(icon(Icon::kFunnel), QLineEdit::LeadingPosition);
  field->setFixedWidth(kFilterWidth);
  auto* find = new QShortcut(QKeySequence::Find, this);
  find->setContext(Qt::WidgetWithChildrenShortcut);
  connect(find, &QShortcut::activated, field, [field] {
    field->setFocus(Qt::ShortcutFocusReason);
    field->selectAll();
  });
  connect(field, &QLineEdit::returnPressed, this, [this] { m_table->setFocus(Qt::OtherFocusReason); });
  return field;
}

void TrialsView::connectAll() {
  connect(m_text, &QLineEdit::textChanged, this, &TrialsView::applyFilter);
  connect(m_task, &QComboBox::currentIndexChanged, this, &TrialsView::applyFilter);
  connect(m_state, &QComboBox::currentIndexChanged, this, &TrialsView::applyFilter);
  connect(m_noRows, &EmptyPanel::buttonClicked, this, &TrialsView::clearFilter);
  connect(m_model, &TrialsModel::loaded, this, &TrialsView::showRows);
  connect(m_model, &TrialsModel::failed, this, &View::problem);
  connect(m_model, &TrialsModel::located, this, [this](TrialId trial, int row) {
    if (trial == m_context.selection.trial()) {
      m_table->showRow(row);
    }
  });
  connect(m_table, &TrialsTable::copyWanted, this, &TrialsView::copyRows);
  connect(m_table, &TrialsTable::trialChosen, &m_context.selection, &Selection::selectTrial);
  connect(&m_context.selection, &Selection::changed, this, &TrialsView::showSelected);

  m_throttle.setEnabled(false);
  connect(&m_throttle, &Throttle::due, this, [this] { m_study.isValid() ? m_model->reload() : m_throttle.skip(); });
  const auto poke = [this] { m_throttle.poke(); };
  connect(&m_context.bridge, &EngineBridge::studyChanged, this, poke);
  connect(&m_context.bridge, &EngineBridge::projectChanged, this, poke);
  connect(&m_context.state, &ProjectState::changed, this, &TrialsView::showState);
  connect(&m_context.state, &ProjectState::contextChanged, this, &TrialsView::showState);
}

void TrialsView::setActive(bool isActive) {
  m_isActive = isActive;
  m_throttle.setEnabled(isActive);
  if (isActive) {
    showState();
    m_throttle.poke();
  }
}

void TrialsView::showState() {
  const ProjectState& state = m_context.state;
  const StudyRow* study = state.currentStudy();
  if (study == nullptr) {
    const QString advice = tr("Start a study: each configuration that it tries is a row here.");
    m_empty->setContent(Icon::kDots, state.isLoaded() ? tr("No trials yet") : tr("Reading the project"),
                        state.isLoaded() ? advice : QString());
    m_pages->setCurrentIndex(0);
    m_study = {};
    return;
  }
  m_pages->setCurrentIndex(1);
  if (!m_isActive) {
    return;
  }
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
  m_table->setFocus(Qt::OtherFocusReason);
}

bool TrialsView::isFiltered() const {
  return !m_text->text().trimmed().isEmpty() || m_task->currentIndex() > 0 || m_state->currentIndex() > 0;
}

void TrialsView::showRows() {
  const int shown = m_model->rowCount();
  const StudyRow* study = m_context.state.currentStudy();
  const int total = std::max(shown, study != nullptr ? study->trialsTotal : 0);
  const QString all = (shown == 1 ? tr("%1 trial") : tr("%1 trials")).arg(count(shown));
  m_card->setSubtitle(isFiltered() ? tr("%1 of %2").arg(count(shown), count(total)) : all);
  if (shown == 0 && isFiltered()) {
    m_noRows->setContent(Icon::kFunnel, tr("No trial matches the filter"),
                         tr("Show them all again, or change the filter."), tr("Clear the filter"));
  } else if (shown == 0) {
    m_noRows->setContent(Icon::kDots, tr("No trials yet"),
                         tr("Each configuration that this study tries becomes a row here."));
  }
  m_body->setCurrentIndex(shown == 0 ? 1 : 0);
  if (m_isSelectionNew) {
    showSelected();
  } else {
    m_table->keepTrial(m_context.selection.trial());
  }
}

void TrialsView::showSelected() {
  m_isSelectionNew = !m_isActive || !m_model->isLoaded();
  const TrialId trial = m_context.selection.trial();
  if (!m_isSelectionNew && !m_table->showTrial(trial) && trial.isValid()) {
    m_model->locate(trial);
  }
}

void TrialsView::readRows(std::int64_t first, std::int64_t count,
                          std::function<Rows(const std::vector<TrialRow>&)> make,
                          std::function<void(const Rows&)> deliver) {
  TrialFilter filter = m_model->filter();
  filter.offset = first;
  filter.limit = count;
  m_context.bridge.ask<Result<Rows>>(
      "trials/rows", this,
      [filter, make = std::move(make)](const ProjectView& view) -> Result<Rows> {
        const auto page = view.trials(filter);
        return page ? Result<Rows>(make(page->rows)) : Result<Rows>(page.error());
      },
      [this, deliver = std::move(deliver)](const Result<Rows>& rows) {
        if (rows) {
          deliver(*rows);
        } else {
          emit problem(QString::fromStdString(rows.error().text()));
        }
      });
}

// The selected rows, or all; from the file where some of them were never scrolled to.
void TrialsView::copyRows() {
  std::vector<int> wanted;
  for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) {
    wanted.push_back(index.row());
  }
  std::sort(wanted.begin(), wanted.end());
  const auto make = [columns = m_table->shownColumns()](const std::vector<TrialRow>& rows) {
    return Rows{trialsTsv(rows, columns), static_cast<qint64>(rows.size())};
  };
  const auto deliver = [this](const Rows& rows) {
    QApplication::clipboard()->setText(rows.text);
    emit note(counted(rows.count, tr("Copied %1 trial"), tr("Copied %1 trials")));
  };
  const std::vector<TrialRow> known = m_model->findAll(wanted);
  if (!wanted.empty() && known.size() == wanted.size()) {
    deliver(make(known));
  } else if (wanted.empty()) {
    readRows(0, -1, make, deliver);
  } else {
    const int first = wanted.front();
    readRows(
        first, wanted.back() - first + 1,
        [wanted, first, make](const std::vector<TrialRow>& read) {
          std::vector<TrialRow> chosen;
          for (const int row : wanted) {
            const auto place = static_cast<std::size_t>(row - first);
            if (place < read.size()) {
              chosen.push_back(read[place]);
            }
          }
          return make(chosen);
        },
        deliver);
  }
}

void TrialsView::saveRows() {
  auto* dialog = new QFileDialog(this, tr("Save the trials"), QStringLiteral("trials.csv"));
  dialog->setObjectName(QStringLiteral("saveTrials"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(QStringLiteral("csv"));
  connect(dialog, &QFileDialog::fileSelected, this, &TrialsView::saveTo);
  dialog->open();
}

void TrialsView::saveTo(const QString& file) {
  const auto make = [](const std::vector<TrialRow>& rows) {
    return Rows{trialsCsv(rows), static_cast<qint64>(rows.size())};
  };
  readRows(0, -1, make, [this, file](const Rows& rows) {
    const QString saved = counted(rows.count, tr("Saved %1 trial"), tr("Saved %1 trials"));
    writeTextFile(file, rows.text, this, [this, saved](const QString& written, const QString& error) {
      if (error.isEmpty()) {
        emit note(tr("%1 to %2").arg(saved, written));
      } else {
        emit problem(tr("The trials were not saved. %1. Choose another folder.").arg(error));
      }
    });
  });
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
