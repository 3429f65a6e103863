#include "engine/contenders/catalogue.h"

#include "engine/search/registry.h"

namespace touchstone::contenders {

namespace {

std::vector<MethodCard> makeMethods() {
  const std::vector<Modality> series = {Modality::kTimeSeries};
  return {
      {.method = "naive", .title = "naive", .family = Family::kReference, .modalities = series, .options = {}},
      {.method = "seasonal-naive",
       .title = "seasonal naive",
       .family = Family::kReference,
       .modalities = series,
       .options = {{"season", OptionKind::kWhole, 1, 100'000, {}, "Seasonal period in steps; without it the task's own."}}},
      {.method = "auto-ar",
       .title = "Auto-AR",
       .family = Family::kSupervised,
       .modalities = series,
       .options = {{"max_order", OptionKind::kWhole, 0, 4096, {}, "Largest lag order tried, 512 by default."},
                   {"order", OptionKind::kWhole, 0, 4096, {}, "A fixed lag order instead of a choice."},
                   {"difference", OptionKind::kWord, 0, 0, {"kpss", "0", "1", "2"}, "Differencing order, or the KPSS rule."}}},
      {.method = "dlinear",
       .title = "DLinear",
       .family = Family::kSupervised,
       .modalities = series,
       .needsTorch = true,
       .isSearched = true,
       .isRandom = true,
       .options = {{"sampler", OptionKind::kWord, 0, 0, search::samplerNames(), "How configurations are drawn; random by default."},
                   {"scheduler", OptionKind::kWord, 0, 0, search::schedulerNames(),
                    "How trials are stopped early; asha (with promotion) by default."},
                   {"eta", OptionKind::kWhole, 2, 16, {}, "ASHA's reduction factor, 3 by default."},
                   {"lookback", OptionKind::kWhole, 1, 8192, {}, "A fixed look-back instead of a search."}}},
      {.method = "foundation",
       .title = "",
       .family = Family::kFoundation,
       .modalities = series,
       .needsTorch = true,
       .needsModel = true,
       .options = {{"context", OptionKind::kWhole, 8, 65'536, {}, "Values before each forecast that the model sees."}}},
  };
}

}  // namespace

std::span<const MethodCard> methods() {
  static const std::vector<MethodCard> cards = makeMethods();
  return cards;
}

const MethodCard* findMethod(const std::string& method) {
  for (const MethodCard& card : methods()) {
    if (card.method == method) {
      return &card;
    }
  }
  return nullptr;
}

std::vector<std::string> methodNames() {
  std::vector<std::string> names;
  for (const MethodCard& card : methods()) {
    names.push_back(card.method);
  }
  return names;
}

std::vector<std::string> adaptNames() {
  return {"zero-shot"};
}

}  // namespace touchstone::contenders
