// Labelled examples as batches of tensors: a shuffled order that depends on (seed, epoch) alone, a turn for each item
// that depends on (seed, epoch, item) alone, and a thread that gathers the next batch while a step computes.
// Shapes: inputs [B, C, L] (sequences) or [B, C, H, W] whose memory is the readers' own [B, H, W, C], not copied again;
// targets int64 [B], float [B, K] or uint8 [B, H, W], turned as their images are.
// Thread: ExampleBatches const from any thread; a BatchStream belongs to one. Blocking: gathering may read the disk.
// Errors: the inputs', kOutOfMemory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "engine/api/result.h"
#include "engine/base/bounded_queue.h"
#include "engine/data/examples/example_set.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::train {

struct BatchOptions {
  std::uint64_t seed = 0;
  std::int64_t batch = 128;  // larger than the set: one batch of all
  bool isShuffled = true;
  bool turnsItems = false;  // a turn drawn among those that keep the shape; else all as they are
  bool dropsLast = false;   // a last batch that is not full, unless it is the only one
  double epochShare = 1.0;  // less: int(share x batches) + 1 batches of the order
};

struct Batch {
  at::Tensor inputs;
  at::Tensor targets;

  std::int64_t size() const { return inputs.size(0); }
};

class ExampleBatches {
 public:
  // Some items of the inputs, by number.
  ExampleBatches(std::shared_ptr<const data::ExampleInputs> inputs, std::shared_ptr<const data::Targets> targets,
                 std::vector<std::uint32_t> items, const BatchOptions& options);

  std::int64_t batchCount() const;  // of an epoch
  // What an epoch visits, in order; batch b is picks [b batch, (b + 1) batch).
  std::vector<data::Pick> picks(int epoch) const;
  Result<Batch> gather(std::span<const data::Pick> picks) const;

  const BatchOptions& options() const { return m_options; }
  const std::vector<std::uint32_t>& items() const { return m_items; }

 private:
  at::Tensor targetsOf(std::span<const data::Pick> picks) const;

  const std::shared_ptr<const data::ExampleInputs> m_inputs;
  const std::shared_ptr<const data::Targets> m_targets;  // null: batches without targets
  const std::vector<std::uint32_t> m_items;
  const BatchOptions m_options;
  const std::vector<std::uint8_t> m_turns;
};

// The batches of one epoch, in order, at most two ahead of the step.
class BatchStream {
 public:
  BatchStream(const ExampleBatches& batches, int epoch);
  ~BatchStream();  // what is not taken is dropped
  BatchStream(const BatchStream&) = delete;
  BatchStream& operator=(const BatchStream&) = delete;

  // Nothing: the epoch is over. After an error there is nothing more.
  Result<std::optional<Batch>> next();
  double waitedSeconds() const { return m_waitedSeconds; }  // in next(), for batches that were not ready

 private:
  void gatherAll(const ExampleBatches& batches, int epoch);

  base::BoundedQueue<Result<Batch>> m_ready{1};
  double m_waitedSeconds = 0.0;
  std::thread m_thread;  // last: it uses the queue
};

}  // namespace touchstone::train
