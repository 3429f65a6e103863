#include "ui/dialogs/new_study/new_study_sheet.h"

#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/bridge/background.h"
#include "ui/bridge/engine_bridge.h"
#include "ui/bridge/paths.h"
#include "ui/dialogs/new_study/budget_form.h"
#include "ui/dialogs/new_study/consequences.h"
#include "ui/dialogs/new_study/contender_columns.h"
#include "ui/dialogs/new_study/file_kinds.h"
#include "ui/dialogs/new_study/sheet_parts.h"
#include "ui/dialogs/new_study/task_list.h"
#include "ui/models/project_state.h"
#include "ui/models/words.h"
#include "ui/plots/elided_label.h"
#include "ui/plots/numbers.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"

namespace touchstone::ui {
namespace {

constexpr QSize kWanted(1040, 726);

bool isSameStudy(const StudySpec& a, const StudySpec& b) {
  return a.name == b.name && a.seeds == b.seeds && a.budget == b.budget && a.tasks == b.tasks &&
         a.contenders == b.contenders;
}

}  // namespace

NewStudySheet::NewStudySheet(EngineBridge& bridge, ProjectState& state, QWidget* window)
    : SheetFrame(tr("New study"), kWanted, window), m_bridge(bridge), m_state(state) {
  setObjectName(QStringLiteral("newStudySheet"));
  m_messages = new MessageBar(body());
  m_messages->setObjectName(QStringLiteral("sheetMessages"));
  m_pages = new QStackedWidget(body());
  m_pages->addWidget(makeForm());
  m_pages->addWidget(makeTomlPane());
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(m_pages, 1);
  middle->addWidget(makeRight());
  auto* layout = new QVBoxLayout(body());
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_messages);
  layout->addLayout(middle, 1);
  layout->addWidget(makeFooter());
  connectParts();
  applyTheme();
  showTarget();
  showDraft();
  show();
  raise();
  m_name->setFocus(Qt::OtherFocusReason);
}

NewStudySheet::~NewStudySheet() {
  if (m_check) {
    *m_check = true;
  }
  m_name->disconnect(this);  // as it goes it loses the focus, which ends its editing, when this sheet is gone
}

void NewStudySheet::connectParts() {
  connect(&m_draft, &StudyDraft::changed, this, [this] {
    readFiles();
    showDraft();
  });
  connect(m_name, &QLineEdit::textEdited, &m_draft, &StudyDraft::setName);
  connect(m_name, &QLineEdit::editingFinished, this, &NewStudySheet::proposeProject);
  connect(m_project, &QLineEdit::textEdited, this, [this](const QString& text) {
    m_isProjectGiven = true;
    m_draft.setProject(text.trimmed());
  });
  connect(m_chooseProject, &QPushButton::clicked, this, &NewStudySheet::askForProject);
  connect(m_copyLink, &QPushButton::clicked, this, &NewStudySheet::copyCommand);
  connect(m_tomlLink, &QPushButton::toggled, this, &NewStudySheet::showToml);
  connect(m_save, &QPushButton::clicked, this, &NewStudySheet::save);
  connect(m_cancel, &QPushButton::clicked, this, &NewStudySheet::cancel);
  connect(this, &SheetFrame::closeWanted, this, &NewStudySheet::cancel);
  connect(m_start, &QPushButton::clicked, this, &NewStudySheet::start);
  for (const int key : {static_cast<int>(Qt::Key_Return), static_cast<int>(Qt::Key_Enter)}) {
    auto* keys = new QShortcut(QKeySequence(Qt::CTRL | static_cast<Qt::Key>(key)), this);
    keys->setContext(Qt::WidgetWithChildrenShortcut);
    connect(keys, &QShortcut::activated, this, &NewStudySheet::start);
  }
  for (auto signal : {&EngineBridge::projectOpened, &EngineBridge::projectClosed}) {
    connect(&m_bridge, signal, this, &NewStudySheet::showTarget);
  }
  connect(&m_state, &ProjectState::changed, this, &NewStudySheet::showTarget);
}

void NewStudySheet::load(const QString& presetOrFile) {
  m_isLoading = true;
  showDraft();
  inBackground<LoadedStudy>(
      this, [backends = m_bridge.backends(), presetOrFile] { return loadStudy(backends, presetOrFile); },
      [this, presetOrFile](LoadedStudy loaded) { take(std::move(loaded), presetOrFile); });
}

