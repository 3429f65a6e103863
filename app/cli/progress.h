// Progress on stderr: a bar with an estimate on a terminal, a line every ten seconds otherwise.
// Thread: one.
#pragma once

#include <string>

#include "engine/api/events.h"

namespace touchstone::cli {

class Progress {
 public:
  Progress();
  void trial(const TrialEvent& event);
  void run(const RunEvent& event);
  void study(const StudyEvent& event);
  void tick();    // draws when it is time
  void clear();   // makes room for a line on stderr
  void finish();  // last state, then a line break

 private:
  std::string line() const;
  void draw();

  const bool m_isTerminal;
  StudyEvent m_study;
  int m_trialsSeen = 0;
  bool m_isDirty = false, m_isDrawn = false;
  double m_lastS = 0.0;
};

}  // namespace touchstone::cli
