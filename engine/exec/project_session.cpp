#include "engine/exec/project_session.h"

#include "engine/base/clock.h"
#include "engine/exec/provenance.h"

namespace touchstone::exec {

Result<std::unique_ptr<ProjectSession>> ProjectSession::open(const std::filesystem::path& path, bool isExample,
                                                             EventQueue& events,
                                                             std::function<void(const Error&)> onError) {
  std::unique_ptr<ProjectSession> session(new ProjectSession(path, events));
  store::WriterOptions options;
  options.createdBy = "touchstone " + codeVersion();
  options.isExample = isExample;
  options.onError = std::move(onError);
  auto writer = store::ProjectWriter::open(path, std::move(options));
  if (!writer) {
    return writer.error();
  }
  session->m_writer = std::move(*writer);
  auto replay = store::Replay::open(path);
  if (!replay) {
    return replay.error();
  }
  session->m_replay = std::move(*replay);
  if (auto loaded = session->loadIds(); !loaded) {
    return loaded.error();
  }
  return session;
}

Result<void> ProjectSession::loadIds() {
  const auto ids = m_replay->lastIds();
  if (!ids) {
    return ids.error();
  }
  m_study = ids->study;
  m_dataset = ids->dataset;
  m_task = ids->task;
  m_contender = ids->contender;
  m_run = ids->run;
  m_trial = ids->trial;
  m_metric = ids->metric;
  const auto metrics = m_replay->metrics();
  if (!metrics) {
    return metrics.error();
  }
  const std::lock_guard lock(m_metricMutex);
  for (const auto& metric : *metrics) {
    m_metrics.emplace(metric.name, metric.id);
  }
  return {};
}

std::filesystem::path ProjectSession::filesFolder() const {
  return m_path.string() + ".files";
}

MetricId ProjectSession::metric(std::string_view name) {
  const std::lock_guard lock(m_metricMutex);
  const auto [place, isNew] = m_metrics.try_emplace(std::string(name));
  if (isNew) {
    place->second = next<MetricId>();
    write({store::AddMetric{place->second, place->first}});
  }
  return place->second;
}

void ProjectSession::post(decltype(Event::what) what) {
  m_events.post({base::wallClockS(), std::move(what)});
}

void ProjectSession::log(const std::string& level, const std::string& text, StudyId study, RunId run, TrialId trial) {
  write({store::AddLog{base::wallClockS(), level, study, run, trial, text}});
}

void ProjectSession::problem(const Error& error, bool isWarning, StudyId study, RunId run) {
  log(isWarning ? "warning" : "error", error.text(), study, run);
  post(ProblemEvent{study, run, error, isWarning});
}

}  // namespace touchstone::exec
