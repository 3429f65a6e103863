// Cards of the foundation models that Touchstone knows: what each is, what it was pretrained on, where its weights lie on
// this machine, and what is known against a fair comparison on a task (leakage).
// Read from resources/models/catalogue.toml; a model from elsewhere brings a manifest beside its weights
// (model.safetensors + model.manifest.toml, same keys).
// Thread: value types; reading touches files and blocks shortly. Errors: Result with the file and what to do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/study_plan.h"

namespace touchstone::contenders {

struct ModelCard {
  std::string name;           // "fracast-0", as in a study file
  std::string title;          // "Fracast-0"
  std::string architecture;   // "fracast", "patchtst": which built-in network
  std::string modality;
  std::string file;           // relative to a model folder, or absolute for a model from elsewhere
  std::string sha256;         // of the weights; empty: not checked
  std::int64_t parameters = 0;
  int context = 0;            // steps that the model sees; 0: any
  int horizon = 0;            // steps per pass
  std::string head;           // patchtst: "forecast" or "patches"
  std::string licence;
  std::string source;         // where it came from and where to get it
  std::string pretraining;    // one line
  std::vector<LeakageRule> leakage;
};

Result<std::vector<ModelCard>> readModelCatalogue();
// A catalogue name, or a weights file with its manifest beside it.
Result<ModelCard> findModel(const std::string& nameOrFile, const std::filesystem::path& folder);
// Where the weights are on this machine; kNotFound says which folders were searched and how to get the model.
Result<std::filesystem::path> locateWeights(const ModelCard& card);
// The note that applies to a data set of this file name; empty: nothing known.
std::string leakageFor(std::span<const LeakageRule> rules, const std::string& datasetFile);

}  // namespace touchstone::contenders
