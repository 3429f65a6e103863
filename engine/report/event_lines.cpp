#include "engine/report/event_lines.h"

#include "engine/report/json.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

// Adds an event's own keys behind "t" and "event".
struct Filler {
  Json& line;

  void operator()(const PointEvent& point) const {
    line.update(Json{{"event", "point"},
                     {"study", point.study.value},
                     {"run", point.run.value},
                     {"trial", point.trial.value},
                     {"metric", point.metric},
                     {"step", point.step},
                     {"value", numberOrNull(point.value)},
                     {"merged", point.merged}});
  }
  void operator()(const TrialEvent& trial) const {
    line.update(Json{{"event", "trial"},
                     {"study", trial.study.value},
                     {"run", trial.run.value},
                     {"trial", trial.trial.value},
                     {"number", trial.number},
                     {"state", toWord(trial.state)},
                     {"value", numberOrNull(trial.value)},
                     {"resource", trial.resource}});
  }
  void operator()(const RungReached& rung) const {
    line.update(Json{{"event", "rung"},
                     {"study", rung.study.value},
                     {"run", rung.run.value},
                     {"trial", rung.trial.value},
                     {"rung", rung.rung},
                     {"resource", rung.resource},
                     {"value", numberOrNull(rung.value)},
                     {"decision", toWord(rung.decision)}});
  }
  void operator()(const RunEvent& run) const {
    line.update(Json{{"event", "run"},
                     {"study", run.study.value},
                     {"run", run.run.value},
                     {"state", toWord(run.state)},
                     {"score", numberOrNull(run.score)},
                     {"progress", numberOrNull(run.progress)}});
  }
  void operator()(const StudyEvent& study) const {
    line.update(Json{{"event", "study"},
                     {"study", study.study.value},
                     {"name", study.name},
                     {"state", toWord(study.state)},
                     {"runs", {{"total", study.runsTotal}, {"done", study.runsDone}, {"failed", study.runsFailed}}},
                     {"eta_s", study.etaS >= 0.0 ? numberOrNull(study.etaS) : Json(nullptr)}});
  }
  void operator()(const ProblemEvent& problem) const {
    line.update(Json{{"event", "problem"},
                     {"study", problem.study.value},
                     {"run", problem.run.value},
                     {"level", problem.isWarning ? "warning" : "error"},
                     {"where", problem.error.context},
                     {"message", problem.error.message}});
  }
  void operator()(const ProjectEvent& project) const {
    line.update(Json{
        {"event", "project"}, {"project", project.path}, {"open", project.isOpen}, {"read_only", project.isReadOnly}});
  }
};

}  // namespace

std::string eventLine(const Event& event) {
  Json line = Json::object();
  line["t"] = isoTimeMs(event.timeS);
  std::visit(Filler{line}, event.what);
  return jsonLine(line);
}

}  // namespace touchstone::report
