// Features of the linear contender: k-mers against scikit-learn's vectorisers (tests/golden/kmers.json), the others by their
// definitions.
#include "unit/contenders/oracles.h"  // before Qt, whose macro `slots` hides BudgetSpec::slots

#include "engine/contenders/linear/feature_maker.h"
#include "engine/contenders/linear/image_features.h"
#include "unit/contenders/linear_support.h"

#include <QObject>
#include <QTest>

using namespace touchstone;
using namespace touchstone::contenders;

namespace {

// Row by row: columns as in a dense matrix.
std::vector<double> denseRow(const FeatureRows& rows, std::size_t row) {
  std::vector<double> values(rows.columns, 0.0);
  for (std::size_t i = rows.starts[row]; i < rows.starts[row + 1]; ++i) {
    values[rows.places[i]] += static_cast<double>(rows.values[i]);
  }
  return values;
}

FeatureRows rowsOf(const FeatureSpec& spec, const data::ExampleInputs& inputs, std::size_t learnt) {
  const auto maker = FeatureMaker::fit(spec, inputs, testing::firstItems(learnt), {}, {});
  const auto rows = maker->rows(inputs, testing::firstItems(inputs.count()), {});
  return rows.ok() ? *rows : FeatureRows{};
}

}  // namespace

class FeaturesTest : public QObject {
  Q_OBJECT

 private slots:
  void kmersEqualScikitLearn();
  void tablesOfKmers();
  void strandsJoin();
  void oneHot();
  void plainPixels();
  void statisticsOfBands();
  void surroundingsOfPixels();
  void pixelsOfMasks();
  void whatSuitsTheInputs();
  void refusals();
};

void FeaturesTest::kmersEqualScikitLearn() {
  const auto golden = testing::readGolden("kmers.json");
  QVERIFY(golden.contains("cases"));
  const testing::SequenceInputs inputs(golden["sequences"].get<std::vector<std::string>>());
  for (const auto& expected : golden["cases"]) {
    FeatureSpec spec{FeatureKind::kKmers, expected["shortest"].get<int>(), expected["longest"].get<int>(),
                     expected["joined"].get<bool>(), false};
    const KmerTable table(spec.shortest, spec.longest, spec.joinsStrands);
    for (const bool isTfIdf : {false, true}) {
      spec.isTfIdf = isTfIdf;
      const FeatureRows rows = rowsOf(spec, inputs, golden["learnt"].get<std::size_t>());
      const auto& byItem = expected[isTfIdf ? "tfidf" : "counts"];
      QCOMPARE(rows.rows(), byItem.size());
      for (std::size_t item = 0; item < rows.rows(); ++item) {
        const std::vector<double> row = denseRow(rows, item);
        std::size_t found = 0;
        for (std::size_t column = 0; column < row.size(); ++column) {
          if (row[column] == 0.0) {
            continue;
          }
          const std::string name = table.name(column).substr(0, table.name(column).find('/'));
          QVERIFY2(byItem[item].contains(name), name.c_str());
          QVERIFY(std::abs(row[column] - byItem[item][name].get<double>()) < (isTfIdf ? 1e-6 : 1e-12));
          ++found;
        }
        QCOMPARE(found, byItem[item].size());
        QCOMPARE(rows.starts[item + 1] - rows.starts[item], found);  // a column at most once
      }
    }
  }
}

