// Reading, writing and refusing .safetensors; trial checkpoints.
#include "tests/torch/torch_support.h"

#include "engine/nn/safetensors.h"
#include "engine/train/checkpoint.h"

#include <cstring>
#include <fstream>

#include <QObject>
#include <QTemporaryDir>
#include <QTest>

using namespace touchstone;
using namespace touchstone::nn;

namespace {

std::vector<std::byte> fileOf(const std::string& header, std::size_t dataBytes) {
  std::vector<std::byte> bytes(8 + header.size() + dataBytes);
  const std::uint64_t length = header.size();
  std::memcpy(bytes.data(), &length, 8);
  std::memcpy(bytes.data() + 8, header.data(), header.size());
  for (std::size_t i = 0; i < dataBytes; ++i) {
    bytes[8 + header.size() + i] = std::byte(i * 7);
  }
  return bytes;
}

SafetensorsContent sample() {
  SafetensorsContent content;
  content.tensors["a.weight"] = {{2, 3}, {1, 2, 3, 4, 5, -6.5f}};
  content.tensors["b"] = {{}, {0.25f}};
  content.tensors["empty"] = {{0, 4}, {}};
  content.metadata = {{"format", "test"}, {"text", "\xC3\xA4 \"quoted\""}};
  return content;
}

std::vector<std::byte> bytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto* from = reinterpret_cast<const std::byte*>(text.data());
  return {from, from + text.size()};
}

}  // namespace

class WeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void readsWhatItWrote();
  void convertsTypes();
  void refusesDamage_data();
  void refusesDamage();
  void survivesTruncationAnywhere();
  void survivesRandomBytes();
  void saysWhatIsWrongWithFiles();
  void readsCheckpoints();
  void refusesOtherCheckpoints();
};

void WeightsTest::readsWhatItWrote() {
  const QTemporaryDir folder;
  const auto path = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
  QVERIFY(writeSafetensors(path, sample()).ok());
  const auto read = readSafetensors(path);
  QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
  QVERIFY(read->tensors == sample().tensors);
  QVERIFY(read->metadata == sample().metadata);
  QVERIFY(!std::filesystem::exists(path.string() + ".part"));
  QCOMPARE(valueCount(read->tensors), 7);
}

void WeightsTest::convertsTypes() {
  const std::string header =
      R"({"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"h":{"dtype":"F16","shape":[3],"data_offsets":[8,14]},)"
      R"("b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]},"i":{"dtype":"I64","shape":[],"data_offsets":[16,24]}})";
  auto bytes = fileOf(header, 24);
  std::byte* data = bytes.data() + 8 + header.size();
  const double real = -2.5;
  const std::uint16_t halves[] = {0x3C00, 0xC100, 0x0001};  // 1, -2.5, the smallest number above 0
  const std::uint16_t brain = 0x4049;
  const std::int64_t whole = -7;
  std::memcpy(data, &real, 8);
  std::memcpy(data + 8, halves, 6);
  std::memcpy(data + 14, &brain, 2);
  std::memcpy(data + 16, &whole, 8);
  const auto read = parseSafetensors(bytes, "memory");
  QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
  QCOMPARE(read->tensors.at("d").values[0], -2.5f);
  QCOMPARE(read->tensors.at("h").values[0], 1.0f);
  QCOMPARE(read->tensors.at("h").values[1], -2.5f);
  QCOMPARE(read->tensors.at("h").values[2], std::ldexp(1.0f, -24));
  QCOMPARE(read->tensors.at("b").values[0], 3.140625f);
  QCOMPARE(read->tensors.at("i").values[0], -7.0f);
}

void WeightsTest::refusesDamage_data() {
  QTest::addColumn<QByteArray>("header");
  QTest::addColumn<int>("dataBytes");
  QTest::addColumn<QByteArray>("says");
  const auto row = [](const char* name, const char* header, int bytes, const char* says) {
    QTest::newRow(name) << QByteArray(header) << bytes << QByteArray(says);
  };
  row("no json", "{\"a\":", 0, "not a JSON object");
  row("an array", "[1, 2]    ", 0, "not a JSON object");
  row("not an object", R"({"a":5})", 0, "lacks dtype");
  row("unknown type", R"({"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}})", 4, "F8_E4M3");
  row("type is a number", R"({"a":{"dtype":3,"shape":[4],"data_offsets":[0,4]}})", 4, "has the type 3");
  row("negative size", R"({"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4, "impossible shape");
  row("fraction", R"({"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4, "impossible shape");
  row("overflow", R"({"a":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,4]}})", 4,
      "impossible shape");
  row("backwards", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4, "impossible data_offsets");
  row("three offsets", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4, "impossible data_offsets");
  row("beyond the end", R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4, "has only 4 bytes");
  row("wrong size", R"({"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8, "needs 12 bytes");
  row("overlap",
      R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
      12, "overlap");
  row("gap",
      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
      12, "gap");
  row("unused data", R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 12, "end at byte 4 of 12");
  row("twice",
      R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
      4, "twice");
  row("metadata", R"({"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})", 4,
      "__metadata__");
}

