#include "engine/contenders/dasha/cnn_settings.h"

#include <algorithm>
#include <cmath>

#include "engine/nn/cnn/backbone.h"

namespace touchstone::contenders {

namespace {

constexpr const char* kChoose = "choose";

template <typename Value>
void take(const ContenderSpec& spec, const char* key, Value& out) {
  const auto found = spec.options.find(key);
  if (found == spec.options.end()) {
    return;
  }
  if (const auto* value = std::get_if<Value>(&found->second)) {
    out = *value;
  }
}

void takeWhole(const ContenderSpec& spec, const char* key, int& out) {
  std::int64_t value = out;
  take(spec, key, value);
  out = static_cast<int>(value);
}

Result<std::vector<int>> takeSizes(const ContenderSpec& spec, const char* key, bool isOdd) {
  std::vector<double> numbers;
  take(spec, key, numbers);
  std::vector<int> sizes;
  for (const double number : numbers) {
    const int size = static_cast<int>(std::lround(number));
    const bool isGood = size == number && size >= 1 && size <= 255 && (!isOdd || size % 2 == 1);
    const bool isNew = std::find(sizes.begin(), sizes.end(), size) == sizes.end();
    if (!isGood || !isNew) {
      return Error{ErrorCode::kBadInput,
                   std::string("The option `") + key + "` must be a list of different whole numbers from 1 to 255" +
                       (isOdd ? ", all of them odd" : "") + ".",
                   "contender " + spec.name};
    }
    sizes.push_back(size);
  }
  return sizes;
}

std::vector<StageKind> stagesOf(const std::string& method, bool isBackboneChosen) {
  if (method == "cnn") {
    return {StageKind::kTraining};
  }
  if (method == "cnn-tuned") {
    return {StageKind::kTuning, StageKind::kTraining};
  }
  if (isBackboneChosen) {
    return {StageKind::kBackboneChoice, StageKind::kSearch, StageKind::kTuning, StageKind::kTraining};
  }
  return {StageKind::kSearch, StageKind::kTuning, StageKind::kTraining};
}

Result<void> checkBackbone(const std::string& backbone, const ContenderSpec& spec) {
  if (backbone.empty() || backbone == kChoose) {
    return {};
  }
  nn::BackboneOptions options;
  options.name = backbone;
  const auto places = nn::searchedPlaces(options);
  return places ? Result<void>() : Error{places.error().code, places.error().message, "contender " + spec.name};
}

}  // namespace

Result<CnnSettings> readCnnSettings(const ContenderSpec& spec, const std::string& device) {
  CnnSettings settings;
  settings.name = spec.name;
  settings.method = spec.method;
  take(spec, "backbone", settings.backbone);
  take(spec, "search_backbone", settings.searchBackbone);
  for (const std::string* backbone : {&settings.backbone, &settings.searchBackbone}) {
    if (const auto checked = checkBackbone(*backbone, spec); !checked) {
      return checked.error();
    }
  }
  auto kernels = takeSizes(spec, "kernels", true);
  auto dilations = takeSizes(spec, "dilations", false);
  if (!kernels || !dilations) {
    return kernels ? dilations.error() : kernels.error();
  }
  settings.kernels = std::move(*kernels);
  settings.dilations = std::move(*dilations);
  takeWhole(spec, "kernel", settings.kernel);
  takeWhole(spec, "dilation", settings.dilation);
  takeWhole(spec, "mid", settings.mid);
  takeWhole(spec, "batch", settings.batch);
  takeWhole(spec, "search_epochs", settings.searchEpochs);
  takeWhole(spec, "epochs", settings.epochs);
  takeWhole(spec, "patience", settings.patience);
  take(spec, "search_share", settings.searchShare);
  take(spec, "grad_scale", settings.gradScale);
  take(spec, "mixed_convolution", settings.mixMethod);
  take(spec, "separable", settings.isSeparable);
  take(spec, "published", settings.isPublished);
  settings.retrainOn = settings.isPublished ? "train" : settings.retrainOn;
  settings.hasAveraging = !settings.isPublished;
  take(spec, "augment", settings.augment);
  take(spec, "label_smoothing", settings.smoothing);
  take(spec, "class_weights", settings.hasClassWeights);
  take(spec, "weight_averaging", settings.hasAveraging);
  take(spec, "retrain_on", settings.retrainOn);
  take(spec, "precision", settings.precision);
  settings.device = device.empty() || device == "auto" ? "cpu" : device;
  settings.stages = stagesOf(spec.method, settings.backbone == kChoose);
  if (settings.backbone == kChoose) {
    settings.backbone.clear();
  }
  return settings;
}

const char* stageName(StageKind kind) {
  switch (kind) {
  case StageKind::kBackboneChoice:
    return "backbone choice";
  case StageKind::kSearch:
    return "architecture search";
  case StageKind::kTuning:
    return "tuning";
  case StageKind::kTraining:
    return "retraining";
  }
  return "";
}

}  // namespace touchstone::contenders
