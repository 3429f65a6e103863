// What the networks need to know of a task of labelled examples, and the published defaults for its modality.
// Thread: value type.
#pragma once

#include <string>
#include <vector>

#include "engine/contenders/contender.h"
#include "engine/contenders/dasha/cnn_settings.h"
#include "engine/nn/cnn/backbone.h"

namespace touchstone::contenders {

struct CnnTask {
  data::InputShape shape;
  data::TargetKind target = data::TargetKind::kClass;
  int classes = 2;
  std::size_t trainCount = 0, validationCount = 0;
  bool isImage = false;
  std::vector<std::uint8_t> turns;  // that keep the shape: 0 alone where there is no symmetry

  std::string backbone;  // of training, the narrowest
  std::string searchBackbone;
  std::vector<int> kernels, dilations;
  double gradScale = 100.0;
  double smoothing = 0.0;
  int batch = 64;

  bool isDense() const { return target == data::TargetKind::kMask; }
  int stepsPerEpoch(int batchSize) const {
    return static_cast<int>((trainCount + static_cast<std::size_t>(batchSize) - 1) /
                            static_cast<std::size_t>(batchSize));
  }
};

CnnTask cnnTaskOf(const ExampleView& view, const CnnSettings& settings);

// Networks of the same kind, from narrow to wide: (backbone, mid).
struct NetworkSize {
  std::string backbone;
  int mid = 0;
};
std::vector<NetworkSize> networkSizes(const CnnTask& task, const CnnSettings& settings);

nn::BackboneOptions backboneOptions(const CnnTask& task, const std::string& backbone, int mid);

}  // namespace touchstone::contenders
