// What trials of the networks leave in the project file, as JSON: the networks' layers, what was chosen, how the search went.
// The window's DASH inspector reads it. Keys: see trial_details.cpp; lists of a search hold the epochs of one segment.
// Thread: free functions.
#pragma once

#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/contenders/dasha/recipe.h"
#include "engine/nn/dash/supernet.h"

namespace touchstone::contenders {

struct SearchHistory {
  std::vector<int> epochs;                                      // from 1
  std::vector<std::vector<std::vector<double>>> probabilities;  // [epochs][layers][|K||D|]

  void record(int epoch, const nn::Supernet& net);
};

std::string searchDetails(const nn::Supernet& net, const nn::SearchPairs& pairs, const SearchHistory& history,
                          double gradScale, double stepSeconds);
std::string trainingDetails(const Recipe& recipe, const nn::Backbone& network, int bestEpoch);

// The choices in either kind of details. kBadInput where there are none.
Result<std::vector<nn::KernelChoice>> choicesFrom(const std::string& detailsJson);

// Positions of the input that one output sees, along an axis; strides multiply what comes after them.
int receptiveField(const std::vector<nn::ConvPlace>& places, const std::vector<nn::KernelChoice>& choices);

}  // namespace touchstone::contenders
