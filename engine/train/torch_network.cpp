#include "engine/train/torch_network.h"

#include <torch/torch.h>

#include <algorithm>

#include "engine/train/example_batches.h"
#include "engine/train/guard.h"

namespace touchstone::train {

namespace {

Result<void> predictBatch(const TorchNetwork& network, const Loss& loss, const Batch& batch,
                          const PredictOptions& options, std::span<float> out) {
  return guarded("The prediction", [&]() -> Result<void> {
    const torch::NoGradGuard noGrad;
    at::Tensor scores;
    {
      const AutocastScope autocast(options.device, options.precision);
      scores = network.forward(batch.inputs.to(options.device));
    }
    const at::Tensor probabilities = loss.probabilities(scores).to(at::kCPU).contiguous();
    if (probabilities.numel() != static_cast<std::int64_t>(out.size())) {
      return Error{ErrorCode::kInternal, "A network's scores have not the shape that the task's classes ask for.", {}};
    }
    std::copy_n(probabilities.const_data_ptr<float>(), out.size(), out.begin());
    return {};
  });
}

// A batch in parts of `most` items; less after too little memory, and then for the rest of the prediction.
Result<void> predictParts(const TorchNetwork& network, const Loss& loss, const Batch& batch,
                          const PredictOptions& options, std::int64_t& most, std::span<float> out) {
  const std::size_t width = out.size() / static_cast<std::size_t>(batch.size());
  for (std::int64_t first = 0; first < batch.size();) {
    const std::int64_t count = std::min(most, batch.size() - first);
    const Batch part{batch.inputs.narrow(0, first, count), {}};
    const auto room = out.subspan(static_cast<std::size_t>(first) * width, static_cast<std::size_t>(count) * width);
    const auto done = predictBatch(network, loss, part, options, room);
    if (done) {
      first += count;
    } else if (done.error().code == ErrorCode::kOutOfMemory && count > 1) {
      most = count / 2;
    } else {
      return done;
    }
  }
  return {};
}

}  // namespace

Result<void> predict(const TorchNetwork& network, const Loss& loss, std::shared_ptr<const data::ExampleInputs> inputs,
                     std::span<const std::uint32_t> items, const PredictOptions& options,
                     const base::CancelToken& token, std::span<float> out) {
  if (items.empty()) {
    return {};
  }
  const ExampleBatches batches(std::move(inputs), nullptr, {items.begin(), items.end()},
                               {.batch = options.batch, .isShuffled = false});
  const std::size_t width = out.size() / items.size();
  BatchStream stream(batches, 0);
  std::int64_t most = options.batch;
  for (std::size_t first = 0;;) {
    if (token.isCancelled()) {
      return Error{ErrorCode::kCancelled, "The prediction was cancelled.", {}};
    }
    const auto batch = stream.next();
    if (!batch) {
      return batch.error();
    }
    if (!batch->has_value()) {
      return {};
    }
    const auto count = static_cast<std::size_t>((*batch)->size());
    if (const auto done =
            predictParts(network, loss, **batch, options, most, out.subspan(first * width, count * width));
        !done) {
      return done;
    }
    first += count;
  }
}

}  // namespace touchstone::train
