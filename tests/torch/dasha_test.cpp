// The networks' contenders on made-up sequences: the supernet's mixture and gradients against formulas, sizes and decisions,
// a search cut into segments, a training that learns a motif, and what the stages hand on.
#include <torch/torch.h>

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

#include "engine/contenders/dasha/dasha.h"
#include "engine/contenders/dasha/stage_sizes.h"
#include "engine/contenders/dasha/trial_details.h"
#include "engine/nn/dash/supernet.h"
#include "torch/torch_support.h"

using namespace touchstone;
using namespace touchstone::contenders;
using touchstone::test::KeptPoints;

namespace {

constexpr int kLength = 24;

// One-hot letters held as they are.
class Letters final : public data::ExampleInputs {
 public:
  explicit Letters(std::vector<std::vector<int>> rows) : m_rows(std::move(rows)) {}
  data::InputShape shape() const override { return {4, 1, kLength, false}; }
  std::size_t count() const override { return m_rows.size(); }
  bool hasComplement() const override { return true; }
  Result<void> gather(std::span<const data::Pick> picks, std::span<float> out) const override {
    std::fill(out.begin(), out.end(), 0.0F);
    for (std::size_t i = 0; i < picks.size(); ++i) {
      for (int p = 0; p < kLength; ++p) {
        const int from = picks[i].turn == 0 ? p : kLength - 1 - p;
        const int letter = m_rows[picks[i].item][static_cast<std::size_t>(from)];
        const int turned = picks[i].turn == 0 ? letter : 3 - letter;
        out[i * 4 * kLength + static_cast<std::size_t>(turned * kLength + p)] = 1.0F;
      }
    }
    return {};
  }

 private:
  std::vector<std::vector<int>> m_rows;
};

// Class 1: an A somewhere with a C nine places after it in the middle of random letters without such a pair.
ExampleView motifView(int items, int validation, std::uint64_t seed) {
  base::RandomStream random({seed});
  std::vector<std::vector<int>> rows;
  data::Targets targets;
  targets.classes = {"without", "with"};
  for (int i = 0; i < items; ++i) {
    std::vector<int> row;
    for (int p = 0; p < kLength; ++p) {
      row.push_back(static_cast<int>(random.below(4)));
    }
    const bool has = i % 2 == 1;
    for (int p = 0; p + 9 < kLength; ++p) {
      if (row[static_cast<std::size_t>(p)] == 0 && row[static_cast<std::size_t>(p + 9)] == 1) {
        row[static_cast<std::size_t>(p + 9)] = 2;
      }
    }
    if (has) {
      const auto place = static_cast<std::size_t>(random.below(kLength - 9));
      row[place] = 0;
      row[place + 9] = 1;
    }
    targets.labels.push_back(has ? 1 : 0);
    rows.push_back(std::move(row));
  }
  ExampleView view;
  view.modality = Modality::kGenomics;
  view.inputs = std::make_shared<Letters>(std::move(rows));
  view.targets = std::move(targets);
  view.trainCount = static_cast<std::size_t>(items - validation);
  view.metric = "accuracy";
  return view;
}

ContenderSpec specOf(const char* method, Options options) {
  ContenderSpec spec;
  spec.name = method;
  spec.method = method;
  spec.options = std::move(options);
  return spec;
}

std::unique_ptr<Contender> contender(const char* method, Options options) {
  auto made = makeDasha(specOf(method, std::move(options)), "cpu");
  return made ? std::move(*made) : nullptr;
}

std::filesystem::path in(const QTemporaryDir& folder, const char* name) {
  return std::filesystem::path(folder.path().toStdString()) / name;
}

nn::Supernet smallNet(std::vector<int> kernels, std::vector<int> dilations) {
  nn::BackboneOptions options;
  options.name = "resnet1d";
  options.channels = 4;
  options.width = kLength;
  options.mid = 4;
  options.seed = 3;
  auto net = nn::makeSupernet(options, {std::move(kernels), std::move(dilations)}, true);
  return net ? *net : nn::Supernet{};
}

}  // namespace

