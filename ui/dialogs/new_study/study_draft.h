// A study that is being put together: what is chosen, what is wrong with it, and what it will take. The sheet's fields write
// here and show what is here. Paths are absolute.
// Thread: GUI. Blocking: never; files are read by the sheet in the background and their summaries handed in.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <optional>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/study_data.h"
#include "engine/api/study_plan.h"

namespace touchstone::ui {

struct DraftTask {
  TaskSpec spec;
  bool isChosen = true;
  bool isProposal = false;            // a dropped file: horizon and split follow from its data
  std::optional<SeriesSummary> data;  // none: still being read, or a failure
  QString failure;

  QString file() const;
  bool isReading() const { return !data && failure.isEmpty(); }
};

struct DraftContender {
  ContenderCard card;
  bool isChosen = false;
};

enum class DraftPlace { kName, kTasks, kTask, kContenders, kSeeds, kProject };
struct DraftProblem {
  DraftPlace place = DraftPlace::kName;
  int task = -1;  // of kTask
  QString key;    // the task's field, as in the study file; "data": the file itself
  QString text;
};

// Ready-made budgets.
struct BudgetLevel {
  const char* name;
  int trials, resource, seeds;
};
inline constexpr BudgetLevel kBudgetLevels[] = {{"Quick", 9, 9, 1}, {"Standard", 27, 27, 3}, {"Paper", 81, 81, 5}};

class StudyDraft : public QObject {
  Q_OBJECT

 public:
  explicit StudyDraft(QObject* parent = nullptr);

  const QString& name() const { return m_name; }
  void setName(const QString& name);

  const std::vector<DraftTask>& tasks() const { return m_tasks; }
  void addFile(const QString& file);
  void addTasks(const StudySpec& study);
  void removeTask(int index);
  void chooseTask(int index, bool isChosen);
  void setTask(int index, TaskSpec spec);
  // Files whose data nobody has read yet; asking marks them as being read.
  QStringList takeFilesToRead();
  void setData(const QString& file, const Result<SeriesSummary>& data);

  const std::vector<DraftContender>& contenders() const { return m_contenders; }
  void setCatalogue(const std::vector<ContenderCard>& cards);
  // Every supervised method and the first foundation model that is on this machine.
  void chooseUsual();
  void chooseContender(int index, bool isChosen);
  // The contender's notes on the chosen tasks, one line each; empty: nothing known.
  QString leakageOf(const DraftContender& contender) const;

  const BudgetSpec& budget() const { return m_budget; }
  void setBudget(const BudgetSpec& budget);
  const QString& seedsText() const { return m_seedsText; }
  void setSeedsText(const QString& text);
  int level() const;  // index of kBudgetLevels; -1: none of them
  void setLevel(int level);

  // Empty: each contender keeps its own, as in the file.
  const QString& scheduler() const { return m_scheduler; }
  void setScheduler(const QString& scheduler);
  int reduction() const { return m_reduction; }
  void setReduction(int reduction);

  const QString& project() const { return m_project; }
  void setProject(const QString& path);
  void setTakenNames(const QStringList& names);  // studies of that project

  // Takes the place of everything here. `cards` are those of its contenders, in its order.
  void load(const StudySpec& study, const std::vector<ContenderCard>& cards);

  bool isEmpty() const { return m_tasks.empty(); }
  bool isReading() const;
  int chosenTasks() const;
  std::vector<DraftProblem> problems() const;
  StudySpec spec() const;

 signals:
  void changed();

 private:
  void addContender(const ContenderSpec& spec, const ContenderCard& card);
  void readSchedule();
  ContenderSpec scheduled(const DraftContender& contender) const;
  QString freeTaskName(const QString& wanted) const;
  void addTaskProblems(std::vector<DraftProblem>& problems) const;
  std::optional<std::vector<std::int64_t>> seeds() const;

  QString m_name;
  bool m_isNameGiven = false;
  std::vector<DraftTask> m_tasks;
  QStringList m_askedFiles;
  std::vector<DraftContender> m_contenders;
  BudgetSpec m_budget;
  QString m_seedsText;
  QString m_scheduler = QStringLiteral("asha");
  int m_reduction = 3;
  QString m_project;
  QStringList m_takenNames;
};

}  // namespace touchstone::ui
