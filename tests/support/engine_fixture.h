// Runs studies on a real engine with scripted contenders and waits for its events; no sleeps, a deadline instead.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <sstream>

#include "engine/base/folders.h"
#include "engine/exec/engine_impl.h"
#include "tests/support/scripted_contenders.h"

namespace touchstone::test {

class EngineFixture {
 public:
  explicit EngineFixture(int slotCount = 2, std::shared_ptr<ScriptedState> state = std::make_shared<ScriptedState>())
      : m_state(std::move(state)) {
    EngineOptions options;
    options.slotCount = slotCount;
    options.wake = [this] {
      const std::lock_guard lock(m_mutex);
      m_isWoken = true;
      m_changed.notify_all();
    };
    m_engine = std::make_unique<exec::EngineImpl>(options, std::make_unique<ScriptedRegistry>(m_state));
  }

  Engine& engine() { return *m_engine; }
  ScriptedState& state() { return *m_state; }
  const std::vector<Event>& events() const { return m_events; }
  void close() { m_engine.reset(); }

  // Drains events until `isMet` holds for one of them; false when that takes longer than `seconds`.
  bool waitFor(const std::function<bool(const Event&)>& isMet, double seconds = 20.0) {
    const double deadline = base::steadyS() + seconds;
    while (base::steadyS() < deadline) {
      bool found = false;
      for (Event& event : m_engine->drainEvents()) {
        found = found || isMet(event);
        m_events.push_back(std::move(event));
      }
      if (found) {
        return true;
      }
      std::unique_lock lock(m_mutex);
      m_changed.wait_for(lock, std::chrono::milliseconds(50), [this] { return m_isWoken; });
      m_isWoken = false;
    }
    return false;
  }
  // Polls a condition on the scripted state.
  bool waitUntil(const std::function<bool()>& isMet, double seconds = 20.0) {
    const double deadline = base::steadyS() + seconds;
    std::unique_lock lock(m_mutex);
    while (!isMet() && base::steadyS() < deadline) {
      m_changed.wait_for(lock, std::chrono::milliseconds(1));
    }
    return isMet();
  }
  bool waitForStudy(StudyState state, double seconds = 20.0) {
    return waitFor(
        [state](const Event& event) {
          const auto* study = std::get_if<StudyEvent>(&event.what);
          return study != nullptr && study->state == state;
        },
        seconds);
  }

 private:
  const std::shared_ptr<ScriptedState> m_state;
  std::mutex m_mutex;
  std::condition_variable m_changed;
  bool m_isWoken = false;
  std::vector<Event> m_events;
  std::unique_ptr<Engine> m_engine;  // last: its threads use what is above
};

// A study over shipped samples with `contenders` scripted ones; options are set on the first.
inline StudySpec scriptedStudy(int trials, int resource, std::vector<std::int64_t> seeds = {0}, Options options = {}, int contenders = 1) {
  StudySpec spec;
  spec.name = "scripted";
  spec.seeds = std::move(seeds);
  spec.budget.trials = trials;
  spec.budget.resource = resource;
  TaskSpec task;
  task.name = "nottem";
  task.data = (base::resourceFolder() / "samples/timeseries/nottem.csv").string();
  task.columns = {"temperature_f"};
  task.split = "70/10/20";
  task.horizon = 12;
  task.season = 12;
  task.metric = "mse";
  task.keepForecasts = "some";
  spec.tasks = {task};
  std::ostringstream text;
  text << "[study]\nname = \"scripted\"\n[budget]\ntrials = " << trials << "\nresource = " << resource << "\n";
  for (int i = 0; i < contenders; ++i) {
    ContenderSpec contender;
    contender.name = "scripted " + std::to_string(i);
    contender.method = "dlinear";
    contender.options = i == 0 ? options : Options{};
    spec.contenders.push_back(contender);
    text << "[[contender]]\nname = \"" << contender.name << "\"\n";
  }
  spec.folder = std::filesystem::temp_directory_path();
  spec.toml = text.str();
  return spec;
}

}  // namespace touchstone::test