class DashaTest : public QObject {
  Q_OBJECT

 private slots:
  void pairsThatCannotTouchAreLeftOut() {
    const nn::SearchPairs published{{3, 5, 7, 9}, {1, 3, 7, 15}};
    const nn::SearchPairs tile = nn::fittingPairs(published, 3, 3);
    QCOMPARE(tile.kernels, (std::vector<int>{3, 5}));
    QCOMPARE(tile.dilations, (std::vector<int>{1}));
    const nn::SearchPairs one = nn::fittingPairs(published, 1, 1);
    QCOMPARE(one.kernels, (std::vector<int>{3}));
    QCOMPARE(one.dilations, (std::vector<int>{1}));
    QCOMPARE(nn::fittingPairs(published, 64, 64).all().size(), std::size_t(16));
  }

  // 1.6: g / (scale (|g| + 1e-8)) + 1e-5 (d (k - 1) + 1).
  void architectureGradientsFollowTheRule() {
    nn::Supernet net = smallNet({3, 5}, {1, 3});
    QCOMPARE(net.layers.size(), std::size_t(9));
    const std::vector<double> given = {0.3, -0.1, 0.2, 0.4};
    const double norm = std::sqrt(0.09 + 0.01 + 0.04 + 0.16);
    for (const double scale : {100.0, 0.0}) {
      for (const auto& layer : net.layers) {
        layer->alpha().mutable_grad() = torch::tensor(given, torch::kFloat32);
      }
      nn::scaleAlphaGradients(net, scale, false);
      const std::vector<int> fields = {3, 7, 5, 13};  // k 3 d 1, k 3 d 3, k 5 d 1, k 5 d 3
      for (std::size_t i = 0; i < given.size(); ++i) {
        const double scaled = scale > 0.0 ? given[i] / (scale * (norm + 1e-8)) : given[i];
        const double got = net.layers[4]->alpha().grad()[static_cast<std::int64_t>(i)].item<double>();
        QVERIFY(std::abs(got - (scaled + 1e-5 * fields[i])) < 1e-7);
      }
    }
    net.layers[0]->alpha().mutable_grad() = torch::zeros({4});
    nn::scaleAlphaGradients(net, 0.0, true);
    QVERIFY(std::abs(net.layers[0]->alpha().grad()[2].item<double>() - 1e-5 * 10 * 5) < 1e-9);
  }

  void noiseIsFreshAndRepeatable() {
    nn::Supernet net = smallNet({3, 5}, {1, 3});
    const at::Tensor x = torch::rand({2, 4, kLength});
    const torch::NoGradGuard noGradient;
    nn::MixedLayer& layer = *net.layers[0];
    net.seedNoise(7);
    const at::Tensor first = layer.forward(x), second = layer.forward(x);
    QVERIFY(!torch::equal(first, second));
    net.seedNoise(7);
    QVERIFY(torch::equal(layer.forward(x), first));
    net.muteNoise();
    QVERIFY(torch::equal(layer.forward(x), layer.forward(x)));
  }

  // Gumbel-softmax: the mean of the largest share's index follows softmax(alpha).
  void theMixtureFollowsTheArchitecture() {
    nn::Supernet net = smallNet({3, 5}, {1});
    {
      const torch::NoGradGuard noGradient;
      net.layers[0]->alpha().copy_(torch::tensor({std::log(0.8F), std::log(0.2F)}));
    }
    const auto shares = net.layers[0]->probabilities();
    QVERIFY(std::abs(shares[0] - 0.8) < 1e-6 && std::abs(shares[1] - 0.2) < 1e-6);
    QCOMPARE(net.layers[0]->chosenIndex(), std::size_t(0));
  }

