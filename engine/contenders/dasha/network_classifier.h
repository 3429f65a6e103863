// A trained network as a classifier. Where it was trained on turned items, it averages its probabilities over all turns.
// Thread: const, several slots at once. Errors: as train::predict.
#pragma once

#include <vector>

#include "engine/contenders/contender.h"
#include "engine/train/torch_network.h"

namespace touchstone::contenders {

struct ClassifierOptions {
  train::LossOptions loss;  // its kind says how scores become probabilities
  train::PredictOptions predict;
  std::vector<std::uint8_t> turns = {0};
};

class NetworkClassifier final : public Classifier {
 public:
  // The module is in evaluation mode.
  NetworkClassifier(train::TorchNetwork network, ClassifierOptions options);

  Result<void> classify(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                        const base::CancelToken& token, std::span<float> out) const override;

 private:
  const train::TorchNetwork m_network;
  const ClassifierOptions m_options;
  const train::Loss m_loss;
};

}  // namespace touchstone::contenders
