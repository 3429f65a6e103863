// The workflow of the linear contender on small made-up tasks of every kind, and its checkpoint.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/linear/linear_search.h"

#include "engine/contenders/linear/linear_model_file.h"
#include "engine/data/examples/class_metrics.h"
#include "unit/contenders/linear_support.h"

#include <QObject>
#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

// Sequences of noise; those of class 1 have a motif at a random place, on either strand.
struct Motifs {
  std::vector<std::string> texts;
  data::Targets targets{data::TargetKind::kClass, {"without", "with"}, {}, {}, {}, 0};

  Motifs(std::size_t count, std::uint64_t seed) {
    base::RandomStream random({seed, 1});
    for (std::size_t i = 0; i < count; ++i) {
      std::string text;
      for (int x = 0; x < 60; ++x) {
        text += "ACGT"[random.below(4)];
      }
      const bool has = random.uniform() < 0.5;
      if (has) {
        text.replace(static_cast<std::size_t>(random.below(54)), 6, random.uniform() < 0.5 ? "TGACTC" : "GAGTCA");
      }
      texts.push_back(text);
      targets.labels.push_back(has ? 1 : 0);
    }
  }
};

double metricOf(const LinearModel& model, const data::ExampleInputs& inputs, const data::Targets& targets,
                const char* metric) {
  const auto items = testing::firstItems(inputs.count());
  const std::size_t pixels = targets.kind == data::TargetKind::kMask ? targets.maskPixels : 1;
  std::vector<float> out(items.size() * targets.classCount() * pixels);
  if (!classify(model, inputs, items, {}, out).ok()) {
    return -1.0;
  }
  const auto value = data::classMetric(metric, {targets, out});
  return value.ok() ? *value : -1.0;
}

}  // namespace

class LinearSearchTest : public QObject {
  Q_OBJECT

 private slots:
  void findsMotifs();
  void pathsAndChoice();
  void pixelsAndBands();
  void labels();
  void masks();
  void refits();
  void undefinedMetric();
  void cancelled();
  void checkpoints_data();
  void checkpoints();
  void damagedCheckpoints();
};

// k-mers know a motif anywhere; one-hot does not.
void LinearSearchTest::findsMotifs() {
  const Motifs seen(600, 1), unseen(300, 2);
  const testing::SequenceInputs inputs(seen.texts), others(unseen.texts);
  const auto choice = chooseLinear(testing::viewOf(inputs, seen.targets, 450, "mcc"), {}, {}, {});
  QVERIFY(choice.ok() && choice->isConverged);
  QCOMPARE(choice->features.size(), std::size_t{4});
  const FeatureSpec& chosen = choice->features[choice->steps[choice->best].features];
  QVERIFY(chosen.kind == FeatureKind::kKmers);
  QVERIFY(choice->model.maker.spec() == chosen);
  QVERIFY(metricOf(choice->model, others, unseen.targets, "mcc") > 0.6);
  const auto hot = fitLinear(inputs, seen.targets, testing::firstItems(600), {FeatureKind::kOneHot}, 0.1, {});
  QVERIFY(hot.ok() && metricOf(*hot, others, unseen.targets, "mcc") < 0.3);
}

