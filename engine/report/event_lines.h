// Events as JSON lines for `touchstone-cli run --json`: {"t","event":"trial"|"point"|"rung"|"run"|"study",...}.
// Also "problem" and "project", which scripts may ignore. No line break inside a line. Thread: pure function.
#pragma once

#include <string>

#include "engine/api/events.h"

namespace touchstone::report {

std::string eventLine(const Event& event);  // without the line break

}  // namespace touchstone::report
