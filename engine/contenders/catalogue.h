// What contenders exist: names, families, modalities and the options that a study file may give them.
// Known without loading torch, so that a study file is checked in full before anything starts.
// A new contender is one more entry here and its own folder.
// Thread: constant data, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/api/spec.h"

namespace touchstone::contenders {

enum class OptionKind { kWhole, kReal, kWord, kFlag, kList };

struct OptionRule {
  std::string name;
  OptionKind kind = OptionKind::kReal;
  double low = 0.0, high = 0.0;         // numbers: inclusive bounds; equal: no bounds
  std::vector<std::string> words;       // kWord: the allowed ones; empty: any text
  std::string help;                     // one sentence
};

struct MethodCard {
  std::string method;                   // as in the study file
  std::string title;                    // default name of a contender of this method
  Family family = Family::kSupervised;
  std::vector<Modality> modalities;
  bool needsTorch = false;
  bool needsModel = false;              // `model` must be given, and `adapt` may be
  bool isSearched = false;              // tries as many configurations as the budget has trials, in rungs; else one
  bool isRandom = false;                // each seed is computed; else one stands for all
  std::vector<OptionRule> options;
};

std::span<const MethodCard> methods();
const MethodCard* findMethod(const std::string& method);
std::vector<std::string> methodNames();

// The ways to use a foundation model that exist so far ("zero-shot").
std::vector<std::string> adaptNames();

}  // namespace touchstone::contenders