void WeightsTest::refusesDamage() {
  QFETCH(QByteArray, header);
  QFETCH(int, dataBytes);
  QFETCH(QByteArray, says);
  const auto read =
      parseSafetensors(fileOf(header.toStdString(), static_cast<std::size_t>(dataBytes)), "x.safetensors");
  QVERIFY(!read.ok());
  const std::string text = read.error().text();
  QVERIFY2(text.starts_with("x.safetensors: "), text.c_str());
  QVERIFY2(text.find(says.toStdString()) != std::string::npos, text.c_str());
}

void WeightsTest::survivesTruncationAnywhere() {
  const QTemporaryDir folder;
  const auto path = std::filesystem::path(folder.path().toStdString()) / "w.safetensors";
  QVERIFY(writeSafetensors(path, sample()).ok());
  const auto whole = bytesOf(path);
  QVERIFY(parseSafetensors(whole, "whole").ok());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto read = parseSafetensors(std::span(whole).first(size), "cut");
    QVERIFY2(!read.ok(), qPrintable(QString::number(size)));
    QVERIFY(read.error().code == ErrorCode::kBadInput);
  }
}

void WeightsTest::survivesRandomBytes() {
  const std::string header =
      R"({"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"I16","shape":[4],"data_offsets":[24,32]}})";
  const auto whole = fileOf(header, 32);
  base::RandomStream random({7});
  int accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    auto bytes = whole;
    for (std::int64_t i = random.below(4) + 1; i > 0; --i) {
      bytes[static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bytes.size())))] =
          std::byte(random.below(256));
    }
    if (random.below(3) == 0) {
      bytes.resize(static_cast<std::size_t>(random.below(static_cast<std::int64_t>(bytes.size()) + 1)));
    }
    const auto read = parseSafetensors(bytes, "fuzz");
    if (read.ok()) {
      ++accepted;
      for (const auto& [name, tensor] : read->tensors) {
        std::int64_t count = 1;
        for (const std::int64_t size : tensor.shape) {
          count *= size;
        }
        QCOMPARE(static_cast<std::int64_t>(tensor.values.size()), count);
      }
    } else {
      QVERIFY(!read.error().message.empty());
    }
  }
  QVERIFY(accepted > 100);  // changes in the data alone are not damage of the format
  std::vector<std::byte> noise(4096);
  for (int round = 0; round < 500; ++round) {
    for (std::byte& byte : noise) {
      byte = std::byte(random.below(256));
    }
    QVERIFY(!parseSafetensors(noise, "noise").ok());
  }
}

void WeightsTest::saysWhatIsWrongWithFiles() {
  const QTemporaryDir folder;
  const std::filesystem::path root = folder.path().toStdString();
  const auto missing = readSafetensors(root / "nothing.safetensors");
  QVERIFY(!missing.ok() && missing.error().code == ErrorCode::kNotFound);
  QVERIFY(!readSafetensors(root).ok());
  const auto nowhere = writeSafetensors(root / "no" / "such" / "folder.safetensors", sample());
  QVERIFY(!nowhere.ok());
  QVERIFY(nowhere.error().message.find("No such file or directory") != std::string::npos);
  if (std::filesystem::exists("/dev/full")) {
    // A full disk: the partial file is a link to the device that has no room.
    std::filesystem::create_symlink("/dev/full", root / "full.safetensors.part");
    const auto full = writeSafetensors(root / "full.safetensors", sample());
    QVERIFY(!full.ok());
    QVERIFY2(full.error().code == ErrorCode::kDiskFull, full.error().text().c_str());
    QVERIFY(!std::filesystem::exists(root / "full.safetensors"));
  }
}

void WeightsTest::readsCheckpoints() {
  const QTemporaryDir folder;
  const auto path = std::filesystem::path(folder.path().toStdString()) / "trial.ckpt";
  train::TrialState state;
  state.kind = "dlinear";
  state.seed = ~0ull - 3;
  state.epoch = 7;
  state.bestEpoch = 5;
  state.bestValue = 0.1 + 0.2;
  state.isFinished = true;
  state.steps = 1'234'567'890'123;
  state.tensors = sample().tensors;
  QVERIFY(train::writeTrialState(path, state).ok());
  const auto read = train::readTrialState(path, "dlinear");
  QVERIFY2(read.ok(), read.ok() ? "" : read.error().text().c_str());
  QCOMPARE(read->seed, state.seed);
  QCOMPARE(read->epoch, 7);
  QCOMPARE(read->bestEpoch, 5);
  QVERIFY(read->bestValue == state.bestValue);
  QVERIFY(read->isFinished);
  QCOMPARE(read->steps, state.steps);
  QVERIFY(read->tensors == state.tensors);
}

void WeightsTest::refusesOtherCheckpoints() {
  const QTemporaryDir folder;
  const auto path = std::filesystem::path(folder.path().toStdString()) / "trial.ckpt";
  QVERIFY(writeSafetensors(path, sample()).ok());
  QVERIFY(!train::readTrialState(path, "dlinear").ok());
  train::TrialState state;
  state.kind = "other";
  QVERIFY(train::writeTrialState(path, state).ok());
  const auto read = train::readTrialState(path, "dlinear");
  QVERIFY(!read.ok());
  QVERIFY(read.error().text().find("trial.ckpt") != std::string::npos);
}

QTEST_GUILESS_MAIN(WeightsTest)
#include "weights_test.moc"
