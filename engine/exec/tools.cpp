#include "engine/api/tools.h"

#include <cblas.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iomanip>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

#include "engine/base/clock.h"
#include "engine/base/folders.h"
#include "engine/base/sha256.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/contenders/module_loader.h"
#include "engine/data/describe.h"
#include "engine/data/metrics.h"
#include "engine/exec/provenance.h"

namespace touchstone {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Giga floating-point operations a second of this thread's matrix product, over about a second.
double matrixSpeed() {
  constexpr int kSize = 512;
  std::vector<double> a(kSize * kSize, 0.5), b(kSize * kSize, 0.25), c(kSize * kSize);
  constexpr double kSeconds = 0.8;
  const double start = base::steadyS();
  double elapsed = 0.0;
  int products = 0;
  do {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, kSize, kSize, kSize, 1.0, a.data(), kSize, b.data(), kSize,
                0.0, c.data(), kSize);
    ++products;
    elapsed = base::steadyS() - start;
  } while (elapsed < kSeconds);
  return 2.0 * kSize * kSize * kSize * products / elapsed * 1e-9;
}

bool hasNvidiaDevice() {
  return access("/dev/nvidia0", F_OK) == 0;
}

Json doctorJson() {
  const auto module = contenders::loadTorchModule();
  Json json;
  json["version"] = exec::codeVersion();
  json["machine"] = Json::parse(exec::machineJson());
  json["libraries"] = Json::parse(exec::librariesJson(module ? (*module)->version() : std::string()));
  json["torch_module"] = module ? "ok" : module.error().text();
  json["devices"] = hasNvidiaDevice() ? Json{"cpu", "cuda:0"} : Json{"cpu"};
  json["double_matrix_product_gflops"] = matrixSpeed();
  json["resources"] = base::resourceFolder().string();
  json["model_folders"] = Json::array();
  for (const fs::path& folder : base::modelFolders()) {
    json["model_folders"].push_back(folder.string());
  }
  return json;
}

void printFlat(std::ostringstream& text, const std::string& name, const Json& value) {
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      printFlat(text, key, inner);
    }
    return;
  }
  text << std::left << std::setw(30) << name << " " << (value.is_string() ? value.get<std::string>() : value.dump())
       << "\n";
}

Result<std::string> fileHash(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) {
    return Error{ErrorCode::kNotFound, "The file cannot be read. Check the path and its permissions.", file.string()};
  }
  base::Sha256 hash;
  std::vector<char> buffer(1 << 16);
  while (stream.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) || stream.gcount() > 0) {
    hash.add({buffer.data(), static_cast<std::size_t>(stream.gcount())});
  }
  return hash.hex();
}

}  // namespace

std::string programVersion() {
  return exec::codeVersion();
}

std::string doctor(bool asJson) {
  const Json json = doctorJson();
  if (asJson) {
    return json.dump(2) + "\n";
  }
  std::ostringstream text;
  printFlat(text, "", json);
  return text.str();
}

Result<std::string> listModels() {
  const auto cards = contenders::readModelCatalogue();
  if (!cards) {
    return cards.error();
  }
  std::ostringstream text;
  for (const contenders::ModelCard& card : *cards) {
    const auto weights = contenders::locateWeights(card);
    text << std::left << std::setw(26) << card.name << " " << card.title << ", " << card.parameters << " parameters, "
         << card.licence << "\n"
         << std::setw(26) << ""
         << " pretrained on: " << card.pretraining << "\n"
         << std::setw(26) << ""
         << " " << (weights ? "here: " + weights->string() : "not on this machine: " + card.source) << "\n";
  }
  return text.str();
}

Result<std::string> checkModel(const std::string& nameOrFile) {
  const auto card = contenders::findModel(nameOrFile, fs::current_path());
  if (!card) {
    return card.error();
  }
  const auto weights = contenders::locateWeights(*card);
  if (!weights) {
    return weights.error();
  }
  const auto hash = fileHash(*weights);
  if (!hash) {
    return hash.error();
  }
  if (!card->sha256.empty() && *hash != card->sha256) {
    return Error{ErrorCode::kBadInput,
                 "The weights are damaged: SHA-256 " + *hash + " instead of " + card->sha256 +
                     ". Get them again: " + card->source + ".",
                 weights->string()};
  }
  const auto module = contenders::loadTorchModule();
  if (module) {  // a file of the right size may still hold anything
    const auto made =
        (*module)->make({{card->title, "foundation", card->name, "zero-shot", {}}, *card, *weights, "cpu"});
    if (!made) {
      return made.error();
    }
  }
  return card->title + ": SHA-256 " + *hash + (card->sha256.empty() ? " (no checksum is known)" : " as expected") +
         (module ? ", and the weights fit the model" : "") + "\n";
}

Result<std::string> describeData(const fs::path& path, bool asJson) {
  const auto description = data::describe(path);
  if (!description) {
    return description.error();
  }
  return asJson ? data::toJson(*description) + "\n" : data::toText(*description);
}

std::string describeMetrics(bool asJson) {
  Json json = Json::array();
  std::ostringstream text;
  std::size_t width = 0;
  for (const std::string& name : data::metricNames()) {
    width = std::max(width, name.size());
  }
  for (const data::MetricCard& metric : data::metrics()) {
    Json modalities = Json::array();
    for (const Modality modality : metric.modalities) {
      modalities.push_back(toWord(modality));
    }
    json.push_back({{"name", metric.name},
                    {"title", metric.title},
                    {"direction", metric.lowerIsBetter ? "minimise" : "maximise"},
                    {"formula", metric.formula},
                    {"modalities", modalities}});
    text << std::left << std::setw(static_cast<int>(width)) << metric.name << " "
         << (metric.lowerIsBetter ? "lower is better   " : "higher is better  ") << metric.title << ": "
         << metric.formula << "\n";
  }
  return asJson ? json.dump(2) + "\n" : text.str();
}

}  // namespace touchstone
