#include "ui/dialogs/new_study/study_draft.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <algorithm>

namespace touchstone::ui {
namespace {

constexpr int kDefaultReduction = 3;
constexpr char kDefaultScheduler[] = "asha";

QString schedulerOf(const ContenderSpec& spec) {
  const auto found = spec.options.find(kSchedulerOption);
  const auto* word = found != spec.options.end() ? std::get_if<std::string>(&found->second) : nullptr;
  return word != nullptr ? QString::fromStdString(*word) : QString::fromLatin1(kDefaultScheduler);
}

int reductionOf(const ContenderSpec& spec) {
  const auto found = spec.options.find(kReductionOption);
  const auto* number = found != spec.options.end() ? std::get_if<std::int64_t>(&found->second) : nullptr;
  return number != nullptr ? static_cast<int>(*number) : kDefaultReduction;
}

// An option that is at its default stays out of the file.
template <typename Value>
void setOption(Options& options, const char* key, const Value& value, const Value& byDefault) {
  if (value != byDefault || options.contains(key)) {
    options[key] = value;
  }
}

bool isSameContender(const ContenderSpec& a, const ContenderSpec& b) {
  return a.method == b.method && a.model == b.model && a.adapt == b.adapt;
}

QString seedsAsText(const std::vector<std::int64_t>& seeds) {
  QStringList words;
  for (const std::int64_t seed : seeds) {
    words << QString::number(seed);
  }
  return words.join(QLatin1Char(' '));
}

}  // namespace

QString DraftTask::file() const {
  return QString::fromStdString(spec.data.empty() ? spec.train : spec.data);
}

StudyDraft::StudyDraft(QObject* parent) : QObject(parent) {
  setLevel(1);
}

void StudyDraft::setName(const QString& name) {
  m_name = name;
  m_isNameGiven = true;
  emit changed();
}

QString StudyDraft::freeTaskName(const QString& wanted) const {
  const auto isTaken = [this](const QString& name) {
    return std::any_of(m_tasks.begin(), m_tasks.end(),
                       [&name](const DraftTask& task) { return QString::fromStdString(task.spec.name) == name; });
  };
  QString name = wanted;
  for (int number = 2; isTaken(name); ++number) {
    name = QStringLiteral("%1 %2").arg(wanted).arg(number);
  }
  return name;
}

void StudyDraft::addFile(const QString& file) {
  DraftTask task;
  task.isProposal = true;
  const QString stem = QFileInfo(file).fileName().section(QLatin1Char('.'), 0, 0);
  task.spec.name = freeTaskName(stem.isEmpty() ? tr("data") : stem).toStdString();
  task.spec.data = file.toStdString();
  task.spec.metric = "mase";
  task.spec.keepForecasts = "some";
  m_tasks.push_back(std::move(task));
  if (!m_isNameGiven && m_tasks.size() == 1) {
    m_name = stem;
  }
  emit changed();
}

void StudyDraft::addTasks(const StudySpec& study) {
  for (const TaskSpec& spec : study.tasks) {
    DraftTask task;
    task.spec = spec;
    task.spec.name = freeTaskName(QString::fromStdString(spec.name).simplified()).toStdString();
    m_tasks.push_back(std::move(task));
  }
  emit changed();
}

void StudyDraft::removeTask(int index) {
  // Read again if the file comes back: it may have been mended.
  m_askedFiles.removeAll(m_tasks[static_cast<std::size_t>(index)].file());
  m_tasks.erase(m_tasks.begin() + index);
  emit changed();
}

void StudyDraft::chooseTask(int index, bool isChosen) {
  m_tasks[static_cast<std::size_t>(index)].isChosen = isChosen;
  emit changed();
}

void StudyDraft::setTask(int index, TaskSpec spec) {
  m_tasks[static_cast<std::size_t>(index)].spec = std::move(spec);
  emit changed();
}

QStringList StudyDraft::takeFilesToRead() {
  QStringList files;
  for (const DraftTask& task : m_tasks) {
    if (task.isReading() && !m_askedFiles.contains(task.file())) {
      m_askedFiles << task.file();
      files << task.file();
    }
  }
  return files;
}

void StudyDraft::setData(const QString& file, const Result<SeriesSummary>& data) {
  m_askedFiles.removeAll(file);
  for (DraftTask& task : m_tasks) {
    if (task.file() != file || !task.isReading()) {
      continue;
    }
    if (!data) {
      task.failure = QString::fromStdString(data.error().message);
      continue;
    }
    task.data = *data;
    if (task.isProposal) {
      const TaskSpec proposal = proposeTask(*data);
      task.spec.horizon = proposal.horizon;
      task.spec.split = proposal.split;
      task.spec.metric = proposal.metric;
    }
  }
  emit changed();
}

void StudyDraft::setCatalogue(const std::vector<ContenderCard>& cards) {
  for (const ContenderCard& card : cards) {
    const auto known = std::find_if(m_contenders.begin(), m_contenders.end(), [&card](const DraftContender& contender) {
      return isSameContender(contender.card.spec, card.spec);
    });
    const bool fitsSeries =
        std::find(card.modalities.begin(), card.modalities.end(), Modality::kTimeSeries) != card.modalities.end();
    if (known == m_contenders.end() && fitsSeries) {
      m_contenders.push_back({card, false});
    }
  }
  emit changed();
}

void StudyDraft::chooseUsual() {
  bool hasFoundation = false;
  for (DraftContender& contender : m_contenders) {
    const bool isFoundation = contender.card.family == Family::kFoundation;
    contender.isChosen = contender.card.missing.empty() && !(isFoundation && hasFoundation);
    hasFoundation |= isFoundation && contender.isChosen;
  }
  emit changed();
}

void StudyDraft::chooseContender(int index, bool isChosen) {
  m_contenders[static_cast<std::size_t>(index)].isChosen = isChosen;
  emit changed();
}

QString StudyDraft::leakageOf(const DraftContender& contender) const {
  QStringList notes;
  for (const DraftTask& task : m_tasks) {
    if (!task.isChosen) {
      continue;
    }
    const QString note = QString::fromStdString(leakageNote(contender.card, task.file().toStdString()));
    if (!note.isEmpty() && !notes.contains(note)) {
      notes << note;
    }
  }
  return notes.join(QLatin1Char('\n'));
}

void StudyDraft::setBudget(const BudgetSpec& budget) {
  m_budget = budget;
  emit changed();
}

void StudyDraft::setSeedsText(const QString& text) {
  m_seedsText = text;
  emit changed();
}

std::optional<std::vector<std::int64_t>> StudyDraft::seeds() const {
  static const QRegularExpression kBetween(QStringLiteral("[\\s,;]+"));
  std::vector<std::int64_t> found;
  for (const QString& word : m_seedsText.split(kBetween, Qt::SkipEmptyParts)) {
    bool isNumber = false;
    const qint64 seed = word.toLongLong(&isNumber);
    if (!isNumber || seed < 0 || std::find(found.begin(), found.end(), seed) != found.end()) {
      return std::nullopt;
    }
    found.push_back(seed);
  }
  return found.empty() ? std::nullopt : std::optional(found);
}

int StudyDraft::level() const {
  const auto own = seeds();
  for (int i = 0; i < static_cast<int>(std::size(kBudgetLevels)); ++i) {
    const BudgetLevel& level = kBudgetLevels[i];
    if (level.trials == m_budget.trials && level.resource == m_budget.resource && own &&
        static_cast<int>(own->size()) == level.seeds && m_budget.secondsPerRun <= 0.0) {
      return i;
    }
  }
  return -1;
}

void StudyDraft::setLevel(int index) {
  const BudgetLevel& level = kBudgetLevels[index];
  m_budget.trials = level.trials;
  m_budget.resource = level.resource;
  m_budget.secondsPerRun = 0.0;
  std::vector<std::int64_t> numbers;
  for (int seed = 0; seed < level.seeds; ++seed) {
    numbers.push_back(seed);
  }
  m_seedsText = seedsAsText(numbers);
  emit changed();
}

void StudyDraft::setScheduler(const QString& scheduler) {
  m_scheduler = scheduler;
  emit changed();
}

void StudyDraft::setReduction(int reduction) {
  m_reduction = reduction;
  emit changed();
}

void StudyDraft::setProject(const QString& path) {
  m_project = path;
  emit changed();
}

void StudyDraft::setTakenNames(const QStringList& names) {
  if (names != m_takenNames) {
    m_takenNames = names;
    emit changed();
  }
}

void StudyDraft::load(const StudySpec& study, const std::vector<ContenderCard>& cards) {
  m_name = QString::fromStdString(study.name).simplified();
  m_isNameGiven = true;
  m_tasks.clear();
  m_askedFiles.clear();
  for (const TaskSpec& spec : study.tasks) {
    m_tasks.push_back({});
    m_tasks.back().spec = spec;
  }
  m_budget = study.budget;
  m_seedsText = seedsAsText(study.seeds);
  for (DraftContender& contender : m_contenders) {
    contender.isChosen = false;
  }
  for (std::size_t i = 0; i < study.contenders.size() && i < cards.size(); ++i) {
    addContender(study.contenders[i], cards[i]);
  }
  readSchedule();
  emit changed();
}

// A method of the catalogue keeps its row; a second one of the same method gets a row of its own.
void StudyDraft::addContender(const ContenderSpec& spec, const ContenderCard& card) {
  const auto row = std::find_if(m_contenders.begin(), m_contenders.end(), [&spec](const DraftContender& contender) {
    return !contender.isChosen && isSameContender(contender.card.spec, spec);
  });
  if (row == m_contenders.end()) {
    m_contenders.push_back({card, true});
  } else {
    *row = {card, true};
  }
}

void StudyDraft::readSchedule() {
  std::optional<std::pair<QString, int>> common;
  bool isMixed = false;
  for (const DraftContender& contender : m_contenders) {
    if (!contender.isChosen || !contender.card.isSearched) {
      continue;
    }
    const std::pair own(schedulerOf(contender.card.spec), reductionOf(contender.card.spec));
    isMixed |= common && *common != own;
    common = common.value_or(own);
  }
  m_scheduler = isMixed ? QString() : common ? common->first : QString::fromLatin1(kDefaultScheduler);
  m_reduction = common ? common->second : kDefaultReduction;
}

ContenderSpec StudyDraft::scheduled(const DraftContender& contender) const {
  ContenderSpec spec = contender.card.spec;
  if (contender.card.isSearched && !m_scheduler.isEmpty()) {
    setOption(spec.options, kSchedulerOption, m_scheduler.toStdString(), std::string(kDefaultScheduler));
    if (m_scheduler != QLatin1String("none")) {
      setOption<std::int64_t>(spec.options, kReductionOption, m_reduction, kDefaultReduction);
    }
  }
  return spec;
}

bool StudyDraft::isReading() const {
  return std::any_of(m_tasks.begin(), m_tasks.end(),
                     [](const DraftTask& task) { return task.isChosen && task.isReading(); });
}

int StudyDraft::chosenTasks() const {
  return static_cast<int>(
      std::count_if(m_tasks.begin(), m_tasks.end(), [](const DraftTask& task) { return task.isChosen; }));
}

void StudyDraft::addTaskProblems(std::vector<DraftProblem>& problems) const {
  QStringList seen;
  for (int i = 0; i < static_cast<int>(m_tasks.size()); ++i) {
    const DraftTask& task = m_tasks[static_cast<std::size_t>(i)];
    if (!task.isChosen) {
      continue;
    }
    const auto add = [&](const QString& key, const QString& text) {
      problems.push_back({DraftPlace::kTask, i, key, text});
    };
    const QString name = QString::fromStdString(task.spec.name).simplified();
    if (name.isEmpty()) {
      add(QStringLiteral("name"), tr("Give the task a name."));
    } else if (seen.contains(name)) {
      add(QStringLiteral("name"), tr("Another task has this name."));
    }
    seen << name;
    if (!task.failure.isEmpty()) {
      add(QStringLiteral("data"), task.failure);
    } else if (task.data) {
      for (const TaskProblem& problem : taskProblems(task.spec, *task.data)) {
        add(QString::fromStdString(problem.key), QString::fromStdString(problem.message));
      }
    }
  }
}

std::vector<DraftProblem> StudyDraft::problems() const {
  std::vector<DraftProblem> problems;
  const QString name = m_name.simplified();
  if (name.isEmpty()) {
    problems.push_back({DraftPlace::kName, -1, {}, tr("Give the study a name.")});
  } else if (m_takenNames.contains(name)) {
    problems.push_back({DraftPlace::kName, -1, {}, tr("The project has a study of this name. Choose another.")});
  }
  if (chosenTasks() == 0) {
    problems.push_back({DraftPlace::kTasks,
                        -1,
                        {},
                        m_tasks.empty() ? tr("Add at least one task: a CSV file with a time series.")
                                        : tr("Tick at least one task.")});
  }
  addTaskProblems(problems);
  const bool hasContender = std::any_of(m_contenders.begin(), m_contenders.end(), [](const DraftContender& contender) {
    return contender.isChosen && contender.card.family != Family::kReference;
  });
  if (!hasContender) {
    problems.push_back({DraftPlace::kContenders, -1, {}, tr("Tick at least one contender.")});
  }
  if (!seeds()) {
    problems.push_back({DraftPlace::kSeeds,
                        -1,
                        {},
                        m_seedsText.simplified().isEmpty() ? tr("Give at least one seed.")
                                                           : tr("Whole numbers from 0, each once: 0 1 2.")});
  }
  if (m_project.simplified().isEmpty()) {
    problems.push_back({DraftPlace::kProject, -1, {}, tr("Say where the results go.")});
  } else if (!QFileInfo(m_project).isAbsolute()) {
    problems.push_back({DraftPlace::kProject, -1, {}, tr("Give the whole path, from / on.")});
  }
  return problems;
}

StudySpec StudyDraft::spec() const {
  StudySpec spec;
  spec.name = m_name.simplified().toStdString();
  spec.seeds = seeds().value_or(std::vector<std::int64_t>{});
  spec.budget = m_budget;
  for (const DraftTask& task : m_tasks) {
    if (task.isChosen) {
      spec.tasks.push_back(task.spec);
    }
  }
  // The naive ones are the zero of every scale: they always run.
  for (const bool isReference : {true, false}) {
    for (const DraftContender& contender : m_contenders) {
      const bool runs = contender.isChosen || isReference;
      if (runs && (contender.card.family == Family::kReference) == isReference) {
        spec.contenders.push_back(scheduled(contender));
      }
    }
  }
  return spec;
}

}  // namespace touchstone::ui
