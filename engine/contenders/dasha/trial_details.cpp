#include "engine/contenders/dasha/trial_details.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace touchstone::contenders {

namespace {

using Json = nlohmann::ordered_json;

double rounded(double share) {
  constexpr double kDigits = 1e4;
  return std::round(share * kDigits) / kDigits;
}

Json choicesJson(const std::vector<nn::KernelChoice>& choices) {
  Json list = Json::array();
  for (const nn::KernelChoice& choice : choices) {
    list.push_back({{"kernel", choice.kernel}, {"dilation", choice.dilation}});
  }
  return list;
}

Json layerJson(const nn::ConvPlace& place) {
  return {{"name", place.name},
          {"in", place.in},
          {"out", place.out},
          {"stride", place.stride},
          {"positions", place.height * place.width}};
}

std::vector<nn::KernelChoice> ownChoices(const std::vector<nn::ConvPlace>& places) {
  std::vector<nn::KernelChoice> own;
  for (const nn::ConvPlace& place : places) {
    own.push_back({place.kernel, 1});
  }
  return own;
}

}  // namespace

void SearchHistory::record(int epoch, const nn::Supernet& net) {
  epochs.push_back(epoch);
  auto& layers = probabilities.emplace_back();
  for (const auto& layer : net.layers) {
    auto& shares = layers.emplace_back(layer->probabilities());
    for (double& share : shares) {
      share = rounded(share);
    }
  }
}

std::string searchDetails(const nn::Supernet& net, const nn::SearchPairs& pairs, const SearchHistory& history,
                          double gradScale, double stepSeconds) {
  Json layers = Json::array();
  for (const auto& layer : net.layers) {
    Json entry = layerJson(layer->place());
    entry["separable"] = layer->isDepthwise();
    entry["method"] = std::string(nn::toWord(layer->method()));
    layers.push_back(std::move(entry));
  }
  const std::vector<nn::KernelChoice> chosen = net.chosen();
  return Json({{"kind", "dash"},
               {"backbone", net.network->options().name},
               {"dims", net.layers.empty() ? 1 : net.layers.front()->place().dims},
               {"mid", net.network->options().mid},
               {"kernels", pairs.kernels},
               {"dilations", pairs.dilations},
               {"layers", std::move(layers)},
               {"epochs", history.epochs},
               {"probabilities", history.probabilities},
               {"chosen", choicesJson(chosen)},
               {"receptive_field", receptiveField(net.network->places(), chosen)},
               {"grad_scale", gradScale},
               {"temperature", 1.0},
               {"seconds_per_step", stepSeconds}})
      .dump();
}

std::string trainingDetails(const Recipe& recipe, const nn::Backbone& network, int bestEpoch) {
  Json layers = Json::array();
  for (const nn::ConvPlace& place : network.places()) {
    layers.push_back(layerJson(place));
  }
  const auto seen = recipe.choices.empty() ? ownChoices(network.places()) : recipe.choices;
  return Json({{"kind", "cnn"},
               {"backbone", recipe.network.name},
               {"mid", recipe.network.mid},
               {"chosen", choicesJson(recipe.choices)},
               {"layers", std::move(layers)},
               {"parameters", nn::parameterCount(network)},
               {"receptive_field", receptiveField(network.places(), seen)},
               {"batch", recipe.batch},
               {"epochs", recipe.epochs},
               {"best_epoch", bestEpoch},
               {"turns", recipe.turnsItems}})
      .dump();
}

Result<std::vector<nn::KernelChoice>> choicesFrom(const std::string& detailsJson) {
  try {
    std::vector<nn::KernelChoice> choices;
    const auto details = nlohmann::json::parse(detailsJson);
    for (const auto& choice : details.at("chosen")) {
      choices.push_back({choice.at("kernel").get<int>(), choice.at("dilation").get<int>()});
    }
    return choices;
  } catch (const nlohmann::json::exception& error) {
    return Error{ErrorCode::kBadInput,
                 "What the architecture search found cannot be read (" + std::string(error.what()) +
                     "). Start the study in a new project.",
                 "details of the search"};
  }
}

int receptiveField(const std::vector<nn::ConvPlace>& places, const std::vector<nn::KernelChoice>& choices) {
  int field = 1, step = 1;
  for (std::size_t i = 0; i < places.size() && i < choices.size(); ++i) {
    field += (choices[i].span() - 1) * step;
    step *= places[i].stride;
  }
  return field;
}

}  // namespace touchstone::contenders