void LinearSearchTest::pathsAndChoice() {
  const Motifs seen(300, 3);
  const testing::SequenceInputs inputs(seen.texts);
  for (const bool isLower : {false, true}) {
    std::vector<LinearStep> told;
    const ExampleView task = testing::viewOf(inputs, seen.targets, 200, isLower ? "cross-entropy" : "auroc", isLower);
    const auto choice = chooseLinear(task, {}, [&](const LinearStep& step) { told.push_back(step); }, {});
    QVERIFY(choice.ok());
    QCOMPARE(told.size(), choice->steps.size());
    std::vector<std::size_t> ofKind;  // the least cross-entropy of each kind
    for (std::size_t i = 0; i < told.size(); ++i) {
      QCOMPARE(told[i].value, choice->steps[i].value);
      const bool isNew = i == 0 || told[i].features != told[i - 1].features;
      QVERIFY(isNew || told[i].strength > told[i - 1].strength);
      QVERIFY(!isLower || told[i].value == told[i].crossEntropy);
      if (isNew) {
        ofKind.push_back(i);
      }
      ofKind.back() = told[i].crossEntropy < told[ofKind.back()].crossEntropy ? i : ofKind.back();
      QVERIFY(i - ofKind.back() <= 2);  // then the path ends
    }
    QCOMPARE(ofKind.size(), choice->features.size());
    std::size_t best = ofKind.front();
    for (const std::size_t i : ofKind) {
      best = (isLower ? told[i].value < told[best].value : told[i].value > told[best].value) ? i : best;
    }
    QCOMPARE(choice->best, best);
    QCOMPARE(choice->model.strength, told[best].strength);
    // The value of a step is that of its model: fitted on the training items, scored on the validation items.
    const auto again = fitLinear(inputs, seen.targets, testing::firstItems(200), choice->features[told[best].features],
                                 told[best].strength, {});
    std::vector<float> out(100 * 2);
    QVERIFY(classify(*again, inputs, testing::firstItems(100, 200), {}, out).ok());
    const data::Targets truth = seen.targets.select(testing::firstItems(100, 200));
    QVERIFY(std::abs(*data::classMetric(task.metric, {truth, out}) - told[best].value) < 2e-3);
  }
  LinearOptions options;
  options.features = {{FeatureKind::kOneHot}};
  options.strengths = {0.5};
  const auto single = chooseLinear(testing::viewOf(inputs, seen.targets, 200, "accuracy"), options, {}, {});
  QCOMPARE(single->steps.size(), std::size_t{1});
  QCOMPARE(single->model.strength, 0.5);
}

void LinearSearchTest::pixelsAndBands() {
  std::vector<float> values = testing::randomValues(200 * 16 * 2, 5);
  data::Targets targets{data::TargetKind::kClass, testing::someNames(3), {}, {}, {}, 0};
  for (std::size_t i = 0; i < 200; ++i) {
    targets.labels.push_back(static_cast<std::int32_t>(i % 3));
    for (std::size_t j = 0; j < 32; ++j) {  // class 0: rough; class 1: a bright corner
      values[i * 32 + j] *= i % 3 == 0 ? 2.0f : 1.0f;
      values[i * 32 + j] += i % 3 == 1 && j < 4 ? 2.0f : 0.0f;
    }
  }
  const testing::ImageInputs inputs(2, 4, 4, values);
  const auto choice = chooseLinear(testing::viewOf(inputs, targets, 140, "accuracy"), {}, {}, {});
  QVERIFY(choice.ok());
  QVERIFY(choice->model.maker.spec().kind == FeatureKind::kBands);
  QVERIFY(choice->steps[choice->best].value > 0.7);
  QVERIFY(choice->model.weights.link == Link::kSoftmax && choice->model.weights.outputs() == 3);
}

void LinearSearchTest::labels() {
  const std::vector<float> values = testing::randomValues(300 * 4, 6);
  data::Targets targets{data::TargetKind::kMultiLabel, testing::someNames(3), {}, {}, {}, 0};
  for (std::size_t i = 0; i < 300; ++i) {
    targets.bits.insert(targets.bits.end(), {static_cast<std::uint8_t>(values[i * 4] > 0.0f),
                                             static_cast<std::uint8_t>(values[i * 4 + 1] + values[i * 4 + 2] > 1.0f),
                                             static_cast<std::uint8_t>(i % 2)});
  }
  const testing::ImageInputs inputs(1, 2, 2, values);
  LinearOptions options;
  options.features = {{FeatureKind::kPixels}};
  const auto choice = chooseLinear(testing::viewOf(inputs, targets, 200, "macro-map"), options, {}, {});
  QVERIFY(choice.ok());
  const auto items = testing::firstItems(300);
  std::vector<float> out(900);
  QVERIFY(classify(choice->model, inputs, items, {}, out).ok());
  const auto scores = data::scoreClasses({targets, out});
  QVERIFY(scores.ok());
  for (const data::MetricValue& score : *scores) {
    if (score.metric == "auroc" && !score.part.empty()) {
      QVERIFY(score.part == "class 2" ? score.value < 0.7 : score.value > 0.97);
    }
  }
}