void NewStudySheet::take(LoadedStudy loaded, const QString& source) {
  m_isLoading = false;
  const bool isFirst = m_draft.contenders().empty();
  m_draft.setCatalogue(loaded.catalogue);
  if (source.isEmpty() || !loaded.problems.isEmpty()) {
    if (isFirst) {
      m_draft.chooseUsual();
    }
    complain(loaded.problems);
  } else if (m_draft.isEmpty()) {
    m_draft.load(loaded.study, loaded.cards);
    m_source = source;
    m_loaded = std::move(loaded.study);
    proposeProject();
    m_name->setSelection(static_cast<int>(m_name->text().size()), -static_cast<int>(m_name->text().size()));
  } else {
    m_draft.addTasks(loaded.study);
    emit note(tr("The tasks of %1 were added").arg(QFileInfo(source).fileName()));
  }
  addFiles(std::exchange(m_waiting, {}));
  showDraft();
}

void NewStudySheet::addFiles(const QStringList& files) {
  if (m_isLoading) {
    m_waiting << files;
    return;
  }
  QStringList studies, complaints;
  for (const QString& file : files) {
    switch (kindOf(file)) {
    case FileKind::kSeries:
      m_draft.addFile(file);
      break;
    case FileKind::kStudy:
      studies << file;
      break;
    case FileKind::kProject:
    case FileKind::kOther:
      complaints << wrongKindText(file);
      break;
    }
  }
  complain(complaints);
  if (!studies.isEmpty()) {
    m_waiting << studies.mid(1);
    load(studies.first());
  }
  proposeProject();
}

void NewStudySheet::complain(const QStringList& problems) {
  if (problems.isEmpty()) {
    return;
  }
  constexpr int kMostLines = 4;
  QStringList shown = problems.mid(0, kMostLines);
  if (problems.size() > kMostLines) {
    shown << tr("%1 more are in Problems.").arg(problems.size() - kMostLines);
  }
  m_messages->ask(QStringLiteral("sheet"), MessageBar::Kind::kError, shown.join(QLatin1Char('\n')));
  for (const QString& text : problems) {
    emit problem(text);
  }
}

void NewStudySheet::readFiles() {
  for (const QString& file : m_draft.takeFilesToRead()) {
    inBackground<Result<SeriesSummary>>(
        this, [summarise = m_bridge.backends().summarise, file] { return summarise(toPath(file)); },
        [this, file](const Result<SeriesSummary>& summary) { m_draft.setData(file, summary); });
  }
}

// Where the results go: the open project, or a file of their own.
void NewStudySheet::showTarget() {
  const bool isOpen = m_bridge.hasProject();
  m_project->setReadOnly(isOpen);
  m_project->setEnabled(!isOpen);
  m_chooseProject->setVisible(!isOpen);
  m_resultsHead->setNote(isOpen ? tr("the open project")
                                : tr("a project file: a new one, or one that gets one more study"));
  QStringList names;
  if (isOpen) {
    for (const StudyRow& study : m_state.snapshot().studies) {
      names << QString::fromStdString(study.name).simplified();
    }
    if (m_draft.project() != m_bridge.projectPath()) {
      m_isProjectGiven = false;
      m_draft.setProject(m_bridge.projectPath());
    }
    setTitle(tr("New study — %1").arg(QFileInfo(m_bridge.projectPath()).completeBaseName()));
    readCosts();
  } else {
    setTitle(tr("New study"));
    proposeProject();
  }
  m_draft.setTakenNames(names);
}

void NewStudySheet::readCosts() {
  m_bridge.ask<RunCosts>(
      "newstudy/costs", this,
      [](const ProjectView& view) {
        const auto contenders = view.contenders(StudyId{});
        const auto runs = view.runs(StudyId{});
        return contenders && runs ? costsOf(*contenders, *runs) : RunCosts{};
      },
      [this](RunCosts costs) { m_consequences->setCosts(std::move(costs)); });
}

void NewStudySheet::proposeProject() {
  if (m_bridge.hasProject() || m_isProjectGiven) {
    return;
  }
  const int proposal = ++m_proposals;
  inBackground<QString>(
      this, [name = m_draft.name()] { return freeProjectPath(name); },
      [this, proposal](const QString& path) {
        if (proposal == m_proposals && !m_bridge.hasProject() && !m_isProjectGiven) {
          m_draft.setProject(path);
        }
      });
}

