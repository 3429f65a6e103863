// A torch network as the training loop sees it: its parameters and buffers, how it computes, and its own random numbers.
// Thread: whoever owns it; predict() needs evaluation mode, which several threads may share.
// Errors: predict() kCancelled, the inputs', kOutOfMemory, kDevice, kInternal.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "engine/api/result.h"
#include "engine/base/cancel.h"
#include "engine/data/examples/example_set.h"
#include "engine/nn/torch_pch.h"
#include "engine/train/losses.h"
#include "engine/train/precision.h"

namespace touchstone::train {

struct TorchNetwork {
  std::shared_ptr<torch::nn::Module> module;
  std::function<at::Tensor(const at::Tensor&)> forward;  // scores, see losses.h
  std::function<void(std::uint64_t)> reseed = nullptr;   // its noise depends on this seed from here on; null: none
};

struct PredictOptions {
  std::int64_t batch = 256;
  at::Device device = at::Device(at::kCPU);
  Precision precision = Precision::kSingle;
};

// Probabilities of items of the inputs: out [items, K], for masks [items, K, H, W]. After too little memory a batch is
// halved, down to one item. The module must be in evaluation mode.
Result<void> predict(const TorchNetwork& network, const Loss& loss, std::shared_ptr<const data::ExampleInputs> inputs,
                     std::span<const std::uint32_t> items, const PredictOptions& options,
                     const base::CancelToken& token, std::span<float> out);

}  // namespace touchstone::train
