// The options of the contenders `cnn`, `cnn-tuned` and `dasha`: one family of networks, of which the first is trained as it
// is, the second is tuned, and the third is searched, tuned and retrained.
// Defaults are those of a clean repeat of the published method; `published = true` switches to the released variants where
// they differ in meaning: ASHA by stopping with factor 2, causal 1D convolutions, the published space and schedule.
// Thread: value types. Errors: kBadInput for what the catalogue's rules cannot say.
#pragma once

#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

enum class StageKind { kBackboneChoice, kSearch, kTuning, kTraining };

struct CnnSettings {
  std::string name;    // of the contender, for messages
  std::string method;  // cnn, cnn-tuned, dasha
  std::vector<StageKind> stages;

  std::string backbone;                 // empty: by modality; "choose": the first stage's winner
  std::string searchBackbone;           // empty: the narrow one of the same kind
  std::vector<int> kernels, dilations;  // empty: by modality
  int kernel = 0, dilation = 1;        // of all convolutions where nothing is searched; 0: the backbone's own
  int mid = 0;                          // channels of resnet1d; 0: by measurement
  int batch = 0;                        // 0: by modality and number of items
  int searchEpochs = 0;                 // 0: by the budget
  int epochs = 0;                       // of the last training; 0: by the budget
  int patience = 0;                     // epochs without a better value that end a trial; 0: never
  double searchShare = 0.2;             // of the batches that a search epoch visits
  double gradScale = 0.0;               // 0: by modality
  std::string mixMethod = "auto";      // how mixtures are computed: measured, or one of nn::MixMethod's words
  bool isSeparable = true;              // depth-wise mixtures during the search
  bool isPublished = false;
  std::string augment;      // "none", "turns"; empty: tuned, or turns where symmetric
  double smoothing = -1.0;  // of labels; negative: by modality
  bool hasClassWeights = false;
  bool hasAveraging = true;           // an exponential average of the weights is what predicts
  std::string retrainOn = "all";      // "train": validation chooses the epoch; "all": training and validation items
  std::string precision = "float32";  // "bf16": matrix products in 16 bits
  std::string device = "cpu";
};

Result<CnnSettings> readCnnSettings(const ContenderSpec& spec, const std::string& device);

const char* stageName(StageKind kind);  // "architecture search", ...; "" for the only stage of `cnn`

}  // namespace touchstone::contenders
