#include "engine/search/registry.h"

#include <algorithm>
#include <utility>

#include "engine/base/text.h"
#include "engine/search/asha_promotion.h"
#include "engine/search/asha_stopping.h"
#include "engine/search/no_scheduler.h"
#include "engine/search/random_sampler.h"
#include "engine/search/tpe_sampler.h"

namespace touchstone::search {

namespace {

struct SamplerEntry {
  const char* name;
  std::unique_ptr<Sampler> (*make)(const Space& space, std::uint64_t seed);
};

struct SchedulerEntry {
  const char* name;
  std::unique_ptr<Scheduler> (*make)(const RungOptions& options);
};

std::unique_ptr<Sampler> makeTpe(const Space& space, std::uint64_t seed, bool isMultivariate) {
  TpeOptions options;
  options.isMultivariate = isMultivariate;
  return std::make_unique<TpeSampler>(space, seed, options);
}

const std::vector<SamplerEntry>& samplers() {
  static const std::vector<SamplerEntry> kEntries{
      {"random",
       [](const Space& space, std::uint64_t seed) -> std::unique_ptr<Sampler> {
         return std::make_unique<RandomSampler>(space, seed);
       }},
      {"tpe", [](const Space& space, std::uint64_t seed) { return makeTpe(space, seed, true); }},
      {"tpe-univariate", [](const Space& space, std::uint64_t seed) { return makeTpe(space, seed, false); }},
      {"tpe-hyperopt",
       [](const Space& space, std::uint64_t seed) -> std::unique_ptr<Sampler> {
         return std::make_unique<TpeSampler>(space, seed, TpeOptions::hyperopt());
       }},
  };
  return kEntries;
}

const std::vector<SchedulerEntry>& schedulers() {
  static const std::vector<SchedulerEntry> kEntries{
      {"none",
       [](const RungOptions& options) -> std::unique_ptr<Scheduler> {
         return std::make_unique<NoScheduler>(options.maxResource, options.step);
       }},
      {"asha",
       [](const RungOptions& options) -> std::unique_ptr<Scheduler> {
         return std::make_unique<AshaPromotion>(options);
       }},
      {"asha-stopping",
       [](const RungOptions& options) -> std::unique_ptr<Scheduler> {
         return std::make_unique<AshaStopping>(options);
       }},
  };
  return kEntries;
}

template <typename Entry>
std::vector<std::string> namesOf(const std::vector<Entry>& entries) {
  std::vector<std::string> names;
  names.reserve(entries.size());
  for (const Entry& entry : entries) {
    names.emplace_back(entry.name);
  }
  return names;
}

template <typename Entry>
Result<const Entry*> find(const std::vector<Entry>& entries, std::string_view name, const char* what) {
  const auto found =
      std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.name == name; });
  if (found != entries.end()) {
    return &*found;
  }
  const std::vector<std::string> names = namesOf(entries);
  std::string message = std::string("Unknown ").append(what).append(" `").append(name).append("`");
  message.append(base::didYouMean(name, names)).append(" Known: ").append(base::joinWords(names, "and")).append(".");
  return Error{ErrorCode::kBadInput, std::move(message), {}};
}

}  // namespace

std::vector<std::string> samplerNames() {
  return namesOf(samplers());
}

std::vector<std::string> schedulerNames() {
  return namesOf(schedulers());
}

Result<void> check(const RungOptions& options) {
  const auto bad = [](const char* message) { return Error{ErrorCode::kBadInput, message, {}}; };
  if (options.minResource < 1) {
    return bad("The first rung must be at one epoch or more.");
  }
  if (options.maxResource < options.minResource) {
    return bad("The first rung lies above the resource of a trial. Lower it, or give trials more.");
  }
  if (options.reductionFactor < 2) {
    return bad("The reduction factor must be 2 or more: one in so many trials goes on.");
  }
  return {};
}

Result<std::unique_ptr<Sampler>> makeSampler(std::string_view name, const Space& space, std::uint64_t seed) {
  const auto entry = find(samplers(), name, "sampler");
  if (!entry) {
    return entry.error();
  }
  if (const auto result = check(space); !result) {
    return result.error();
  }
  return (*entry)->make(space, seed);
}

Result<std::unique_ptr<Scheduler>> makeScheduler(std::string_view name, const RungOptions& options) {
  const auto entry = find(schedulers(), name, "scheduler");
  if (!entry) {
    return entry.error();
  }
  if (const auto result = check(options); !result) {
    return result.error();
  }
  return (*entry)->make(options);
}

}  // namespace touchstone::search
