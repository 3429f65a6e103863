#include "engine/contenders/catalogue.h"

#include "engine/search/registry.h"

namespace touchstone::contenders {

namespace {

using Rules = std::vector<OptionRule>;

Rules joined(Rules first, const Rules& second) {
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

// Of the contenders that try many configurations.
Rules searchOptions() {
  return {
      {"sampler", OptionKind::kWord, 0, 0, search::samplerNames(), "How configurations are drawn; random by default."},
      {"scheduler", OptionKind::kWord, 0, 0, search::schedulerNames(),
       "How trials are stopped early; asha (with promotion) by default."},
      {"eta", OptionKind::kWhole, 2, 16, {}, "ASHA's reduction factor, 3 by default."}};
}

Rules networkOptions() {
  return {{"backbone", OptionKind::kWord, 0, 0, {}, "The network: resnet1d, wrn-16-1, unet1d-small, ...; by modality."},
          {"mid", OptionKind::kWhole, 4, 512, {}, "First width of resnet1d; chosen by measurement without it."},
          {"kernel", OptionKind::kWhole, 1, 255, {}, "One kernel size for all convolutions, instead of the network's own."},
          {"dilation", OptionKind::kWhole, 1, 255, {}, "Of that kernel; 1 by default."},
          {"batch", OptionKind::kWhole, 1, 4096, {}, "Items of a training step."},
          {"epochs", OptionKind::kWhole, 1, 10'000, {}, "Of the (last) training; sized to the budget without it."},
          {"patience", OptionKind::kWhole, 1, 10'000, {}, "Epochs without a better validation value that end a trial."},
          {"augment",
           OptionKind::kWord,
           0,
           0,
           {"none", "turns"},
           "turns: reverse complements, or flips and quarter turns; tuned, or turns, without it."},
          {"label_smoothing", OptionKind::kReal, 0, 0.5, {}, "0.1 for images and 0 for sequences by default."},
          {"class_weights", OptionKind::kFlag, 0, 0, {}, "Weighs rare classes more, by 1 / share."},
          {"weight_averaging", OptionKind::kFlag, 0, 0, {}, "Predicts with a running average of the weights; true."},
          {"retrain_on",
           OptionKind::kWord,
           0,
           0,
           {"all", "train"},
           "all: the last training takes the validation items too; train: they choose its epoch."},
          {"precision", OptionKind::kWord, 0, 0, {"float32", "bf16"}, "Of the matrix products; float32 by default."},
          {"published", OptionKind::kFlag, 0, 0, {}, "The published variants where they differ in meaning."}};
}

Rules architectureOptions() {
  return {{"kernels", OptionKind::kList, 1, 255, {}, "Kernel sizes to choose from, odd."},
          {"dilations", OptionKind::kList, 1, 255, {}, "Dilations to choose from."},
          {"mixed_convolution", OptionKind::kWord, 0, 0, {"auto", "naive", "by-dilation", "fft", "taps"},
           "How mixtures are computed; auto measures it for every layer."},
          {"search_backbone", OptionKind::kWord, 0, 0, {}, "The network of the search; the narrow one by default."},
          {"search_epochs", OptionKind::kWhole, 1, 10'000, {}, "Of the architecture search; sized to the budget."},
          {"search_share", OptionKind::kReal, 0.01, 1.0, {}, "Share of the batches in an epoch of the search, 0.2."},
          {"grad_scale", OptionKind::kReal, 0, 100'000, {}, "Divisor of the architecture's gradients; by modality."},
          {"separable", OptionKind::kFlag, 0, 0, {}, "Depth-wise mixtures where channels stay as many; true."}};
}

std::vector<MethodCard> makeMethods() {
  const std::vector<Modality> series = {Modality::kTimeSeries};
  const std::vector<Modality> labelled = {Modality::kGenomics, Modality::kSatellite};
  return {
      {.method = "naive", .title = "naive", .family = Family::kReference, .modalities = series, .options = {}},
      {.method = "seasonal-naive",
       .title = "seasonal naive",
       .family = Family::kReference,
       .modalities = series,
       .options =
           {{"season", OptionKind::kWhole, 1, 100'000, {}, "Seasonal period in steps; without it the task's own."}}},
      {.method = "auto-ar",
       .title = "Auto-AR",
       .family = Family::kSupervised,
       .modalities = series,
       .options =
           {{"max_order", OptionKind::kWhole, 0, 4096, {}, "Largest lag order tried, 512 by default."},
            {"order", OptionKind::kWhole, 0, 4096, {}, "A fixed lag order instead of a choice."},
            {"difference", OptionKind::kWord, 0, 0, {"kpss", "0", "1", "2"}, "Differencing order, or the KPSS rule."}}},
      {.method = "dlinear",
       .title = "DLinear",
       .family = Family::kSupervised,
       .modalities = series,
       .needsTorch = true,
       .isSearched = true,
       .isRandom = true,
       .options = joined(searchOptions(),
                         {{"lookback", OptionKind::kWhole, 1, 8192, {}, "A fixed look-back instead of a search."}})},
      {.method = "linear",
       .title = "linear",
       .family = Family::kSupervised,
       .modalities = labelled,
       .options = {{"features",
                    OptionKind::kWord,
                    0,
                    0,
                    {"auto", "one-hot", "k-mers", "pixels"},
                    "What it sees; auto tries all."},
                   {"kmer_low", OptionKind::kWhole, 1, 8, {}, "Shortest k-mer counted, 1 and 3 are tried by default."},
                   {"kmer_high", OptionKind::kWhole, 1, 8, {}, "Longest k-mer counted, 6 by default."}}},
      {.method = "cnn",
       .title = "CNN",
       .family = Family::kSupervised,
       .modalities = labelled,
       .needsTorch = true,
       .isRandom = true,
       .options = networkOptions()},
      {.method = "cnn-tuned",
       .title = "CNN, tuned",
       .family = Family::kSupervised,
       .modalities = labelled,
       .needsTorch = true,
       .isSearched = true,
       .isRandom = true,
       .options = joined(searchOptions(), networkOptions())},
      {.method = "dasha",
       .title = "DASHA",
       .family = Family::kSupervised,
       .modalities = labelled,
       .needsTorch = true,
       .isSearched = true,
       .isRandom = true,
       .options = joined(searchOptions(), joined(networkOptions(), architectureOptions()))},
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
