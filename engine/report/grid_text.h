// A grid (grid.h) as aligned text, Markdown and LaTeX. Thread: pure functions.
#pragma once

#include <string>

#include "engine/report/grid.h"

namespace touchstone::report {

std::string gridTable(const Grid& grid);     // for a terminal: * best, † leakage, notes below
std::string gridMarkdown(const Grid& grid);  // a GitHub table
std::string gridLatex(const Grid& grid);     // booktabs, \textbf best, \underline second, $^\dagger$ leakage

}  // namespace touchstone::report
