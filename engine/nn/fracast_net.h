// Fracast-0 as a trainable torch network: the reference that the fast path (fracast_inference.h) is checked against,
// and what fine-tuning trains. Tensor names are those of the published file.
// Shapes: features [B, 2048, 15] (fillFracastFeatures), seasonal [B, 48] -> quantiles [B, 48, 9] on the scaled series.
// Thread: one thread at a time. Errors: load() kBadInput; forward() throws c10::Error, see train/guard.h.
// Source: shared/models/README.md, "Fracast-0".
#pragma once

#include <memory>
#include <span>

#include "engine/nn/host_tensors.h"

namespace at {
class Tensor;
}
namespace torch::nn {
class Module;
}

namespace touchstone::nn {

// Values on the way, which golden numbers name; all [B, 2048, 64].
struct FracastTrace {
  HostTensor inputProjection;
  HostTensor phaseProjection;
  HostTensor firstStage;
  HostTensor encoding;  // h
};

class FracastNet {
 public:
  FracastNet();  // identity FiLM, unit norms, torch's own initial values elsewhere
  ~FracastNet();
  FracastNet(FracastNet&&) noexcept;
  FracastNet& operator=(FracastNet&&) noexcept;

  Result<void> load(const HostTensors& weights);
  torch::nn::Module& module();
  at::Tensor forward(const at::Tensor& features, const at::Tensor& seasonal, FracastTrace* trace = nullptr);

  // The next 48 steps of each history without gradients: [B, 48, 9] on the histories' own scales.
  Result<HostTensor> blocks(std::span<const std::span<const double>> histories, FracastTrace* trace = nullptr);

 private:
  struct Impl;
  std::shared_ptr<Impl> m_impl;
};

}  // namespace touchstone::nn
