#include "engine/contenders/linear/linear.h"

#include <nlohmann/json.hpp>

#include "engine/contenders/linear/linear_model_file.h"
#include "engine/contenders/linear/linear_search.h"

namespace touchstone::contenders {

namespace {

class LinearClassifier final : public Classifier {
 public:
  explicit LinearClassifier(LinearModel model) : m_model(std::move(model)) {}

  Result<void> classify(const data::ExampleInputs& inputs, std::span<const std::uint32_t> items,
                        const base::CancelToken& token, std::span<float> out) const override {
    return contenders::classify(m_model, inputs, items, token, out);
  }

 private:
  const LinearModel m_model;
};

Error wrongTask() {
  return {ErrorCode::kInternal, "This contender takes labelled examples; the task has none.", "linear"};
}

std::string detailsOf(const LinearChoice& choice, std::size_t parameters) {
  nlohmann::ordered_json steps = nlohmann::ordered_json::array();
  for (const LinearStep& step : choice.steps) {
    steps.push_back({{"features", toText(choice.features[step.features])},
                     {"strength", step.strength},
                     {"value", step.value},
                     {"cross_entropy", step.crossEntropy}});
  }
  return nlohmann::ordered_json({{"kind", "linear"},
                                 {"features", toText(choice.model.maker.spec())},
                                 {"columns", choice.model.maker.columns()},
                                 {"strength", choice.model.strength},
                                 {"parameters", parameters},
                                 {"converged", choice.isConverged},
                                 {"fits", std::move(steps)}})
      .dump();
}

class Linear final : public Contender {
 public:
  explicit Linear(LinearOptions options) : m_options(std::move(options)) {}

  bool isRandom() const override { return false; }

  Result<std::optional<SearchPlan>> plan(const TaskView&, const BudgetSpec&, std::span<const StageResult> earlier,
                                         const std::string&, const base::CancelToken&) const override {
    SearchPlan plan;
    plan.resourceUnit = "fit";
    return earlier.empty() ? std::optional(plan) : std::nullopt;
  }

  Result<SegmentOutcome> runSegment(const TaskView& task, const Segment& segment, PointSink& sink,
                                    const base::CancelToken& token) const override {
    const auto* view = std::get_if<ExampleView>(&task);
    if (view == nullptr) {
      return wrongTask();
    }
    std::int64_t fits = 0;
    const auto step = [&](const LinearStep& done) { sink.point("validation " + view->metric, ++fits, done.value); };
    const auto choice = chooseLinear(*view, m_options, step, token);
    if (!choice) {
      return choice.error();
    }
    if (auto written = writeLinearModel(segment.checkpointOut, choice->model); !written) {
      return written.error();
    }
    SegmentOutcome outcome;
    outcome.value = choice->steps[choice->best].value;
    outcome.reachedResource = 1;
    outcome.isFinished = true;
    outcome.trainedParameters = static_cast<std::int64_t>(choice->model.weights.parameters());
    outcome.detailsJson = detailsOf(*choice, choice->model.weights.parameters());
    return outcome;
  }

  Result<Predictor> predictor(const TaskView&, const Segment& winner, const base::CancelToken&) const override {
    auto model = readLinearModel(winner.checkpointIn);
    if (!model) {
      return model.error();
    }
    return Predictor(std::make_shared<const LinearClassifier>(std::move(*model)));
  }

 private:
  const LinearOptions m_options;
};

std::int64_t wholeOr(const ContenderSpec& spec, const char* key, std::int64_t otherwise) {
  const auto found = spec.options.find(key);
  const auto* value = found != spec.options.end() ? std::get_if<std::int64_t>(&found->second) : nullptr;
  return value != nullptr ? *value : otherwise;
}

std::string wordOr(const ContenderSpec& spec, const char* key, const char* otherwise) {
  const auto found = spec.options.find(key);
  const auto* value = found != spec.options.end() ? std::get_if<std::string>(&found->second) : nullptr;
  return value != nullptr ? *value : std::string(otherwise);
}

std::vector<FeatureSpec> kmerSpecs(int shortest, int longest) {
  std::vector<FeatureSpec> specs;
  for (const bool isTfIdf : {false, true}) {
    specs.push_back({FeatureKind::kKmers, shortest, longest, false, isTfIdf});
  }
  return specs;
}

}  // namespace

Result<std::unique_ptr<Contender>> makeLinear(const ContenderSpec& spec) {
  LinearOptions options;
  const std::string features = wordOr(spec, "features", "auto");
  const bool hasLengths = spec.options.contains("kmer_low") || spec.options.contains("kmer_high");
  const auto longest = static_cast<int>(wholeOr(spec, "kmer_high", 6));
  const auto shortest = static_cast<int>(wholeOr(spec, "kmer_low", std::min(3, longest)));
  if (shortest > longest) {
    return Error{ErrorCode::kBadInput, "The option `kmer_low` must not be larger than `kmer_high`.",
                 "contender " + spec.name};
  }
  if (hasLengths && features != "k-mers") {
    return Error{ErrorCode::kBadInput, "The options `kmer_low` and `kmer_high` need features = \"k-mers\".",
                 "contender " + spec.name};
  }
  if (features == "one-hot") {
    options.features = {{FeatureKind::kOneHot}};
  } else if (features == "k-mers") {
    options.features = kmerSpecs(shortest, longest);
  } else if (features == "pixels") {
    options.features = {{FeatureKind::kPixels}};
  }
  return std::unique_ptr<Contender>(std::make_unique<Linear>(std::move(options)));
}

}  // namespace touchstone::contenders
