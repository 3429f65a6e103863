#include "engine/train/example_batches.h"

#include <torch/torch.h>

#include <algorithm>
#include <chrono>

#include "engine/base/random.h"
#include "engine/train/guard.h"

namespace touchstone::train {

namespace {

// Keep these streams apart from others of the trial.
constexpr std::uint64_t kOrderPurpose = 0x6F72646572;  // "order"
constexpr std::uint64_t kTurnPurpose = 0x7475726E;     // "turn"

}  // namespace

ExampleBatches::ExampleBatches(std::shared_ptr<const data::ExampleInputs> inputs,
                               std::shared_ptr<const data::Targets> targets, std::vector<std::uint32_t> items,
                               const BatchOptions& options)
    : m_inputs(std::move(inputs)),
      m_targets(std::move(targets)),
      m_items(std::move(items)),
      m_options(options),
      m_turns(options.turnsItems ? data::possibleTurns(m_inputs->shape(), m_inputs->hasComplement())
                                 : std::vector<std::uint8_t>{0}) {}

std::int64_t ExampleBatches::batchCount() const {
  const auto count = static_cast<std::int64_t>(m_items.size());
  const std::int64_t full = count / m_options.batch;
  const bool hasRest = count % m_options.batch != 0 && (!m_options.dropsLast || full == 0);
  const std::int64_t all = full + (hasRest ? 1 : 0);
  return m_options.epochShare >= 1.0
             ? all
             : std::min(all, static_cast<std::int64_t>(m_options.epochShare * static_cast<double>(all)) + 1);
}

std::vector<data::Pick> ExampleBatches::picks(int epoch) const {
  const auto epochKey = static_cast<std::uint64_t>(epoch);
  std::vector<std::int64_t> order(m_items.begin(), m_items.end());
  if (m_options.isShuffled) {
    base::RandomStream({m_options.seed, kOrderPurpose, epochKey}).shuffle(order);
  }
  order.resize(std::min(order.size(), static_cast<std::size_t>(batchCount() * m_options.batch)));
  std::vector<data::Pick> picks;
  picks.reserve(order.size());
  for (const std::int64_t item : order) {
    data::Pick pick{static_cast<std::uint32_t>(item), m_turns.front()};
    if (m_turns.size() > 1) {
      base::RandomStream stream({m_options.seed, kTurnPurpose, epochKey, static_cast<std::uint64_t>(item)});
      pick.turn = m_turns[static_cast<std::size_t>(stream.below(static_cast<std::int64_t>(m_turns.size())))];
    }
    picks.push_back(pick);
  }
  return picks;
}

at::Tensor ExampleBatches::targetsOf(std::span<const data::Pick> picks) const {
  const auto count = static_cast<std::int64_t>(picks.size());
  const data::InputShape shape = m_inputs->shape();
  const auto classes = static_cast<std::int64_t>(m_targets->classCount());
  if (m_targets->kind == data::TargetKind::kMask) {
    at::Tensor masks = at::empty({count, shape.height, shape.width}, torch::kUInt8);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      m_targets->gatherMask(picks[i], shape,
                            {masks.data_ptr<std::uint8_t>() + i * shape.positions(), shape.positions()});
    }
    return masks;
  }
  if (m_targets->kind == data::TargetKind::kMultiLabel) {
    at::Tensor bits = at::empty({count, classes});
    float* to = bits.data_ptr<float>();
    for (const data::Pick& pick : picks) {
      const auto from = m_targets->bits.begin() + static_cast<std::ptrdiff_t>(pick.item) * classes;
      to = std::transform(from, from + classes, to, [](std::uint8_t bit) { return bit != 0 ? 1.0f : 0.0f; });
    }
    return bits;
  }
  at::Tensor labels = at::empty({count}, torch::kInt64);
  std::transform(picks.begin(), picks.end(), labels.data_ptr<std::int64_t>(),
                 [&](const data::Pick& pick) { return std::int64_t{m_targets->labels[pick.item]}; });
  return labels;
}

Result<Batch> ExampleBatches::gather(std::span<const data::Pick> picks) const {
  return guarded("The loading of a batch", [&]() -> Result<Batch> {
    const data::InputShape shape = m_inputs->shape();
    const auto count = static_cast<std::int64_t>(picks.size());
    at::Tensor values = shape.isImage ? at::empty({count, shape.height, shape.width, shape.channels})
                                      : at::empty({count, shape.channels, shape.width});
    if (const auto gathered =
            m_inputs->gather(picks, {values.data_ptr<float>(), static_cast<std::size_t>(values.numel())});
        !gathered) {
      return gathered.error();
    }
    return Batch{shape.isImage ? values.permute({0, 3, 1, 2}) : values, m_targets ? targetsOf(picks) : at::Tensor()};
  });
}

BatchStream::BatchStream(const ExampleBatches& batches, int epoch)
    : m_thread([this, &batches, epoch] { gatherAll(batches, epoch); }) {}

BatchStream::~BatchStream() {
  m_ready.close(base::CloseMode::kDiscard);
  m_thread.join();
}

void BatchStream::gatherAll(const ExampleBatches& batches, int epoch) {
  const auto done = guarded("The loading of the batches", [&]() -> Result<void> {
    const std::vector<data::Pick> picks = batches.picks(epoch);
    const auto batch = static_cast<std::size_t>(batches.options().batch);
    for (std::size_t first = 0; first < picks.size(); first += batch) {
      auto gathered = batches.gather(std::span(picks).subspan(first, std::min(batch, picks.size() - first)));
      if (!gathered) {
        return gathered.error();
      }
      if (!m_ready.push(std::move(gathered))) {
        break;  // nobody wants more
      }
    }
    return {};
  });
  if (!done) {
    m_ready.push(done.error());
  }
  m_ready.close();
}

Result<std::optional<Batch>> BatchStream::next() {
  const auto asked = std::chrono::steady_clock::now();
  std::vector<Result<Batch>> taken = m_ready.takeAll();
  m_waitedSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
  if (taken.empty()) {
    return std::optional<Batch>();
  }
  if (!taken.front()) {
    return taken.front().error();
  }
  return std::optional<Batch>(std::move(taken.front()).value());
}

}  // namespace touchstone::train
