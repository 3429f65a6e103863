// PatchTST (self-supervised variant) as a trainable torch network: patches of one channel in, per-patch reconstructions
// or a forecast out.
// Shapes: patches [B, P, p] (normalised, masked ones 0) -> encoding [B, P, D]; head "patches" [B, P, p], head
// "forecast" [B, H] from the encoding flattened as [D, P]. P 42, p 12, D 128, 16 heads in the published checkpoints;
// all sizes are read from the tensors.
// Layers: Linear p -> D plus learned positions; post-norm: attention, BatchNorm1d, feed-forward with ReLU, BatchNorm1d.
// Thread: one thread at a time for training; forward() in evaluation mode from several. Blocking: the computation.
// Errors: create() kBadInput; forward() throws c10::Error, see train/guard.h.
// Source: Nie et al. 2023 (PatchTST); shared/models/README.md, "PatchTST". Tensor names are those of the checkpoints.
#pragma once

#include <cstdint>
#include <memory>

#include "engine/nn/host_tensors.h"

namespace at {
class Tensor;
}
namespace torch::nn {
class Module;
}

namespace touchstone::nn {

struct PatchTstShape {
  std::int64_t patches = 42;  // P
  std::int64_t patch = 12;    // p
  std::int64_t width = 128;   // D
  std::int64_t heads = 16;
  std::int64_t inner = 512;  // of the feed-forward
  std::int64_t layers = 3;
  std::int64_t horizon = 0;  // H of a forecast head; 0: a head that reconstructs patches

  friend bool operator==(const PatchTstShape&, const PatchTstShape&) = default;
};

// The sizes that a checkpoint's tensors imply. kBadInput where they are no PatchTST's.
Result<PatchTstShape> patchTstShape(const HostTensors& weights);

class PatchTstNet {
 public:
  explicit PatchTstNet(const PatchTstShape& shape);                                // torch's own initial values
  static Result<std::unique_ptr<PatchTstNet>> create(const HostTensors& weights);  // in evaluation mode
  ~PatchTstNet();

  const PatchTstShape& shape() const { return m_shape; }
  torch::nn::Module& module();
  at::Tensor encode(const at::Tensor& patches) const;
  at::Tensor forward(const at::Tensor& patches) const;

 private:
  struct Impl;
  PatchTstShape m_shape;
  std::shared_ptr<Impl> m_impl;
};

}  // namespace touchstone::nn
