// Batches of images: turns against NumPy's, scaling from the training items only, missing pixels.
#include <nlohmann/json.hpp>

#include "engine/base/random.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

nlohmann::json golden() {
  std::ifstream in(std::string(TOUCHSTONE_SOURCE_DIR) + "/tests/golden/image_arrays.json");
  return nlohmann::json::parse(in);
}

template <typename Value>
PixelStack stackOf(const PixelFormat& format, const std::vector<Value>& values, std::size_t count) {
  PixelStack stack;
  stack.format = format;
  std::vector<std::byte> bytes(values.size() * sizeof(Value));
  std::memcpy(bytes.data(), values.data(), bytes.size());
  stack.memory.push_back(keepInMemory(std::move(bytes)));
  for (std::size_t i = 0; i < count; ++i) {
    stack.items.push_back(stack.memory[0].bytes.data() + i * stack.memory[0].bytes.size() / count);
  }
  scanPixels(stack);
  return stack;
}

ExampleSet setOf(PixelStack stack) {
  ExampleSet set;
  set.inputs = std::make_shared<ImageInputs>(std::make_shared<const PixelStack>(std::move(stack)));
  return set;
}

// Items of `channels first`, as a file may have them.
PixelFormat channelsFirst(std::size_t height, std::size_t width, std::size_t bands, PixelType type) {
  PixelFormat format = denseFormat(height, width, bands, type);
  format.rowStride = width;
  format.columnStride = 1;
  for (std::size_t band = 0; band < bands; ++band) {
    format.bandOffsets[band] = band * height * width;
  }
  return format;
}

template <typename Value>
std::vector<Value> moved(const std::vector<Value>& last, std::size_t pixels, std::size_t bands) {
  std::vector<Value> first(last.size());
  for (std::size_t item = 0; item < last.size() / pixels / bands; ++item) {
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
      for (std::size_t band = 0; band < bands; ++band) {
        first[(item * bands + band) * pixels + pixel] = last[(item * pixels + pixel) * bands + band];
      }
    }
  }
  return first;
}

template <typename Value>
std::vector<Value> randomValues(std::size_t count, std::uint64_t seed) {
  base::RandomStream random({seed});
  std::vector<Value> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(static_cast<Value>(random.below(200)));
  }
  return values;
}

}  // namespace

class ImagesInputsTest : public QObject {
  Q_OBJECT

 private slots:
  void turnsAreThoseOfNumPy() {
    const auto json = golden();
    const auto square = json["square"].get<std::vector<std::uint8_t>>();
    for (const bool isFirst : {false, true}) {
      const ExampleSet set = isFirst ? setOf(stackOf(channelsFirst(3, 3, 2, PixelType::kU8), moved(square, 9, 2), 1))
                                     : setOf(stackOf(denseFormat(3, 3, 2, PixelType::kU8), square, 1));
      for (std::uint8_t turn = 0; turn < 8; ++turn) {
        QCOMPARE(gathered(set, 0, turn), json["turns"][turn].get<std::vector<float>>());
      }
    }
  }

  void batchesEqualTheSlowWay_data() {
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("bands");
    QTest::addColumn<bool>("isFirst");
    int row = 0;
    for (const auto& [height, width, bands] : std::vector<std::array<int, 3>>{
             {5, 5, 1}, {4, 4, 3}, {6, 6, 4}, {3, 3, 13}, {5, 7, 3}, {1, 6, 2}, {6, 1, 2}, {1, 1, 3}}) {
      QTest::addRow("%d", row++) << height << width << bands << false;
      QTest::addRow("%d", row++) << height << width << bands << true;
    }
  }
  void batchesEqualTheSlowWay() {
    QFETCH(int, height);
    QFETCH(int, width);
    QFETCH(int, bands);
    QFETCH(bool, isFirst);
    const auto h = static_cast<std::size_t>(height), w = static_cast<std::size_t>(width),
               c = static_cast<std::size_t>(bands);
    const auto values = randomValues<std::int16_t>(3 * h * w * c, 7);
    ExampleSet set = setOf(isFirst ? stackOf(channelsFirst(h, w, c, PixelType::kI16), moved(values, h * w, c), 3)
                                   : stackOf(denseFormat(h, w, c, PixelType::kI16), values, 3));
    const std::uint32_t train[] = {0, 2};
    VERIFY_OK(fitImageScaling(set, train));
    const auto* images = dynamic_cast<const ImageInputs*>(set.inputs.get());
    const InputShape shape = set.inputs->shape();
    for (const std::uint8_t turn : possibleTurns(shape, false)) {
      for (std::uint32_t item = 0; item < 3; ++item) {
        std::vector<float> expected;
        for (std::size_t y = 0; y < h; ++y) {
          for (std::size_t x = 0; x < w; ++x) {
            for (std::size_t band = 0; band < c; ++band) {
              const float value = values[(item * h * w + turnedFrom(shape, turn, y, x)) * c + band];
              expected.push_back((value - images->means()[band]) * (1.0F / images->deviations()[band]));
            }
          }
        }
        QCOMPARE(gathered(set, item, turn), expected);
      }
    }
  }

