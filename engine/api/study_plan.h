// What a study may be made of, and what it will take: contenders, metrics and schedulers to choose from, and the number of
// runs, trials and epochs that a study asks for. The arithmetic is that of the engine's own search.
// Thread: value types; functions on any thread. Errors: none; what cannot be used says why.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "engine/api/spec.h"

namespace touchstone {

// What is known of one data set in the pretraining of a model; no rule: nothing known against it, which is not "clean".
struct LeakageRule {
  std::string dataset;  // stem of a data file with * as a wildcard, any case; "*" = every data set
  std::string status;   // "yes", "possible"
  std::string note;     // "trained on ETTm1: test not clean"
};

struct ContenderCard {
  ContenderSpec spec;  // as a study file would have it, with its default name
  Family family = Family::kSupervised;
  std::vector<Modality> modalities;
  bool isSearched = false;      // tries many configurations; else one
  bool isRandom = false;        // each seed is computed; else one stands for all
  std::int64_t parameters = 0;  // of a pretrained model
  std::int64_t sizeBytes = 0;   // of its weights on this machine
  std::string pretraining, licence;
  std::vector<LeakageRule> leakage;
  std::string missing;  // why it cannot be used here and what to do; empty: it can
};

// Every method, and every model of the catalogue in every way to use it. Blocking: reads the catalogue, looks for weights.
std::vector<ContenderCard> contenderCards();
// The card of a contender of a study file; `folder` is where a model's path starts. Blocking: likewise.
ContenderCard contenderCard(const ContenderSpec& spec, const std::filesystem::path& folder);
// What is known against a fair comparison on this data file; empty: nothing known, which is not "clean". Never blocks.
std::string leakageNote(const ContenderCard& card, const std::string& dataFile);

struct MetricInfo {
  std::string name;   // as in the study file
  std::string title;  // "Mean squared error"
  std::string formula;
  bool lowerIsBetter = true;
};
std::vector<MetricInfo> metricsOf(Modality modality);

// Options that a study gives to every contender that is searched.
inline constexpr char kSchedulerOption[] = "scheduler";
inline constexpr char kReductionOption[] = "eta";
std::vector<std::string> schedulersToChoose();

struct RungCount {
  int resource = 0;  // epochs
  int trials = 0;    // at least so many reach it
};
struct ContenderPlan {
  int trialsPerRun = 1;
  int seedsComputed = 1;          // 1 for a contender without randomness
  std::vector<RungCount> rungs;   // of one run; empty: no rungs
  std::int64_t epochsPerRun = 0;  // that the rungs add up to; 0: one fit or pass
};
struct StudyPlan {
  int runs = 0;                           // tasks x contenders x seeds
  std::int64_t mostTrials = 0;            // without the runs that repeat another seed's
  std::vector<ContenderPlan> contenders;  // as in the study
};
StudyPlan planStudy(const StudySpec& spec);

}  // namespace touchstone