  void sizesComeBackAsTheyWere() {
    StageSizes sizes;
    sizes.backbone = "resnet1d";
    sizes.mid = 24;
    sizes.batch = 96;
    sizes.epochs = 17;
    sizes.trials = 5;
    sizes.resource = 9;
    sizes.kernels = {3, 7};
    sizes.dilations = {1, 5};
    sizes.methods = {"taps", "fft"};
    sizes.stepSeconds = 0.125;
    const auto back = stageSizesFrom(toJson(sizes));
    QVERIFY(back.ok());
    QCOMPARE(toJson(*back), toJson(sizes));
    QVERIFY(stageSizesFrom("{\"backbone\":1}").error().code == ErrorCode::kBadInput);
    QVERIFY(stageSizesFrom("nonsense").error().code == ErrorCode::kBadInput);
  }

  void receptiveFieldsMultiplyByStrides() {
    std::vector<nn::ConvPlace> places(3);
    places[1].stride = 2;
    QCOMPARE(receptiveField(places, {{3, 1}, {5, 3}, {3, 1}}), 1 + 2 + 12 + 2 * 2);
  }

  void stagesOfEachMethod() {
    const ExampleView view = motifView(120, 20, 1);
    const BudgetSpec budget{.trials = 4, .resource = 3};
    const auto names = [&](const char* method, Options options) {
      const auto made = contender(method, std::move(options));
      std::vector<std::string> stages;
      std::vector<StageResult> earlier;
      while (true) {
        const auto plan = made->plan(TaskView(view), budget, earlier, "", {});
        if (!plan || !*plan) {
          break;
        }
        stages.push_back((*plan)->stage);
        const auto again = made->plan(TaskView(view), budget, earlier, (*plan)->decisionJson, {});
        if (!again || (*again)->decisionJson != (*plan)->decisionJson) {
          stages.push_back("another plan");
        }
        StageResult result;
        result.decisionJson = (*plan)->decisionJson;
        result.detailsJson = "{\"chosen\":[]}";
        earlier.push_back(result);
      }
      return stages;
    };
    QCOMPARE(names("cnn", {{"mid", std::int64_t{4}}}), (std::vector<std::string>{""}));
    QCOMPARE(names("cnn-tuned", {{"mid", std::int64_t{4}}}), (std::vector<std::string>{"tuning", "retraining"}));
    const std::vector<std::string> whole = {"architecture search", "tuning", "retraining"};
    QCOMPARE(names("dasha", {{"mid", std::int64_t{4}}}), whole);
    const auto chosen = names("dasha", {{"mid", std::int64_t{4}}, {"backbone", std::string("choose")}});
    QCOMPARE(chosen.size(), std::size_t(4));
    QCOMPARE(chosen.front(), std::string("backbone choice"));
  }

  void aSearchCutIntoSegmentsIsTheSame() {
    const TaskView view = motifView(96, 24, 2);
    const auto dasha = contender("dasha", {{"mid", std::int64_t{4}},
                                           {"kernels", std::vector<double>{3, 5}},
                                           {"dilations", std::vector<double>{1, 3}},
                                           {"batch", std::int64_t{24}},
                                           {"search_share", 1.0},
                                           {"search_epochs", std::int64_t{4}}});
    const auto plan = dasha->plan(view, BudgetSpec{.trials = 2, .resource = 2}, {}, "", {});
    QVERIFY2(plan.ok(), plan.ok() ? "" : plan.error().text().c_str());
    QCOMPARE((*plan)->resourcePerTrial, 4);
    const QTemporaryDir folder;
    Segment whole;
    whole.seed = 5;
    whole.toResource = 4;
    whole.decisionJson = (*plan)->decisionJson;
    whole.checkpointOut = in(folder, "whole");
    KeptPoints once, cut;
    const auto end = dasha->runSegment(view, whole, once, {});
    QVERIFY2(end.ok(), end.ok() ? "" : end.error().text().c_str());
    Segment first = whole, second = whole;
    first.toResource = 2;
    first.checkpointOut = second.checkpointIn = in(folder, "first");
    second.fromResource = 2;
    second.checkpointOut = in(folder, "second");
    QVERIFY(dasha->runSegment(view, first, cut, {}).ok());
    const auto resumed = dasha->runSegment(view, second, cut, {});
    QVERIFY2(resumed.ok(), resumed.ok() ? "" : resumed.error().text().c_str());
    QCOMPARE(cut.of("train loss"), once.of("train loss"));
    QCOMPARE(cut.of("validation accuracy"), once.of("validation accuracy"));
    QCOMPARE(resumed->value, end->value);
    const auto details = nlohmann::json::parse(resumed->detailsJson);
    QCOMPARE(details.at("epochs").get<std::vector<int>>(), (std::vector<int>{3, 4}));
    QCOMPARE(details.at("layers").size(), std::size_t(9));
    QCOMPARE(details.at("probabilities").at(1), nlohmann::json::parse(end->detailsJson).at("probabilities").at(3));
    QCOMPARE(choicesFrom(resumed->detailsJson)->size(), std::size_t(9));
  }