  void batchesAreCheckedAndOrdered() {
    const ExampleSet set =
        setOf(stackOf(denseFormat(2, 3, 1, PixelType::kU8), randomValues<std::uint8_t>(4 * 6, 1), 4));
    std::vector<float> out(18);
    const std::vector<Pick> picks = {{3, 0}, {1, 6}, {3, 0}};
    VERIFY_OK(set.inputs->gather(picks, out));
    QVERIFY(std::equal(out.begin(), out.begin() + 6, out.begin() + 12));
    QCOMPARE(std::vector<float>(out.begin() + 6, out.begin() + 12), gathered(set, 1, 6));
    QVERIFY(!set.inputs->gather(picks, std::span(out).first(12)).ok());
    for (const Pick bad : {Pick{4, 0}, Pick{0, 1}, Pick{0, 7}, Pick{0, 8}}) {
      QVERIFY(!set.inputs->gather(std::span(&bad, 1), std::span(out).first(6)).ok());
    }
  }

  void scalingSeesTheTrainingItemsOnly() {
    // Items 0 and 1 train: band 1 holds 10 and 30, band 2 holds 5. Item 2 is far away.
    const std::vector<float> values = {10, 5, 10, 5, 30, 5, 30, 5, 1000, 77, 1000, 77};
    ExampleSet set = setOf(stackOf(denseFormat(1, 2, 2, PixelType::kF32), values, 3));
    const auto raw = set.inputs;
    const std::uint32_t train[] = {0, 1};
    VERIFY_OK(fitImageScaling(set, train));
    const auto* images = dynamic_cast<const ImageInputs*>(set.inputs.get());
    QCOMPARE(std::vector<float>(images->means().begin(), images->means().end()), (std::vector<float>{20, 5}));
    QCOMPARE(std::vector<float>(images->deviations().begin(), images->deviations().end()), (std::vector<float>{10, 1}));
    VERIFY_NOTE(set.notes, "Constant in the training images, and scaled by 1: band 2");
    QCOMPARE(gathered(set, 0), (std::vector<float>{-1, 0, -1, 0}));
    QCOMPARE(gathered(set, 2), (std::vector<float>{98, 72, 98, 72}));
    ExampleSet before;
    before.inputs = raw;  // the unscaled ones are as they were
    QCOMPARE(gathered(before, 2), (std::vector<float>{1000, 77, 1000, 77}));
  }

  void largeValuesKeepTheirSpread() {
    std::vector<double> values;
    for (int i = 0; i < 1000; ++i) {
      values.push_back(1e6 + (i % 2 == 0 ? 1 : -1));
    }
    ExampleSet set = setOf(stackOf(denseFormat(10, 10, 1, PixelType::kF64), values, 10));
    std::vector<std::uint32_t> all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    VERIFY_OK(fitImageScaling(set, all));
    const std::vector<float> scaled = gathered(set, 3);
    QCOMPARE(scaled[0], 1.0F);
    QCOMPARE(scaled[1], -1.0F);
  }

