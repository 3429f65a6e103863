#include <algorithm>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/exit_codes.h"
#include "app/cli/figures.h"
#include "engine/api/project_view.h"
#include "engine/api/report.h"

namespace touchstone::cli {

namespace {

// The study asked for, or the newest one.
Result<StudyId> findStudy(const ProjectView& view, const ProjectArguments& arguments) {
  const auto studies = view.studies();
  if (!studies) {
    return studies.error();
  }
  if (studies->empty()) {
    return Error{ErrorCode::kNotFound, "The project has no study yet. Start one with touchstone-cli run.",
                 arguments.project.string()};
  }
  if (arguments.study.empty()) {
    return std::max_element(studies->begin(), studies->end(), [](const auto& a, const auto& b) { return a.id < b.id; })
        ->id;
  }
  std::string known;
  for (const StudyRow& study : *studies) {
    if (study.name == arguments.study) {
      return study.id;
    }
    known += (known.empty() ? "\"" : ", \"") + study.name + "\"";
  }
  return Error{ErrorCode::kNotFound, "There is no study \"" + arguments.study + "\". The project has " + known + ".",
               arguments.project.string()};
}

template <typename Use>
int withStudy(const ProjectArguments& arguments, Use use) {
  auto view = ProjectView::open(arguments.project);
  if (!view) {
    return fail(view.error());
  }
  const auto study = findStudy(**view, arguments);
  if (!study) {
    return fail(study.error());
  }
  return use(**view, *study);
}

template <typename Text>
int print(const Result<Text>& text) {
  if (!text) {
    return fail(text.error());
  }
  std::cout << *text;
  if (text->empty() || text->back() != '\n') {
    std::cout << "\n";
  }
  return kAllDone;
}

}  // namespace

int printStatus(const ProjectArguments& arguments) {
  auto view = ProjectView::open(arguments.project);
  if (!view) {
    return fail(view.error());
  }
  const auto info = (*view)->info();
  const auto studies = (*view)->studies();
  if (!info || !studies) {
    return fail(info ? studies.error() : info.error());
  }
  return print(Result<std::string>(statusText(*info, *studies, arguments.asJson)));
}

int printLeaderboard(const ProjectArguments& arguments) {
  return withStudy(arguments, [&](const ProjectView& view, StudyId study) {
    const auto runs = view.runs(study);
    return runs ? print(leaderboardText(*runs, arguments.format)) : fail(runs.error());
  });
}

int printVerdict(const ProjectArguments& arguments) {
  return withStudy(arguments, [&](const ProjectView& view, StudyId study) {
    const auto runs = view.runs(study);
    return runs ? print(Result<std::string>(verdictText(*runs, arguments.margin, arguments.asJson)))
                : fail(runs.error());
  });
}

int printTrials(const ProjectArguments& arguments) {
  return withStudy(arguments, [&](const ProjectView& view, StudyId study) {
    TrialFilter filter;
    filter.study = study;
    filter.limit = -1;
    const auto page = view.trials(filter);
    return page ? print(trialsText(page->rows, arguments.format)) : fail(page.error());
  });
}

int exportReport(const ProjectArguments& arguments) {
  const std::string& preset = arguments.preset;
  if (preset != "report" && preset != "tables" && preset != "figures") {
    return fail(
        {ErrorCode::kBadInput, "Unknown preset \"" + preset + "\". Known: report, tables and figures.", "--preset"});
  }
  return withStudy(arguments, [&](const ProjectView& view, StudyId study) {
    std::vector<std::filesystem::path> figures;
    if (preset != "tables") {
      auto drawn = drawFigures(view, study, arguments.folder);
      if (!drawn) {
        return fail(drawn.error());
      }
      figures = std::move(*drawn);
    }
    std::vector<std::filesystem::path> all = figures;
    if (preset != "figures") {
      auto written = writeReport(view, study, arguments.folder, figures);
      if (!written) {
        return fail(written.error());
      }
      all.insert(all.end(), written->begin(), written->end());
    }
    std::cout << all.size() << " files in " << std::filesystem::absolute(arguments.folder).lexically_normal().string()
              << "\n";
    return static_cast<int>(kAllDone);
  });
}

}  // namespace touchstone::cli
