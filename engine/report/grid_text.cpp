#include "engine/report/grid_text.h"

#include <cmath>

#include "engine/api/metric_name.h"
#include "engine/report/markup.h"
#include "engine/report/numbers.h"

namespace touchstone::report {

namespace {

constexpr std::size_t kMostNameCharacters = 40;  // a terminal's line must not wrap for one long name

std::string arrow(const GridTask& task) {
  return task.lowerIsBetter ? "↓" : "↑";
}

// What stands in a cell without a score.
std::string missing(const GridCell& cell) {
  if (cell.failed > 0) return "failed";
  if (cell.isRunning) return "running";
  return "–";
}

std::string partNote(const GridCell& cell) {
  if (cell.done == cell.total) return {};
  return joined({" (", std::to_string(cell.done), " of ", std::to_string(cell.total), ")"});
}

std::string spreadText(const GridCell& cell, const GridTask& task) {
  return std::isnan(cell.deviation) ? std::string{} : joined({" ± ", fixedNumber(cell.deviation, task.decimals)});
}

std::string rankText(const GridRow& row) {
  return std::isnan(row.meanRank) ? std::string{} : fixedNumber(row.meanRank, 1);
}

std::string seedsText(const Grid& grid, const char* plusMinus = "±") {
  if (grid.seeds == 1) return "one seed";
  return joined({"mean ", plusMinus, " standard deviation over ", std::to_string(grid.seeds), " seeds"});
}

bool hasReported(const Grid& grid) {
  for (const GridRow& row : grid.rows) {
    for (const GridCell& cell : row.cells) {
      if (cell.isReported) return true;
    }
  }
  return false;
}

std::string tableCell(const GridCell& cell, const GridTask& task) {
  if (std::isnan(cell.mean)) return missing(cell) + "  ";
  const std::string mark = cell.isBest ? "*" : cell.isReported ? "r" : " ";
  return fixedNumber(cell.mean, task.decimals) + spreadText(cell, task) + partNote(cell) + mark +
         (cell.leakage.empty() ? " " : "†");
}

std::string markdownScore(const GridCell& cell, const GridTask& task) {
  if (std::isnan(cell.mean)) return missing(cell);
  std::string score = fixedNumber(cell.mean, task.decimals);
  if (cell.isBest) score = joined({"**", score, "**"});
  if (cell.isReported) score = joined({"*", score, "*"});
  return score + spreadText(cell, task) + partNote(cell) + (cell.leakage.empty() ? "" : " †");
}

std::string latexScore(const GridCell& cell, const GridTask& task) {
  if (std::isnan(cell.mean)) return cell.failed > 0 ? "failed" : "--";
  const std::string number = fixedNumber(cell.mean, task.decimals);
  std::string score = number.starts_with('-') ? joined({"$", number, "$"}) : number;
  if (cell.isBest) score = joined({"\\textbf{", number, "}"});
  if (cell.isSecond) score = joined({"\\underline{", number, "}"});
  if (cell.isReported) score = joined({"\\textit{", number, "}"});
  if (!cell.leakage.empty()) score += "$^{\\dagger}$";
  if (!std::isnan(cell.deviation)) {
    score += joined({" {\\scriptsize $\\pm$ ", fixedNumber(cell.deviation, task.decimals), "}"});
  }
  return score + partNote(cell);
}

std::string latexNotes(const Grid& grid) {
  const std::string columns = std::to_string(grid.tasks.size() + 3);
  const auto line = [&](const std::string& text) {
    return joined({"\\multicolumn{", columns, "}{l}{\\footnotesize ", text, "} \\\\\n"});
  };
  std::string out = line(
      joined({"Test scores, ", seedsText(grid, "$\\pm$"), "; best bold, second underlined; rank: mean over tasks."}));
  if (hasReported(grid)) out += line("\\textit{Italic}: reported by others, not ranked.");
  for (const std::string& note : leakageNotes(grid)) out += line(joined({"$^{\\dagger}$ ", latexText(note)}));
  return out;
}

}  // namespace

std::string gridTable(const Grid& grid) {
  std::vector<TextTable::Align> columns = {TextTable::Align::kLeft, TextTable::Align::kLeft};
  std::vector<std::string> head = {"contender", "family"};
  std::vector<std::string> units = {"", ""};
  for (const GridTask& task : grid.tasks) {
    columns.push_back(TextTable::Align::kRight);
    head.push_back(elided(task.name, kMostNameCharacters) + "  ");
    units.push_back(joined({oneLine(metricName(task.metric)), " ", arrow(task), "  "}));
  }
  columns.push_back(TextTable::Align::kRight);
  head.push_back("rank");
  units.emplace_back();
  TextTable table(columns);
  table.add(head);
  table.add(units);
  table.addRule();
  for (const GridRow& row : grid.rows) {
    std::vector<std::string> cells = {elided(row.name, kMostNameCharacters), toWord(row.family)};
    for (std::size_t i = 0; i < grid.tasks.size(); ++i) cells.push_back(tableCell(row.cells[i], grid.tasks[i]));
    cells.push_back(rankText(row));
    table.add(cells);
  }
  std::string out = joined({oneLine(grid.study), "\ntest scores, ", seedsText(grid), "\n\n", table.text(), "\n* best",
                            hasReported(grid) ? "   r reported by others, not ranked\n" : "\n"});
  for (const std::string& note : leakageNotes(grid)) out += joined({"† ", oneLine(note), "\n"});
  return out;
}

std::string gridMarkdown(const Grid& grid) {
  std::string head = "| Contender | Family |";
  std::string rule = "|:--|:--|";
  for (const GridTask& task : grid.tasks) {
    head += joined({" ", markdownCell(task.name), ", ", markdownCell(metricName(task.metric)), " ", arrow(task), " |"});
    rule += "--:|";
  }
  std::string out = joined({"## ", markdownCell(grid.study), "\n\n", head, " Rank |\n", rule, "--:|\n"});
  for (const GridRow& row : grid.rows) {
    out += joined({"| ", markdownCell(row.name), " | ", toWord(row.family), " |"});
    for (std::size_t i = 0; i < grid.tasks.size(); ++i) {
      out += joined({" ", markdownScore(row.cells[i], grid.tasks[i]), " |"});
    }
    out += joined({" ", rankText(row), " |\n"});
  }
  out += joined({"\nTest scores, ", seedsText(grid), "; best in bold; rank: mean over tasks."});
  if (hasReported(grid)) out += " Italic: reported by others, not ranked.";
  out += '\n';
  for (const std::string& note : leakageNotes(grid)) out += joined({"\n† ", markdownCell(note), "\n"});
  return out;
}

std::string gridLatex(const Grid& grid) {
  std::string out = joined({"% ", oneLine(grid.study), "; needs \\usepackage{booktabs}\n\\begin{tabular}{ll"});
  out.append(grid.tasks.size() + 1, 'r');
  std::string head = "Contender & Family";
  std::string units = " &";
  for (const GridTask& task : grid.tasks) {
    head += joined({" & ", latexText(task.name)});
    units +=
        joined({" & ", latexText(metricName(task.metric)), task.lowerIsBetter ? " $\\downarrow$" : " $\\uparrow$"});
  }
  out += joined({"}\n\\toprule\n", head, " & Rank \\\\\n", units, " & \\\\\n\\midrule\n"});
  for (const GridRow& row : grid.rows) {
    out += joined({latexText(row.name), " & ", toWord(row.family)});
    for (std::size_t i = 0; i < grid.tasks.size(); ++i) {
      out += joined({" & ", latexScore(row.cells[i], grid.tasks[i])});
    }
    out += joined({" & ", rankText(row), " \\\\\n"});
  }
  return out + "\\bottomrule\n" + latexNotes(grid) + "\\end{tabular}\n";
}

}  // namespace touchstone::report