void FeaturesTest::tablesOfKmers() {
  const KmerTable table(3, 6, false), joined(3, 6, true);
  QCOMPARE(table.columns(), std::size_t{5440});
  QCOMPARE(joined.columns(), std::size_t{32 + 136 + 512 + 2080});
  QCOMPARE(KmerTable(1, 8, false).columns(), std::size_t{87'380});
  QCOMPARE(table.name(0), std::string("AAA"));
  QCOMPARE(table.name(64 + 1), std::string("AAAC"));
  QCOMPARE(joined.name(joined.column(3, 0b000110)), std::string("ACG/CGT"));
  QCOMPARE(joined.name(joined.column(4, 0b00011011)), std::string("ACGT"));  // its own reverse complement
}

// A sequence and its reverse complement have the same features.
void FeaturesTest::strandsJoin() {
  const testing::SequenceInputs inputs({"ACGGTTANCATTGCA", "TGCAATGNTAACCGT"});
  for (const bool isTfIdf : {false, true}) {
    const FeatureRows rows = rowsOf({FeatureKind::kKmers, 1, 5, true, isTfIdf}, inputs, 2);
    const std::vector<double> a = denseRow(rows, 0), b = denseRow(rows, 1);
    for (std::size_t column = 0; column < a.size(); ++column) {
      QVERIFY(std::abs(a[column] - b[column]) < 1e-6);
    }
    const FeatureRows apart = rowsOf({FeatureKind::kKmers, 1, 5, false, isTfIdf}, inputs, 2);
    QVERIFY(denseRow(apart, 0) != denseRow(apart, 1));
  }
}

void FeaturesTest::oneHot() {
  const testing::SequenceInputs inputs({"ACGT", "NR", "TTTT"});
  const FeatureRows rows = rowsOf({FeatureKind::kOneHot}, inputs, 1);
  QCOMPARE(rows.columns, std::size_t{16});
  QCOMPARE(denseRow(rows, 0), (std::vector<double>{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}));
  QCOMPARE(denseRow(rows, 1), (std::vector<double>{0.25, 0.5, 0, 0, 0.25, 0, 0, 0, 0.25, 0.5, 0, 0, 0.25, 0, 0, 0}));
  QCOMPARE(rows.starts, (std::vector<std::size_t>{0, 4, 10, 14}));
}

void FeaturesTest::plainPixels() {
  const std::vector<float> values = testing::randomValues(5 * 2 * 3 * 4, 1);
  const testing::ImageInputs inputs(4, 2, 3, values);
  QCOMPARE(rowsOf({FeatureKind::kPixels}, inputs, 5).values, values);
}

void FeaturesTest::statisticsOfBands() {
  // One band 2 x 3: 1 2 3 / 4 5 9
  const std::vector<float> image = {1, 2, 3, 4, 5, 9};
  std::vector<float> out(8);
  bandStatistics(image, {1, 2, 3, true}, out);
  const std::vector<double> expected = {4.0, std::sqrt((9.0 + 4 + 1 + 0 + 1 + 25) / 6), 1.25, 2.25, 3.5, 4.75,
                                        8.0, (1.0 + 1 + 1 + 4 + 3 + 3 + 6) / 7};
  for (std::size_t i = 0; i < 8; ++i) {
    QVERIFY2(std::abs(static_cast<double>(out[i]) - expected[i]) < 1e-6, qPrintable(QString::number(i)));
  }
  bandStatistics(std::vector<float>{7}, {1, 1, 1, true}, out);
  QCOMPARE(out, (std::vector<float>{7, 0, 7, 7, 7, 7, 7, 0}));

  // In training every column has mean 0 and deviation 1; a constant one stays at 0.
  std::vector<float> values = testing::randomValues(20 * 4 * 4 * 2, 2);
  for (std::size_t i = 1; i < values.size(); i += 2) {
    values[i] = 3.0f;
  }
  const FeatureRows rows = rowsOf({FeatureKind::kBands}, testing::ImageInputs(2, 4, 4, values), 20);
  QCOMPARE(rows.columns, std::size_t{16});
  const ColumnMoments moments = columnMoments(rows, std::vector<double>(20, 1.0));
  for (std::size_t column = 0; column < 16; ++column) {
    QVERIFY(std::abs(moments.means[column]) < 1e-5);
    QVERIFY(std::abs(moments.variances[column] - (column < 8 ? 1.0 : 0.0)) < 1e-5);
  }
}

void FeaturesTest::surroundingsOfPixels() {
  const data::InputShape shape{2, 4, 5, true};
  const std::vector<float> image = testing::randomValues(shape.values(), 3);
  std::vector<float> out(2 * shape.values());
  pixelBands(image, shape, out);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 5; ++x) {
      for (int c = 0; c < 2; ++c) {
        double sum = 0.0, count = 0.0;
        for (int i = std::max(0, y - 1); i <= std::min(3, y + 1); ++i) {
          for (int j = std::max(0, x - 1); j <= std::min(4, x + 1); ++j) {
            sum += static_cast<double>(image[static_cast<std::size_t>((i * 5 + j) * 2 + c)]);
            count += 1.0;
          }
        }
        const auto row = static_cast<std::size_t>((y * 5 + x) * 4);
        QCOMPARE(out[row + static_cast<std::size_t>(c)], image[static_cast<std::size_t>((y * 5 + x) * 2 + c)]);
        QVERIFY(std::abs(static_cast<double>(out[row + 2 + static_cast<std::size_t>(c)]) - sum / count) < 1e-6);
      }
    }
  }
}