void LinearSearchTest::masks() {
  constexpr std::size_t kItems = 8, kPixels = 30;
  const std::vector<float> values = testing::randomValues(kItems * kPixels * 2, 7);
  const testing::ImageInputs inputs(2, 5, 6, values);
  data::Targets targets{data::TargetKind::kMask, {"land", "water"}, {}, {}, {}, kPixels};
  for (std::size_t i = 0; i < kItems * kPixels; ++i) {
    targets.masks.push_back(i % 7 == 0 ? data::kIgnoredPixel : static_cast<std::uint8_t>(values[i * 2 + 1] > 0.5f));
  }
  const auto choice = chooseLinear(testing::viewOf(inputs, targets, 6, "miou"), {}, {}, {});
  QVERIFY(choice.ok() && choice->model.isOfPixels());
  QVERIFY(choice->steps[choice->best].value > 0.85);
  QVERIFY(metricOf(choice->model, inputs, targets, "miou") > 0.85);
  // Ignored pixels do not matter: with another value there the fit is the same.
  data::Targets all = targets;
  std::fill(all.masks.begin(), all.masks.begin() + kPixels, data::kIgnoredPixel);  // the first item says nothing
  const auto fit = fitLinear(inputs, all, testing::firstItems(8), {FeatureKind::kPixelBands}, 1.0, {});
  const auto without = fitLinear(inputs, targets, testing::firstItems(7, 1), {FeatureKind::kPixelBands}, 1.0, {});
  QVERIFY(fit.ok() && without.ok());
  QCOMPARE(fit->weights.coefficients, without->weights.coefficients);
}

void LinearSearchTest::refits() {
  const Motifs seen(200, 8);
  const testing::SequenceInputs inputs(seen.texts);
  LinearOptions options;
  options.features = {{FeatureKind::kKmers, 3, 4, false, true}};
  options.strengths = {1.0};
  const ExampleView task = testing::viewOf(inputs, seen.targets, 150, "mcc");
  for (const bool refits : {true, false}) {
    options.refits = refits;
    const auto choice = chooseLinear(task, options, {}, {});
    const auto expected =
        fitLinear(inputs, seen.targets, testing::firstItems(refits ? 200 : 150), options.features[0], 1.0, {});
    QVERIFY(choice.ok() && expected.ok());
    for (std::size_t i = 0; i < expected->weights.coefficients.size(); ++i) {
      QVERIFY(std::abs(choice->model.weights.coefficients[i] - expected->weights.coefficients[i]) < 1e-4);
    }
  }
}

void LinearSearchTest::undefinedMetric() {
  Motifs seen(60, 9);
  std::fill(seen.targets.labels.begin() + 40, seen.targets.labels.end(), 1);
  const testing::SequenceInputs inputs(seen.texts);
  const auto choice = chooseLinear(testing::viewOf(inputs, seen.targets, 40, "auroc"), {}, {}, {});
  QVERIFY(!choice.ok() && choice.error().message.find("auroc is not defined") != std::string::npos);
  QVERIFY(!chooseLinear(testing::viewOf(inputs, seen.targets, 60, "mcc"), {}, {}, {}).ok());  // no validation items
}

void LinearSearchTest::cancelled() {
  const Motifs seen(60, 10);
  const testing::SequenceInputs inputs(seen.texts);
  base::CancelToken token;
  const auto cancel = [&](const LinearStep&) { token.cancel(); };
  const auto choice = chooseLinear(testing::viewOf(inputs, seen.targets, 40, "mcc"), {}, cancel, token);
  QVERIFY(!choice.ok() && choice.error().code == ErrorCode::kCancelled);
}

