// The leaderboard in every format that leaves the program: aligned text, CSV, JSON, Markdown and LaTeX (booktabs).
// CSV and JSON have one row a run with stable keys that scripts rely on; the others contenders x tasks, mean ± sd over the seeds,
// best bold, second underlined (LaTeX), a dagger and a note where pretraining may have seen the test.
// Numbers have a decimal point in any locale; NaN is null in JSON and empty in CSV. Thread: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/api/read_models.h"

namespace touchstone::report {

enum class TableFormat { kTable, kCsv, kJson, kMarkdown, kLatex };

// "table", "csv", "json", "markdown" or "md", "latex" or "tex".
std::optional<TableFormat> tableFormatFrom(std::string_view word);

// Runs in study order (task, contender, seed), as ProjectView::runs gives them; several studies may be mixed: each
// gets its own table.
std::string leaderboard(const std::vector<RunRow>& runs, TableFormat format);

}  // namespace touchstone::report