void NewStudySheet::askForProject() {
  auto* dialog = new QFileDialog(this, tr("Where the results go"), QFileInfo(m_draft.project()).absolutePath(),
                                 tr("Touchstone projects (*.touchstone)"));
  dialog->setObjectName(QStringLiteral("projectDialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setOption(QFileDialog::DontConfirmOverwrite);  // an existing project gets one more study
  dialog->setDefaultSuffix(QStringLiteral("touchstone"));
  dialog->selectFile(QFileInfo(m_draft.project()).fileName());
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    m_isProjectGiven = true;
    m_draft.setProject(path);
  });
  dialog->open();
}

void NewStudySheet::showDraft() {
  const std::vector<DraftProblem> problems = m_draft.problems();
  if (m_name->text().simplified() != m_draft.name().simplified()) {
    const QSignalBlocker quiet(m_name);
    m_name->setText(m_draft.name().simplified());
  }
  if (m_project->text() != m_draft.project()) {
    const QSignalBlocker quiet(m_project);
    m_project->setText(m_draft.project());
    m_project->setCursorPosition(0);
  }
  m_project->setToolTip(m_draft.project());
  const int level = m_draft.level();
  for (int i = 0; i < m_levels.size(); ++i) {
    m_levels[i]->setChecked(i == level);
  }
  const int all = static_cast<int>(m_draft.tasks().size());
  m_tasksHead->setNote(all == 0 ? QString() : tr("%1 of %2").arg(m_draft.chosenTasks()).arg(all));
  m_tasks->showDraft(problems);
  m_contenders->showDraft();
  m_budget->showDraft();
  m_consequences->showDraft();
  if (m_tomlLink->isChecked()) {
    m_toml->setPlainText(QString::fromStdString(studyToText(m_draft.spec())));
  }
  showProblems(problems);
  showFooter(problems);
}

void NewStudySheet::showProblems(const std::vector<DraftProblem>& problems) {
  const auto textAt = [&problems](DraftPlace place) {
    const auto found = std::find_if(problems.begin(), problems.end(),
                                    [place](const DraftProblem& problem) { return problem.place == place; });
    return found != problems.end() ? found->text : QString();
  };
  const bool isWaiting = m_isLoading;
  m_nameProblem->setProblem(isWaiting ? QString() : textAt(DraftPlace::kName));
  m_tasksProblem->setProblem(isWaiting ? QString() : textAt(DraftPlace::kTasks));
  m_contendersProblem->setProblem(isWaiting ? QString() : textAt(DraftPlace::kContenders));
  m_projectProblem->setProblem(m_bridge.hasProject() || m_draft.project().isEmpty() ? QString()
                                                                                    : textAt(DraftPlace::kProject));
}

void NewStudySheet::showFooter(const std::vector<DraftProblem>& problems) {
  const Colours& colours = coloursOf(palette());
  QString text;
  Icon mark = Icon::kClock;
  QColor colour = colours.muted;
  if (m_check) {
    text = tr("Checking the data. Nothing is made before that.");
  } else if (m_isLoading) {
    text = tr("Reading the study…");
  } else if (!problems.empty()) {
    const auto left = static_cast<qint64>(problems.size());
    text = counted(left, tr("%1 thing is left: "), tr("%1 things are left: ")) + problems.front().text;
    mark = Icon::kWarning;
    colour = colours.paused.text;
  } else if (m_draft.isReading()) {
    text = tr("Reading the data…");
  } else {
    const StudyPlan plan = planStudy(m_draft.spec());
    text = tr("Ready. %1, at most %2.")
               .arg(counted(plan.runs, tr("%1 run"), tr("%1 runs")),
                    (plan.mostTrials == 1 ? tr("%1 trial") : tr("%1 trials"))
                        .arg(count(static_cast<double>(plan.mostTrials))));
    mark = Icon::kTick;
    colour = colours.promoted.text;
  }
  m_footerText->setText(text);
  m_footerText->setAccessibleName(text);
  m_footerMark->setPixmap(iconPixmap(mark, colour, frame::kIcon, devicePixelRatioF()));
  m_start->setAccessibleDescription(text);
  m_start->setToolTip(tr("%1 (Ctrl+Enter)").arg(text));
}