// Picked pixels are the rows that all pixels of the items would give.
void FeaturesTest::pixelsOfMasks() {
  const testing::ImageInputs inputs(2, 3, 4, testing::randomValues(6 * 24, 4));
  const std::vector<PixelPick> picks = {{1, 0}, {1, 11}, {2, 5}, {5, 3}, {5, 4}};
  const auto maker = FeatureMaker::fit({FeatureKind::kPixelBands}, inputs, testing::firstItems(6), picks, {});
  QVERIFY(maker.ok());
  const auto all = maker->rows(inputs, testing::firstItems(6), {}), some = maker->rowsAt(inputs, picks, {});
  QVERIFY(all.ok() && some.ok());
  QCOMPARE(all->rows(), std::size_t{6 * 12});
  QCOMPARE(some->rows(), picks.size());
  for (std::size_t i = 0; i < picks.size(); ++i) {
    for (std::size_t column = 0; column < 4; ++column) {
      QCOMPARE(some->values[i * 4 + column], all->values[(picks[i].item * 12 + picks[i].pixel) * 4 + column]);
    }
  }
  const ColumnMoments moments = columnMoments(*some, std::vector<double>(picks.size(), 1.0));
  QVERIFY(std::abs(moments.means[0]) < 1e-5 && std::abs(moments.variances[3] - 1.0) < 1e-5);
}

void FeaturesTest::whatSuitsTheInputs() {
  using Kind = data::TargetKind;
  const testing::SequenceInputs sequences({"ACGT"});
  QCOMPARE(featuresFor(sequences, Kind::kClass, 1).size(), std::size_t{4});
  for (const FeatureSpec& spec : featuresFor(sequences, Kind::kMultiLabel, 1)) {
    QVERIFY(FeatureMaker::fit(spec, sequences, testing::firstItems(1), {}, {}).ok() && !toText(spec).empty());
  }
  const testing::ImageInputs images(3, 64, 64, std::vector<float>(64 * 64 * 3));
  QCOMPARE(featuresFor(images, Kind::kClass, 20'000).size(), std::size_t{2});
  QCOMPARE(featuresFor(images, Kind::kClass, 27'000), (std::vector<FeatureSpec>{{FeatureKind::kBands}}));  // 1.3 GB
  QCOMPARE(featuresFor(images, Kind::kMask, 9), (std::vector<FeatureSpec>{{FeatureKind::kPixelBands}}));
  QCOMPARE(toText({FeatureKind::kKmers, 3, 6, true, true}), std::string("3- to 6-mers of both strands, tf-idf"));
  QCOMPARE(toText({FeatureKind::kKmers, 5, 5, false, false}), std::string("5-mers"));
}

void FeaturesTest::refusals() {
  const testing::SequenceInputs sequences({"ACGT", "ACG"}), longer({"ACGTA"});
  const testing::ImageInputs images(1, 2, 2, std::vector<float>(8));
  const auto items = testing::firstItems(2);
  for (const FeatureKind kind : {FeatureKind::kPixels, FeatureKind::kBands, FeatureKind::kPixelBands}) {
    QVERIFY(FeatureMaker::fit({kind}, sequences, items, {}, {}).error().code == ErrorCode::kUnsupported);
  }
  QVERIFY(FeatureMaker::fit({FeatureKind::kOneHot}, images, items, {}, {}).error().code == ErrorCode::kUnsupported);
  QVERIFY(FeatureMaker::fit({FeatureKind::kKmers}, images, items, {}, {}).error().code == ErrorCode::kUnsupported);
  QVERIFY(!FeatureMaker::fit({FeatureKind::kKmers, 3, 9}, sequences, items, {}, {}).ok());
  QVERIFY(!FeatureMaker::fit({FeatureKind::kBands}, images, {}, {}, {}).ok());
  const auto maker = FeatureMaker::fit({FeatureKind::kOneHot}, sequences, items, {}, {});
  QVERIFY(maker->rows(longer, testing::firstItems(1), {}).error().code == ErrorCode::kBadInput);
  base::CancelToken token;
  token.cancel();
  QVERIFY(maker->rows(sequences, items, token).error().code == ErrorCode::kCancelled);
  QVERIFY(FeatureMaker::fit({FeatureKind::kKmers, 3, 6, false, true}, sequences, items, {}, token).error().code ==
          ErrorCode::kCancelled);
}

QTEST_GUILESS_MAIN(FeaturesTest)
#include "features_test.moc"
