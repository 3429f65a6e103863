#include "engine/contenders/dasha/cnn_task.h"

#include <algorithm>
#include <bit>

namespace touchstone::contenders {

namespace {

constexpr int kStepsWanted = 60;  // an epoch; fewer leave the optimiser too little to do
constexpr int kFewestItems = 16, kMostSequences = 128, kMostImages = 64;  // of a batch

int defaultBatch(std::size_t trainCount, bool isImage) {
  const auto share = static_cast<unsigned>(std::max<std::size_t>(1, trainCount / kStepsWanted));
  return std::clamp(static_cast<int>(std::bit_floor(share)), kFewestItems, isImage ? kMostImages : kMostSequences);
}

void setImageDefaults(CnnTask& task) {
  task.backbone = task.searchBackbone = task.isDense() ? "unet2d-small" : "wrn-16-1";
  task.kernels = {3, 5, 7, 9};
  task.dilations = {1, 3, 7, 15};
  task.gradScale = 1000.0;
  task.smoothing = task.target == data::TargetKind::kClass ? 0.1 : 0.0;
}

void setSequenceDefaults(CnnTask& task) {
  task.backbone = task.searchBackbone = "resnet1d";
  task.kernels = {3, 5, 7, 9, 11};
  task.dilations = {1, 3, 5, 7};
  task.gradScale = 100.0;
}

}  // namespace

CnnTask cnnTaskOf(const ExampleView& view, const CnnSettings& settings) {
  CnnTask task;
  task.shape = view.inputs->shape();
  task.target = view.targets.kind;
  task.classes = static_cast<int>(view.targets.classCount());
  task.trainCount = view.trainCount;
  task.validationCount = view.validationCount();
  task.isImage = task.shape.isImage;
  task.turns = data::possibleTurns(task.shape, view.inputs->hasComplement());
  task.isImage ? setImageDefaults(task) : setSequenceDefaults(task);
  task.batch = settings.batch > 0 ? settings.batch : defaultBatch(task.trainCount, task.isImage);
  task.batch = std::min(task.batch, static_cast<int>(std::max<std::size_t>(1, task.trainCount)));
  if (!settings.backbone.empty()) {
    task.backbone = task.searchBackbone = settings.backbone;
  }
  if (!settings.searchBackbone.empty()) {
    task.searchBackbone = settings.searchBackbone;
  }
  if (!settings.kernels.empty()) {
    task.kernels = settings.kernels;
  }
  if (!settings.dilations.empty()) {
    task.dilations = settings.dilations;
  }
  if (settings.gradScale > 0.0) {
    task.gradScale = settings.gradScale;
  }
  if (settings.smoothing >= 0.0) {
    task.smoothing = settings.smoothing;
  }
  return task;
}

std::vector<NetworkSize> networkSizes(const CnnTask& task, const CnnSettings& settings) {
  const bool isFixed = !settings.backbone.empty();
  if (task.backbone == "resnet1d") {
    if (settings.mid > 0) {
      return {{task.backbone, settings.mid}};
    }
    std::vector<NetworkSize> sizes;
    for (const int mid : {16, 24, 32, 48, 64, 96, 128}) {
      sizes.push_back({task.backbone, mid});
    }
    return sizes;
  }
  if (task.backbone == "wrn-16-1" && !isFixed) {
    return {{"wrn-16-1", 0}, {"wrn-16-2", 0}, {"wrn-16-4", 0}};
  }
  return {{task.backbone, 0}};
}

nn::BackboneOptions backboneOptions(const CnnTask& task, const std::string& backbone, int mid) {
  nn::BackboneOptions options;
  options.name = backbone;
  options.channels = task.shape.channels;
  options.height = task.shape.height;
  options.width = task.shape.width;
  options.classes = task.classes;
  options.mid = mid > 0 ? mid : options.mid;
  options.isDense = task.isDense();
  return options;
}

}  // namespace touchstone::contenders