void NewStudySheet::focusProblem(const DraftProblem& problem) {
  m_tomlLink->setChecked(false);
  switch (problem.place) {
  case DraftPlace::kName:
    m_name->setFocus(Qt::TabFocusReason);
    break;
  case DraftPlace::kTask:
    m_tasks->focusTask(problem.task, problem.key);
    break;
  case DraftPlace::kTasks:
    findChild<LinkButton*>(QStringLiteral("addFiles"))->setFocus(Qt::TabFocusReason);
    break;
  case DraftPlace::kContenders:
    if (auto* first = m_contenders->findChild<QAbstractButton*>()) {
      first->setFocus(Qt::TabFocusReason);
    }
    break;
  case DraftPlace::kSeeds:
    m_budget->focusSeeds();
    break;
  case DraftPlace::kProject:
    m_project->setFocus(Qt::TabFocusReason);
    break;
  }
}

void NewStudySheet::start() {
  if (m_check || m_isLoading) {
    return;
  }
  const std::vector<DraftProblem> problems = m_draft.problems();
  if (!problems.empty()) {
    focusProblem(problems.front());
    return;
  }
  if (m_draft.isReading()) {
    return;
  }
  m_messages->dismiss(QStringLiteral("sheet"));
  setChecking(true);
  inBackground<StartAnswer>(
      this,
      [backends = m_bridge.backends(), check = m_check,
       request = StartRequest{m_draft.spec(), m_draft.project(), m_bridge.hasProject()}] {
        return prepareStart(backends, request, check);
      },
      [this, check = m_check](StartAnswer answer) {
        if (!*check) {
          finishStart(std::move(answer));
        }
      });
}

void NewStudySheet::finishStart(StartAnswer answer) {
  setChecking(false);
  if (!answer.study) {
    complain(answer.problems);
    return;
  }
  m_bridge.startStudy(m_draft.project(), std::move(*answer.study));
  emit started();
  close();
}

// While the data are being checked it ends the check alone; what was put together stays.
void NewStudySheet::cancel() {
  if (!m_check) {
    close();
    return;
  }
  *m_check = true;
  setChecking(false);
  emit note(tr("Not started"));
}

void NewStudySheet::setChecking(bool isChecking) {
  m_check = isChecking ? std::make_shared<std::atomic<bool>>(false) : nullptr;
  m_form->setEnabled(!isChecking);
  m_start->setEnabled(!isChecking);
  m_save->setEnabled(!isChecking);
  if (isChecking) {
    m_cancel->setFocus(Qt::OtherFocusReason);
  } else {
    m_start->setFocus(Qt::OtherFocusReason);
  }
  showDraft();
}

void NewStudySheet::copyCommand() {
  const StudySpec study = m_draft.spec();
  const bool isUnchanged = !m_source.isEmpty() && isSameStudy(study, m_loaded);
  QGuiApplication::clipboard()->setText(commandFor(study, isUnchanged ? m_source : QString(), m_draft.project()));
  emit note(tr("The command was copied"));
}

void NewStudySheet::showToml(bool isShown) {
  m_pages->setCurrentIndex(isShown ? 1 : 0);
  m_tomlLink->setText(isShown ? tr("Back to the form") : tr("Show as TOML"));
  showDraft();
}

void NewStudySheet::save() {
  const QString folder = QString::fromStdString(userPresetFolder().string());
  inBackground<QString>(
      this,
      [folder] {
        QDir().mkpath(folder);
        return folder;
      },
      [this](const QString& made) {
        auto* dialog = new QFileDialog(this, tr("Save the study"), made, tr("Study files (*.toml)"));
        dialog->setObjectName(QStringLiteral("saveDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("toml"));
        dialog->selectFile(fileStem(m_draft.name()) + QStringLiteral(".toml"));
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
          inBackground<QString>(
              this, [study = m_draft.spec(), file] { return saveStudy(study, file); },
              [this, file](const QString& error) {
                if (!error.isEmpty()) {
                  complain({error});
                  return;
                }
                emit note(tr("Saved as %1").arg(file));
                emit presetSaved();
              });
        });
        dialog->open();
      });
}

}  // namespace touchstone::ui
