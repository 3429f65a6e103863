// Run, pause and stop for the study that is chosen: what is possible now, and doing it.
// Thread: GUI. Blocking: never.
#pragma once

#include <QObject>

#include "engine/api/ids.h"

namespace touchstone::ui {

class EngineBridge;
class ProjectState;

class StudyControl : public QObject {
  Q_OBJECT

 public:
  StudyControl(EngineBridge& bridge, ProjectState& state, QObject* parent = nullptr);

  bool canRun() const;
  bool canPause() const;
  bool canStop() const { return canPause(); }
  // Asked to pause or stop; the segments still end.
  bool isEnding() const { return m_isEnding; }
  bool hasRunHere(StudyId study) const;

 public slots:
  void run();
  void pause();
  void stop();

 signals:
  void changed();

 private:
  void update();

  EngineBridge& m_bridge;
  ProjectState& m_state;
  QList<StudyId> m_ranHere;
  bool m_isEnding = false;
};

}  // namespace touchstone::ui
