#include "engine/contenders/auto_ar/ar_model_file.h"

#include <nlohmann/json.hpp>

#include "engine/contenders/auto_ar/kpss.h"
#include "engine/contenders/checkpoint_file.h"

namespace touchstone::contenders {

namespace {

constexpr const char* kFormat = "touchstone auto-ar 1";

}  // namespace

Result<void> writeArModel(const std::filesystem::path& path, const ArModel& model) {
  const nlohmann::json json = {
      {"format", kFormat}, {"difference", model.difference}, {"coefficients", model.coefficients}};
  return writeCheckpoint(path, json.dump());
}

Result<ArModel> readArModel(const std::filesystem::path& path) {
  const Result<std::string> text = readCheckpoint(path);
  if (!text.ok()) {
    return text.error();
  }
  const Error damaged{ErrorCode::kBadInput,
                      "This is not a checkpoint of Auto-AR, or it is damaged. Run the trial again.", path.string()};
  const nlohmann::json json = nlohmann::json::parse(*text, nullptr, false);
  if (!json.is_object() || json.value("format", nlohmann::json()) != kFormat || !json.contains("difference") ||
      !json["difference"].is_number_integer() || !json.contains("coefficients") || !json["coefficients"].is_array()) {
    return damaged;
  }
  ArModel model;
  model.difference = json["difference"].get<int>();
  for (const nlohmann::json& coefficient : json["coefficients"]) {
    if (!coefficient.is_number()) {
      return damaged;
    }
    model.coefficients.push_back(coefficient.get<double>());
  }
  if (model.difference < 0 || model.difference > kMostDifferences || model.coefficients.empty()) {
    return damaged;
  }
  return model;
}

}  // namespace touchstone::contenders
