#include "engine/contenders/dasha/network_classifier.h"

#include <algorithm>

#include "engine/train/threads.h"

namespace touchstone::contenders {

namespace {

// The same items, each turned.
class TurnedInputs final : public data::ExampleInputs {
 public:
  TurnedInputs(const data::ExampleInputs& inputs, std::uint8_t turn) : m_inputs(inputs), m_turn(turn) {}

  data::InputShape shape() const override { return m_inputs.shape(); }
  std::size_t count() const override { return m_inputs.count(); }
  bool hasComplement() const override { return m_inputs.hasComplement(); }
  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    std::vector<data::Pick> turned(picks.begin(), picks.end());
    for (data::Pick& pick : turned) {
      pick.turn = m_turn;
    }
    return m_inputs.gather(turned, out);
  }

 private:
  const data::ExampleInputs& m_inputs;
  const std::uint8_t m_turn;
};

}  // namespace

NetworkClassifier::NetworkClassifier(train::TorchNetwork network, ClassifierOptions options)
    : m_network(std::move(network)), m_options(std::move(options)), m_loss(m_options.loss, m_options.predict.device) {}

Result<void> NetworkClassifier::classify(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                                         const base::CancelToken& token, std::span<float> out) const {
  train::useOneThread();
  std::vector<float> one(out.size());
  std::fill(out.begin(), out.end(), 0.0F);
  const auto share = 1.0F / static_cast<float>(m_options.turns.size());
  for (const std::uint8_t turn : m_options.turns) {
    const auto turned = std::make_shared<const TurnedInputs>(inputs, turn);
    if (auto done = train::predict(m_network, m_loss, turned, items, m_options.predict, token, one); !done) {
      return done;
    }
    std::transform(one.begin(), one.end(), out.begin(), out.begin(),
                   [share](float probability, float sum) { return sum + share * probability; });
  }
  return {};
}

}  // namespace touchstone::contenders