void LinearSearchTest::checkpoints_data() {
  QTest::addColumn<int>("kind");
  for (const FeatureSpec& spec : {FeatureSpec{FeatureKind::kOneHot}, FeatureSpec{FeatureKind::kKmers, 2, 4, true, true},
                                  FeatureSpec{FeatureKind::kPixels}, FeatureSpec{FeatureKind::kBands}}) {
    QTest::newRow(toText(spec).c_str()) << static_cast<int>(spec.kind);
  }
}

void LinearSearchTest::checkpoints() {
  QFETCH(int, kind);
  const QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("linear.model").toStdString();
  const Motifs seen(40, 11);
  const testing::SequenceInputs sequences(seen.texts);
  const testing::ImageInputs images(2, 3, 3, testing::randomValues(40 * 18, 12));
  const FeatureSpec spec{static_cast<FeatureKind>(kind), 2, 4, true, true};
  const bool isImage = spec.kind == FeatureKind::kPixels || spec.kind == FeatureKind::kBands;
  const data::ExampleInputs& inputs = isImage ? static_cast<const data::ExampleInputs&>(images) : sequences;
  data::Targets targets = seen.targets;
  targets.classes.push_back("never");  // an intercept of minus infinity must come back
  const auto items = testing::firstItems(40);
  const auto model = fitLinear(inputs, targets, items, spec, 0.7, {});
  QVERIFY(model.ok());
  QVERIFY(writeLinearModel(path, *model).ok());
  const auto read = readLinearModel(path);
  QVERIFY(read.ok());
  QVERIFY(read->maker.spec() == spec && read->maker.shape() == inputs.shape() && read->strength == 0.7);
  QCOMPARE(read->weights.coefficients, model->weights.coefficients);
  QCOMPARE(read->weights.intercepts, model->weights.intercepts);
  std::vector<float> out(40 * 3), again(40 * 3);
  QVERIFY(classify(*model, inputs, items, {}, out).ok() && classify(*read, inputs, items, {}, again).ok());
  QCOMPARE(again, out);
}

void LinearSearchTest::damagedCheckpoints() {
  const QTemporaryDir folder;
  const std::filesystem::path path = folder.filePath("linear.model").toStdString();
  const Motifs seen(40, 13);
  const testing::SequenceInputs inputs(seen.texts);
  const auto model = fitLinear(inputs, seen.targets, testing::firstItems(40), {FeatureKind::kOneHot}, 1.0, {});
  QVERIFY(model.ok() && writeLinearModel(path, *model).ok());
  std::string whole;
  {
    std::ifstream file(path, std::ios::binary);
    whole.assign(std::istreambuf_iterator<char>(file), {});
  }
  const auto refuses = [&](const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    const auto read = readLinearModel(path);
    return !read.ok() && read.error().code == ErrorCode::kBadInput &&
           read.error().message.find("damaged") != std::string::npos;
  };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string bytes = whole;
    return bytes.replace(bytes.find(from), from.size(), to);
  };
  QVERIFY(!refuses(whole));
  QVERIFY(refuses("") && refuses("{}\n") && refuses("[1]\n") && refuses(whole.substr(0, whole.size() - 1)) &&
          refuses(whole + "x") && refuses(whole.substr(0, 40)));
  std::string flipped = whole;
  flipped[flipped.size() - 100] ^= 1;
  QVERIFY(refuses(flipped));
  QVERIFY(refuses(with("touchstone linear 1", "touchstone linear 9")));
  QVERIFY(refuses(with("\"outputs\":1", "\"outputs\":2")) && refuses(with("\"outputs\":1", "\"outputs\":\"a\"")));
  QVERIFY(refuses(with("[4,1,60]", "[4,1,61]")) && refuses(with("[4,1,60]", "[4,1]")) &&
          refuses(with("[4,1,60]", "[2147483647,2147483647,2147483647]")));
  QVERIFY(refuses(with("\"longest\":6", "\"longest\":90")));
  std::filesystem::remove(path);
  QVERIFY(readLinearModel(path).error().code == ErrorCode::kNotFound);
}

QTEST_GUILESS_MAIN(LinearSearchTest)
#include "linear_search_test.moc"
