#include "ui/main_window/study_control.h"

#include "ui/bridge/engine_bridge.h"
#include "ui/models/project_state.h"

namespace touchstone::ui {

StudyControl::StudyControl(EngineBridge& bridge, ProjectState& state, QObject* parent)
    : QObject(parent), m_bridge(bridge), m_state(state) {
  connect(&bridge, &EngineBridge::activityChanged, this, &StudyControl::update);
  connect(&bridge, &EngineBridge::studyChanged, this, &StudyControl::update);
  connect(&bridge, &EngineBridge::projectClosed, this, [this] {
    m_ranHere.clear();
    update();
  });
  connect(&state, &ProjectState::changed, this, &StudyControl::update);
  connect(&state, &ProjectState::contextChanged, this, &StudyControl::update);
}

bool StudyControl::canRun() const {
  const StudyRow* study = m_state.currentStudy();
  return study != nullptr && m_state.canResume(*study);
}

bool StudyControl::canPause() const {
  const StudyRow* study = m_state.currentStudy();
  return study != nullptr && m_bridge.isRunning(study->id) && !m_isEnding;
}

bool StudyControl::hasRunHere(StudyId study) const {
  return m_ranHere.contains(study);
}

void StudyControl::run() {
  if (!canRun()) {
    return;
  }
  m_isEnding = false;
  m_bridge.resume(m_state.study());
  emit changed();
}

void StudyControl::pause() {
  if (!canPause()) {
    return;
  }
  m_isEnding = true;
  m_bridge.pause(m_state.study());
  emit changed();
}

void StudyControl::stop() {
  if (!canStop()) {
    return;
  }
  m_isEnding = true;
  m_bridge.stop(m_state.study());
  emit changed();
}

void StudyControl::update() {
  if (!m_bridge.isRunning()) {
    m_isEnding = false;
  }
  for (const StudyRow& study : m_state.snapshot().studies) {
    if (m_bridge.isRunning(study.id) && !m_ranHere.contains(study.id)) {
      m_ranHere << study.id;
    }
  }
  emit changed();
}

}  // namespace touchstone::ui