  void missingPixelsAreTheMean_data() {
    QTest::addColumn<int>("turn");
    for (int turn = 0; turn < 8; ++turn) {
      QTest::addRow("%d", turn) << turn;
    }
  }
  void missingPixelsAreTheMean() {
    QFETCH(int, turn);
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    PixelFormat format = denseFormat(2, 2, 2, PixelType::kF32);
    format.codes = {{-9999.0}, {0.0, 7.0}};
    // band 1: 1, missing, 3, missing; band 2: missing, missing, missing, 4
    const std::vector<float> values = {1, 0, -9999, nan, 3, 7, infinity, 4};
    ExampleSet set = setOf(stackOf(format, values, 1));
    const std::uint32_t train[] = {0};
    VERIFY_OK(fitImageScaling(set, train));
    const std::vector<float> scaled = gathered(set, 0, static_cast<std::uint8_t>(turn));
    const std::vector<float> expected = {-1, 0, 0, 0, 1, 0, 0, 0};
    const InputShape shape = set.inputs->shape();
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t from = turnedFrom(shape, static_cast<std::uint8_t>(turn), i / 2, i % 2);
      QCOMPARE(scaled[2 * i], expected[2 * from]);
      QCOMPARE(scaled[2 * i + 1], expected[2 * from + 1]);
    }
    const auto* images = dynamic_cast<const ImageInputs*>(set.inputs.get());
    QCOMPARE(images->stack().missingPerBand(), (std::vector<std::uint64_t>{2, 3}));
  }

  void missingCodesOfWholeNumbers() {
    PixelFormat format = denseFormat(1, 4, 1, PixelType::kU8);
    format.codes = {{255.0}};
    ExampleSet set = setOf(stackOf<std::uint8_t>(format, {10, 255, 20, 255}, 1));
    const std::uint32_t train[] = {0};
    VERIFY_OK(fitImageScaling(set, train));
    QCOMPARE(gathered(set, 0), (std::vector<float>{-1, 0, 1, 0}));
  }

  void bandsWithoutValues() {
    PixelFormat format = denseFormat(1, 2, 2, PixelType::kU8);
    format.codes = {{}, {0.0}};
    ExampleSet set = setOf(stackOf<std::uint8_t>(format, {1, 0, 2, 0, 3, 9, 4, 9}, 2));
    const std::uint32_t first[] = {0}, both[] = {0, 1};
    VERIFY_ERROR(fitImageScaling(set, first), "Band 2 has no valid pixel in the 1 training image");
    VERIFY_OK(fitImageScaling(set, both));
    QVERIFY(set.notes.size() == 1);  // constant
  }

  void noDataOfFiles() {
    const ImageFolder folder;
    Drawing a{1, 2, 1, GDT_Byte, {0, 9}}, b{1, 2, 1, GDT_Byte, {7, 0}};
    a.nodata = b.nodata = 0;
    folder.draw("set/a/1.tif", a);
    folder.draw("set/b/2.tif", b);
    auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    const auto* images = dynamic_cast<const ImageInputs*>(set->inputs.get());
    QVERIFY(images->stack().format.type == PixelType::kU8);
    VERIFY_NOTE(set->notes, "Missing pixels (no data, NaN or infinite), in 2 images: 2 in band 1 (50 %)");
    const std::uint32_t train[] = {0, 1};
    VERIFY_OK(fitImageScaling(*set, train));
    QCOMPARE(gathered(*set, 0), (std::vector<float>{0, 1}));
    // Another file says otherwise: then all are real numbers with NaN for what is missing.
    b.nodata = 7;
    folder.draw("set/b/2.tif", b);
    auto mixed = readImageTask(folder, imageTask("set"));
    VERIFY_OK(mixed);
    images = dynamic_cast<const ImageInputs*>(mixed->inputs.get());
    QVERIFY(images->stack().format.type == PixelType::kF32);
    QVERIFY(std::isnan(gathered(*mixed, 0)[0]) == false);  // a batch never holds one
    VERIFY_OK(fitImageScaling(*mixed, train));
    QCOMPARE(gathered(*mixed, 0), (std::vector<float>{0, 1}));
    QCOMPARE(gathered(*mixed, 1), (std::vector<float>{0, -1}));
    // Codes of the task count beside those of the files.
    TaskSpec spec = imageTask("set");
    spec.missingCodes = {9};
    VERIFY_ERROR(readImageTask(folder, spec), "There is one image only (b/2.tif)");  // the other one is all missing
  }
};

QTEST_GUILESS_MAIN(ImagesInputsTest)
#include "images_inputs_test.moc"
