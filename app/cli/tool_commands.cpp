#include <cstdlib>
#include <iomanip>
#include <iostream>

#include "app/cli/commands.h"
#include "app/cli/exit_codes.h"
#include "engine/api/engine.h"
#include "engine/api/tools.h"

namespace touchstone::cli {

namespace {

int print(const Result<std::string>& text) {
  if (!text) {
    return fail(text.error());
  }
  std::cout << *text;
  return kAllDone;
}

}  // namespace

int describe(const std::string& path, bool metrics, bool asJson) {
  if (metrics) {
    std::cout << describeMetrics(asJson);
    return kAllDone;
  }
  if (path.empty()) {
    return fail({ErrorCode::kBadInput, "Name a file or folder, or use --metrics.", "describe"});
  }
  return print(describeData(path, asJson));
}

int printPresets() {
  for (const PresetInfo& preset : presets()) {
    std::cout << std::left << std::setw(20) << preset.name << " " << preset.title << "\n";
  }
  return kAllDone;
}

int models(const std::string& action, const std::string& name) {
  if (action == "list") {
    return print(listModels());
  }
  if (name.empty()) {
    return fail({ErrorCode::kBadInput, "Name a model: touchstone-cli models " + action + " fracast-0.", "models"});
  }
  if (action == "check") {
    return print(checkModel(name));
  }
  return fail({ErrorCode::kUnsupported,
               "Models are fetched by packaging/setup in this version. Run it again for \"" + name + "\".", "models"});
}

int printDoctor(bool asJson) {
  std::cout << doctor(asJson);
  return kAllDone;
}

}  // namespace touchstone::cli
