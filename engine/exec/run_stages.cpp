#include "engine/exec/run_stages.h"

#include <algorithm>
#include <numeric>

#include "engine/base/clock.h"

namespace touchstone::exec {

RunStages::RunStages(std::shared_ptr<const RunSetup> setup, ProjectSession& session)
    : m_setup(std::move(setup)),
      m_session(session),
      m_earlier(std::make_shared<const std::vector<contenders::StageResult>>()) {}

Result<void> RunStages::start() {
  auto decisions = m_session.replay().decisions(m_setup->run);
  if (!decisions) {
    return decisions.error();
  }
  m_decisions = std::move(*decisions);
  return {};
}

std::optional<Work> RunStages::nextWork(const base::CancelToken& token) {
  if (m_error || m_isOver || m_isPlanOut) {
    return std::nullopt;
  }
  if (m_isStageOpen) {
    if (auto work = m_searches.back()->nextWork(token)) {
      return work;
    }
    if (!m_searches.back()->isDone()) {
      return std::nullopt;
    }
    finishStage();
    if (m_error || m_isOver) {
      return std::nullopt;
    }
  }
  m_isPlanOut = true;
  return planWork(token);
}

Work RunStages::planWork(const base::CancelToken& token) {
  const std::size_t stage = m_earlier->size();
  const std::string decided = stage < m_decisions.size() ? m_decisions[stage] : std::string();
  return {[self = shared_from_this(), earlier = m_earlier, decided, token](int) -> Continuation {
    const RunSetup& setup = *self->m_setup;
    auto plan =
        std::make_shared<MadePlan>(setup.contender->plan(setup.task->view, setup.budget, *earlier, decided, token));
    return [self, plan] { self->onPlan(std::move(*plan)); };
  }};
}

void RunStages::onPlan(MadePlan plan) {
  m_isPlanOut = false;
  if (!plan) {
    if (plan.error().code != ErrorCode::kCancelled) {
      m_error = plan.error();
    }
    return;
  }
  if (!*plan) {
    m_isOver = true;
    return;
  }
  if (auto begun = beginStage(std::move(**plan)); !begun) {
    m_error = begun.error();
  }
}

Result<void> RunStages::beginStage(contenders::SearchPlan plan) {
  StageSetup stage;
  stage.stage = static_cast<int>(m_earlier->size());
  stage.plan = std::move(plan);
  stage.earlier = m_earlier;
  stage.firstTrial = trialCount();
  stage.firstEvent = m_searches.empty() ? 0 : m_searches.back()->eventCount();
  store::AddStage row;
  row.run = m_setup->run;
  row.stage = stage.stage;
  row.name = stage.plan.stage;
  row.plannedTrials = stage.plannedTrials(m_setup->budget);
  row.resourcePerTrial = stage.plan.resourcePerTrial;
  row.resourceUnit = stage.plan.resourceUnit;
  row.timeEnd = stage.plan.timeEnd;
  row.note = stage.plan.note;
  row.decisionJson = stage.plan.decisionJson;
  row.timeS = base::wallClockS();
  if (!row.note.empty()) {
    m_session.log("info", row.note, m_setup->study, m_setup->run);
  }
  m_session.write({std::move(row)});
  m_searches.push_back(std::make_shared<RunSearch>(m_setup, m_session, std::move(stage)));
  m_isStageOpen = true;
  return m_searches.back()->start();
}

void RunStages::finishStage() {
  m_isStageOpen = false;
  const RunSearch& search = *m_searches.back();
  const StageSetup& stage = search.stage();
  const auto winner = search.winner();
  if (!winner) {
    const std::string where = stage.plan.stage.empty() ? std::string() : " in the " + stage.plan.stage;
    const std::string& first = search.firstError();
    m_error =
        Error{ErrorCode::kBadInput,
              "No trial gave a value" + where + "." + (first.empty() ? std::string() : " The first error: " + first),
              m_setup->contenderSpec.name};
    return;
  }
  const double now = base::wallClockS();
  store::WriteBatch batch;
  batch.push_back(store::FinishStage{m_setup->run, stage.stage, winner->id, now});
  if (!winner->detailsJson.empty()) {
    batch.push_back(store::AddArtifact{m_setup->run, winner->id, "details", winner->detailsJson, "", now});
  }
  search.closeTrials(batch);
  m_session.write(std::move(batch));

  auto results = std::make_shared<std::vector<contenders::StageResult>>(*m_earlier);
  results->push_back({stage.plan.stage, winner->segment.config, winner->value, winner->segment.toResource,
                      winner->segment.seed, winner->detailsJson, stage.plan.decisionJson,
                      winner->segment.checkpointIn});
  m_earlier = std::move(results);
  m_isOver = static_cast<int>(m_earlier->size()) >= stage.plan.stageCount;
}

std::optional<Error> RunStages::takeDiskError() {
  return m_searches.empty() ? std::nullopt : m_searches.back()->takeDiskError();
}

double RunStages::timeEnd() const {
  return m_searches.empty() ? 1.0 : m_searches.back()->stage().plan.timeEnd;
}

const std::string& RunStages::stageName() const {
  static const std::string kNone;
  return m_searches.empty() ? kNone : m_searches.back()->stage().plan.stage;
}

std::optional<RunWinner> RunStages::winner() const {
  return m_isOver && !m_searches.empty() ? m_searches.back()->winner() : std::nullopt;
}

void RunStages::dropLosers() const {
  for (const auto& search : m_searches) {
    search->dropTrials(search == m_searches.back());
  }
}

double RunStages::progress() const {
  if (m_isOver) {
    return 1.0;
  }
  if (m_searches.empty()) {
    return 0.0;
  }
  const double before = m_searches.size() > 1 ? m_searches[m_searches.size() - 2]->stage().plan.timeEnd : 0.0;
  const double share = m_isStageOpen ? m_searches.back()->share() : 1.0;
  return before + (m_searches.back()->stage().plan.timeEnd - before) * share;
}

int RunStages::trialCount() const {
  return std::accumulate(m_searches.begin(), m_searches.end(), 0,
                         [](int sum, const auto& search) { return sum + search->trialCount(); });
}

int RunStages::resourceSpent() const {
  return std::accumulate(m_searches.begin(), m_searches.end(), 0,
                         [](int sum, const auto& search) { return sum + search->resourceSpent(); });
}

double RunStages::seconds() const {
  return std::accumulate(m_searches.begin(), m_searches.end(), 0.0,
                         [](double sum, const auto& search) { return sum + search->seconds(); });
}

double RunStages::cpuSeconds() const {
  return std::accumulate(m_searches.begin(), m_searches.end(), 0.0,
                         [](double sum, const auto& search) { return sum + search->cpuSeconds(); });
}

double RunStages::replayedSeconds() const {
  return std::accumulate(m_searches.begin(), m_searches.end(), 0.0,
                         [](double sum, const auto& search) { return sum + search->replayedSeconds(); });
}

}  // namespace touchstone::exec
