#include "engine/api/study_plan.h"

#include <algorithm>

#include "engine/contenders/catalogue.h"
#include "engine/contenders/model_catalogue.h"
#include "engine/data/metrics.h"
#include "engine/exec/study_cells.h"
#include "engine/search/registry.h"

namespace touchstone {

namespace fs = std::filesystem;

namespace {

void addModel(ContenderCard& card, const contenders::ModelCard& model) {
  card.parameters = model.parameters;
  card.pretraining = model.pretraining;
  card.licence = model.licence;
  card.leakage = model.leakage;
  const auto weights = contenders::locateWeights(model);
  if (!weights) {
    card.missing = weights.error().message;
    return;
  }
  std::error_code ignored;
  const auto size = fs::file_size(*weights, ignored);
  card.sizeBytes = ignored ? 0 : static_cast<std::int64_t>(size);
}

ContenderCard cardOf(const contenders::MethodCard& method) {
  ContenderCard card;
  card.spec.name = method.title;
  card.spec.method = method.method;
  card.family = method.family;
  card.modalities = method.modalities;
  card.isSearched = method.isSearched;
  card.isRandom = method.isRandom;
  return card;
}

template <typename Value>
Value optionOr(const ContenderSpec& spec, const char* key, Value otherwise) {
  const auto found = spec.options.find(key);
  const auto* value = found != spec.options.end() ? std::get_if<Value>(&found->second) : nullptr;
  return value != nullptr ? *value : otherwise;
}

ContenderPlan planContender(const ContenderSpec& spec, const BudgetSpec& budget, int seeds) {
  ContenderPlan plan;
  const contenders::MethodCard* method = contenders::findMethod(spec.method);
  if (method == nullptr) {
    return plan;
  }
  plan.seedsComputed = method->isRandom ? seeds : 1;
  if (!method->isSearched) {
    return plan;
  }
  plan.trialsPerRun = budget.trials;
  const auto eta = static_cast<int>(optionOr<std::int64_t>(spec, kReductionOption, 3));
  const bool isHalved = optionOr<std::string>(spec, kSchedulerOption, "asha") != "none";
  std::vector<search::RungShare> shares = {{budget.resource, budget.trials}};
  if (isHalved) {
    shares = search::rungShares(budget.trials, {1, budget.resource, eta});
  }
  int before = 0;
  for (const search::RungShare& share : shares) {
    plan.rungs.push_back({share.resource, share.trials});
    plan.epochsPerRun += static_cast<std::int64_t>(share.trials) * (share.resource - before);
    before = share.resource;
  }
  return plan;
}

}  // namespace

std::vector<ContenderCard> contenderCards() {
  std::vector<ContenderCard> cards;
  const auto models = contenders::readModelCatalogue();
  for (const contenders::MethodCard& method : contenders::methods()) {
    if (!method.needsModel) {
      cards.push_back(cardOf(method));
      continue;
    }
    for (const contenders::ModelCard& model : models ? *models : std::vector<contenders::ModelCard>{}) {
      for (const std::string& adapt : contenders::adaptNames()) {
        ContenderCard card = cardOf(method);
        card.spec.name = model.title + " " + adapt;
        card.spec.model = model.name;
        card.spec.adapt = adapt;
        addModel(card, model);
        cards.push_back(std::move(card));
      }
    }
  }
  return cards;
}

ContenderCard contenderCard(const ContenderSpec& spec, const fs::path& folder) {
  const contenders::MethodCard* method = contenders::findMethod(spec.method);
  ContenderCard card = method != nullptr ? cardOf(*method) : ContenderCard{};
  card.spec = spec;
  if (method == nullptr) {
    card.missing = "There is no method \"" + spec.method + "\" in this build.";
  } else if (method->needsModel) {
    const auto model = contenders::findModel(spec.model, folder);
    model ? addModel(card, *model) : void(card.missing = model.error().message);
  }
  return card;
}

std::string leakageNote(const ContenderCard& card, const std::string& dataFile) {
  return contenders::leakageFor(card.leakage, dataFile);
}

std::vector<MetricInfo> metricsOf(Modality modality) {
  std::vector<MetricInfo> list;
  for (const std::string& name : data::metricNames(modality)) {
    const data::MetricCard* card = data::findMetric(name);
    list.push_back({card->name, card->title, card->formula, card->lowerIsBetter});
  }
  return list;
}

std::vector<std::string> schedulersToChoose() {
  return search::schedulerNames();
}

StudyPlan planStudy(const StudySpec& spec) {
  StudyPlan plan;
  const auto seeds = static_cast<int>(spec.seeds.size());
  plan.runs = static_cast<int>(exec::cellsOf(spec).size());
  for (const ContenderSpec& contender : spec.contenders) {
    const auto tasks = std::count_if(spec.tasks.begin(), spec.tasks.end(),
                                     [&](const TaskSpec& task) { return exec::canTake(contender, task); });
    plan.contenders.push_back(planContender(contender, spec.budget, seeds));
    const ContenderPlan& own = plan.contenders.back();
    plan.mostTrials += tasks * own.seedsComputed * own.trialsPerRun;
  }
  return plan;
}

}  // namespace touchstone