  void aTrainingLearnsTheMotif() {
    const ExampleView view = motifView(700, 100, 3);
    const auto cnn = contender("cnn", {{"mid", std::int64_t{16}}, {"batch", std::int64_t{32}}, {"epochs", std::int64_t{14}}});
    const auto plan = cnn->plan(TaskView(view), BudgetSpec{}, {}, "", {});
    QVERIFY(plan.ok());
    const QTemporaryDir folder;
    Segment segment;
    segment.seed = 9;
    segment.toResource = (*plan)->resourcePerTrial;
    segment.decisionJson = (*plan)->decisionJson;
    segment.checkpointOut = segment.checkpointIn = in(folder, "trained");
    KeptPoints points;
    const auto done = cnn->runSegment(TaskView(view), segment, points, {});
    QVERIFY2(done.ok(), done.ok() ? "" : done.error().text().c_str());
    QVERIFY2(done->value > 0.9, qPrintable(QString::number(done->value)));
    // What predicts is what was validated best.
    const auto predictor = cnn->predictor(TaskView(view), segment, {});
    QVERIFY2(predictor.ok(), predictor.ok() ? "" : predictor.error().text().c_str());
    const auto& classifier = *std::get<std::shared_ptr<const Classifier>>(*predictor);
    std::vector<std::uint32_t> items;
    for (std::uint32_t i = 600; i < 700; ++i) {
      items.push_back(i);
    }
    std::vector<float> scores(items.size() * 2);
    QVERIFY(classifier.classify(*view.inputs, items, {}, scores).ok());
    int right = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
      right += (scores[2 * i + 1] > scores[2 * i]) == (view.targets.labels[items[i]] == 1) ? 1 : 0;
    }
    QCOMPARE(right / 100.0, done->value);
  }

  void badOptionsAreToldApart() {
    const auto error = [](Options options) { return makeDasha(specOf("dasha", std::move(options)), "cpu"); };
    QVERIFY(error({{"kernels", std::vector<double>{4}}}).error().message.find("odd") != std::string::npos);
    QVERIFY(error({{"kernels", std::vector<double>{3, 3}}}).error().code == ErrorCode::kBadInput);
    QVERIFY(error({{"backbone", std::string("resnet-9000")}}).error().code == ErrorCode::kBadInput);
    QVERIFY(error({{"dilations", std::vector<double>{1.5}}}).error().code == ErrorCode::kBadInput);
  }

  void aStoppedTrainingComesBackSoon() {
    const TaskView view = motifView(2000, 200, 4);
    const auto cnn = contender("cnn", {{"mid", std::int64_t{64}}, {"epochs", std::int64_t{1000}}});
    const auto plan = cnn->plan(view, BudgetSpec{}, {}, "", {});
    Segment segment;
    segment.toResource = 1000;
    segment.decisionJson = (*plan)->decisionJson;
    base::CancelToken token;
    struct Canceller : PointSink {
      base::CancelToken* token = nullptr;
      void point(std::string_view, std::int64_t, double) override { token->cancel(); }
    } sink;
    sink.token = &token;
    const auto done = cnn->runSegment(view, segment, sink, token);
    QVERIFY(!done.ok() && done.error().code == ErrorCode::kCancelled);
  }
};

QTEST_GUILESS_MAIN(DashaTest)
#include "dasha_test.moc"
