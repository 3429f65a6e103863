#include "engine/exec/provenance.h"

#include <sqlite3.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "touchstone_version.h"

extern "C" char* openblas_get_config(void);

namespace touchstone::exec {

namespace {

// Value of the first line of /proc/<file> that begins with `key`.
std::string procValue(const char* file, const std::string& key) {
  std::ifstream stream(file);
  std::string line;
  while (std::getline(stream, line)) {
    if (line.starts_with(key)) {
      const std::size_t colon = line.find(':');
      const std::size_t start =
          colon == std::string::npos ? std::string::npos : line.find_first_not_of(" \t", colon + 1);
      return start == std::string::npos ? std::string() : line.substr(start);
    }
  }
  return "";
}

nlohmann::ordered_json taskJson(const TaskSpec& task) {
  return {{"name", task.name},           {"modality", toWord(task.modality)},
          {"data", task.data},           {"train", task.train},
          {"test", task.test},           {"split", task.split},
          {"columns", task.columns},     {"horizon", task.horizon},
          {"metric", task.metric},       {"season", task.season},
          {"missing", task.missingCodes}};
}

}  // namespace

std::string codeVersion() {
  return std::string(kVersion) + (*kCommit != '\0' ? " (" + std::string(kCommit) + ")" : std::string());
}

std::string machineJson() {
  utsname system{};
  uname(&system);
  const nlohmann::ordered_json json = {
      {"host", system.nodename},
      {"system", std::string(system.sysname) + " " + system.release},
      {"cpu", procValue("/proc/cpuinfo", "model name")},
      {"cores", std::thread::hardware_concurrency()},
      {"memory", procValue("/proc/meminfo", "MemTotal")},
  };
  return json.dump();
}

std::string librariesJson(const std::string& torchVersion) {
  nlohmann::ordered_json json = {
      {"sqlite", sqlite3_libversion()}, {"openblas", openblas_get_config()}, {"compiler", __VERSION__}};
  if (!torchVersion.empty()) {
    json["libtorch"] = torchVersion;
  }
  return json.dump();
}

std::string optionsJson(const Options& options) {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const auto& [name, value] : options) {
    std::visit([&json, &name = name](const auto& v) { json[name] = v; }, value);
  }
  return json.dump();
}

store::SetProvenance provenanceRow(RunId run, const StudySpec& study, std::size_t task, std::size_t contender,
                                   std::int64_t seed, const PreparedTask& prepared,
                                   const std::optional<contenders::ModelCard>& model,
                                   const contenders::Registry& registry, const std::string& device, int slotCount) {
  const ContenderSpec& spec = study.contenders[contender];
  nlohmann::ordered_json used = {
      {"task", taskJson(study.tasks[task])},
      {"contender",
       {{"name", spec.name},
        {"method", spec.method},
        {"model", spec.model},
        {"adapt", spec.adapt},
        {"options", nlohmann::ordered_json::parse(optionsJson(spec.options))}}},
      {"budget",
       {{"trials", study.budget.trials}, {"resource", study.budget.resource}, {"seconds", study.budget.secondsPerRun}}},
  };
  if (model) {
    used["weights"] = {{"file", model->file}, {"sha256", model->sha256}, {"source", model->source}};
  }
  store::SetProvenance row;
  row.run = run;
  row.specJson = used.dump();
  row.codeVersion = codeVersion();
  row.librariesJson = librariesJson(registry.torchVersion());
  row.machineJson = machineJson();
  row.device = device;
  row.dataHash = prepared.dataHash();
  row.splitHash = prepared.splitHash();
  row.seed = seed;
  row.threads = 1;
  row.slotCount = slotCount;
  return row;
}

}  // namespace touchstone::exec
