// Images and labels in NPY, NPZ and HDF5 files. Oracle: files written by NumPy and h5py (tests/golden/make_image_arrays.py).
#include <nlohmann/json.hpp>

#include "engine/base/sha256.h"
#include "engine/data/images/array_file.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

const nlohmann::json& golden() {
  static const nlohmann::json json = [] {
    std::ifstream in(std::string(TOUCHSTONE_SOURCE_DIR) + "/tests/golden/image_arrays.json");
    return nlohmann::json::parse(in);
  }();
  return json;
}

std::string goldenFile(const std::string& name) {
  return QByteArray::fromBase64(QByteArray::fromStdString(golden()["files"][name].get<std::string>())).toStdString();
}

std::vector<float> goldenImages(float factor = 1, float shift = 0) {
  auto values = golden()["images"].get<std::vector<float>>();
  for (float& value : values) {
    value = value * factor + shift;
  }
  return values;
}

std::vector<float> allOf(const ExampleSet& set) {
  std::vector<float> all;
  for (std::uint32_t i = 0; i < set.names.size(); ++i) {
    const std::vector<float> one = gathered(set, i);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

// [count, 2, 2] of uint8
std::string smallImages(int count, int seed = 1) {
  std::string raw;
  for (int i = 0; i < count * 4; ++i) {
    raw += static_cast<char>((i * 7 + seed * 31) % 100);
  }
  return npyBytes("|u1", "(" + std::to_string(count) + ", 2, 2)", raw);
}

std::string smallLabels(const std::vector<std::int64_t>& labels) {
  return npyBytes("<i8", "(" + std::to_string(labels.size()) + ",)", rawBytes(labels));
}

}  // namespace

class ImagesArrayTest : public QObject {
  Q_OBJECT

 private slots:
  void asNumPyWritesThem_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("labels");
    QTest::addColumn<QString>("name");
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("shift");
    QTest::addColumn<bool>("isMapped");
    QTest::newRow("npy") << "u16.npy"
                         << "text.npy"
                         << "u16.npy[3]" << 1.0 << 0.0 << true;
    QTest::newRow("half") << "f2.npy"
                          << "bytes.npy"
                          << "f2.npy[3]" << 0.125 << 0.0 << false;
    QTest::newRow("stored") << "stored.npz"
                            << ""
                            << "images[3]" << 1.0 << 0.0 << true;
    QTest::newRow("packed") << "packed.npz"
                            << "labels"
                            << "images[3]" << 1.0 << 0.0 << false;
    QTest::newRow("hdf5") << "plain.h5"
                          << ""
                          << "images[3]" << 1.0 << 0.0 << true;
    QTest::newRow("gzip") << "packed.h5"
                          << ""
                          << "part/x[3]" << 1.0 << -100.0 << false;
  }
  void asNumPyWritesThem() {
    QFETCH(QString, file);
    QFETCH(QString, labels);
    QFETCH(QString, name);
    QFETCH(double, factor);
    QFETCH(double, shift);
    QFETCH(bool, isMapped);
    const ImageFolder folder;
    const auto path = folder.write(file.toStdString(), goldenFile(file.toStdString()));
    Options options;
    if (!labels.isEmpty()) {
      options["label"] = labels.toStdString();
      if (labels.endsWith(".npy")) {
        folder.write(labels.toStdString(), goldenFile(labels.toStdString()));
      }
    }
    const auto set = readImageTask(folder, imageTask(file.toStdString(), options));
    VERIFY_OK(set);
    QVERIFY((set->inputs->shape() == InputShape{2, 3, 5, true}));
    QCOMPARE(allOf(*set), goldenImages(static_cast<float>(factor), static_cast<float>(shift)));
    QCOMPARE(set->names.back(), name.toStdString());
    if (file == "u16.npy") {
      QCOMPARE(set->targets.classes, (std::vector<std::string>{"Ulme \u00fc", "ash", "oak"}));
      QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{1, 2, 1, 0}));
    } else if (file == "f2.npy") {
      QCOMPARE(set->targets.classes, (std::vector<std::string>{"ash", "elm", "oak"}));
    } else {
      QCOMPARE(set->targets.classes, (std::vector<std::string>{"0", "2", "7"}));
      QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{1, 0, 1, 2}));
    }
    auto arrays = openArrays(path);
    VERIFY_OK(arrays);
    QCOMPARE((*arrays)->arrays()[0].mapOffset > 0 && isMapped, isMapped);
    if (set->sizeBytes == static_cast<std::int64_t>(std::filesystem::file_size(path))) {  // one file: its own SHA-256
      std::ifstream in(path, std::ios::binary);
      QCOMPARE(set->dataHash, base::sha256Hex(std::string(std::istreambuf_iterator<char>(in), {})));
    }
  }

  void refusedWithAReason() {
    const ImageFolder folder;
    folder.write("big.npy", goldenFile("big.npy"));
    folder.write("labels.npy", smallLabels({0, 1, 0, 1}));
    VERIFY_ERROR(readImageTask(folder, imageTask("big.npy")), "its bytes are big endian; write it with .astype('<f4')");
    folder.write("fortran.npy", goldenFile("fortran.npy"));
    VERIFY_ERROR(readImageTask(folder, imageTask("fortran.npy")),
                 "it is in Fortran order; write it with numpy.ascontiguousarray()");
    folder.write("c.npy", npyBytes("<c16", "(4, 2, 2)", std::string(256, '\0')));
    VERIFY_ERROR(readImageTask(folder, imageTask("c.npy")), "its type \"<c16\" is not one of numbers");
    folder.write("t.npy", npyBytes("<U3", "(4, 1, 1)", std::string(48, '\0')));
    VERIFY_ERROR(readImageTask(folder, imageTask("t.npy")), "Images are numbers of shape");
    folder.write("flat.npy", npyBytes("|u1", "(4, 4)", std::string(16, '\0')));
    VERIFY_ERROR(readImageTask(folder, imageTask("flat.npy")),
                 "has the shape [4, 4] of uint8. Images are numbers of shape");
  }

  void cutAndDamagedFiles() {
    const ImageFolder folder;
    const std::string npy = goldenFile("u16.npy");
    folder.write("labels.npy", smallLabels({0, 1, 0, 1}));
    folder.write("x.npy", npy.substr(0, npy.size() - 10));
    VERIFY_ERROR(readImageTask(folder, imageTask("x.npy")),
                 "The array of shape [4, 3, 5, 2] is cut short: only 230 bytes");
    for (const std::size_t size : {0U, 5U, 11U, 60U}) {
      folder.write("x.npy", npy.substr(0, size));
      VERIFY_ERROR(readImageTask(folder, imageTask("x.npy")), "x.npy: This is no NPY array");
    }
    for (const char* shape : {"(4, 99999999, 99999999, 99999999)", "(4,", "(-1, 2)", "(18446744073709551615, 2, 2)"}) {
      folder.write("x.npy", npyBytes("|u1", shape, std::string(16, '\0')));
      QVERIFY(!readImageTask(folder, imageTask("x.npy")).ok());
    }
    for (const char* name : {"stored.npz", "packed.npz", "plain.h5", "packed.h5"}) {
      const std::string whole = goldenFile(name);
      for (const std::size_t part : {0U, 1U, 10U, 50U, 95U}) {
        folder.write(name, whole.substr(0, whole.size() * part / 100));
        const auto set = readImageTask(folder, imageTask(name));
        QVERIFY2(!set.ok() && set.error().context.find(name) != std::string::npos, errorText(set).c_str());
      }
    }
    std::string packed = goldenFile("packed.npz");
    packed[200] ^= 0x11;  // within the packed images
    folder.write("packed.npz", packed);
    VERIFY_ERROR(readImageTask(folder, imageTask("packed.npz")), "is damaged");
    // A wrong number is found by the check sum of its member, mapped or not.
    for (const bool isLabel : {false, true}) {
      std::string bytes = npzBytes({{"x.npy", smallImages(3)}, {"y.npy", smallLabels({0, 1, 0})}});
      bytes[bytes.find("NUMPY", isLabel ? bytes.find("y.npy") : 0) + 128] ^= 1;
      folder.write("sum.npz", bytes);
      VERIFY_ERROR(readImageTask(folder, imageTask("sum.npz")),
                   isLabel ? "The member \"y.npy\"" : "The member \"x.npy\"");
    }
    // Any byte of an archive may be wrong: an error or a set, never more.
    const std::string stored = goldenFile("stored.npz");
    for (std::size_t place = 0; place < stored.size(); place += 3) {
      std::string bytes = stored;
      bytes[place] = static_cast<char>(bytes[place] ^ 0x7F);
      folder.write("stored.npz", bytes);
      [[maybe_unused]] const auto set = readImageTask(folder, imageTask("stored.npz"));
    }
  }

  void whatIsThereIsListed() {
    const ImageFolder folder;
    folder.write("a.npz", npzBytes({{"one.npy", smallImages(3)}, {"two.npy", smallImages(3)}}));
    VERIFY_ERROR(
        readImageTask(folder, imageTask("a.npz")),
        "It is not clear which array holds the images. The file holds: one (uint8 [3, 2, 2]), two (uint8 [3, 2, 2])");
    VERIFY_ERROR(readImageTask(folder, imageTask("a.npz", {{"images", std::string("three")}})),
                 "There is no array \"three\"");
    folder.write("b.npz", npzBytes({{"x.npy", smallImages(3)}}));
    VERIFY_ERROR(readImageTask(folder, imageTask("b.npz")),
                 "There is no array of labels. The file holds: x (uint8 [3, 2, 2])");
    folder.write("c.npz", npzBytes({}));
    VERIFY_ERROR(readImageTask(folder, imageTask("c.npz")), "The file holds: none");
    folder.write("plain.h5", goldenFile("plain.h5"));
    VERIFY_ERROR(readImageTask(folder, imageTask("plain.h5", {{"images", std::string("img")}})),
                 "There is no array \"img\". The file holds: images (uint16 [4, 3, 5, 2]), labels (int64 [4])");
    VERIFY_ERROR(readImageTask(folder, imageTask("plain.h5", {{"label", std::string("y")}})),
                 "There is no array \"y\"");
    folder.write("alone/x.npy", smallImages(3));
    VERIFY_ERROR(readImageTask(folder, imageTask("alone/x.npy")),
                 "There are no labels beside the images (looked for y.npy");
    VERIFY_ERROR(readImageTask(folder, imageTask("alone/x.npy", {{"label", std::string("z.npy")}})), "does not exist");
    VERIFY_ERROR(readImageTask(folder, imageTask("gone.npz")), "does not exist");
  }

  void layouts() {
    const ImageFolder folder;
    std::vector<std::uint8_t> values;
    for (int i = 0; i < 2 * 3 * 4 * 4; ++i) {
      values.push_back(static_cast<std::uint8_t>(i));
    }
    folder.write("x.npy", npyBytes("|u1", "(2, 3, 4, 4)", rawBytes(values)));
    folder.write("y.npy", smallLabels({0, 1}));
    const auto guessed = readImageTask(folder, imageTask("x.npy"));
    VERIFY_OK(guessed);
    QVERIFY((guessed->inputs->shape() == InputShape{3, 4, 4, true}));
    VERIFY_NOTE(guessed->notes, "is taken for channels first");
    const std::vector<float> first = gathered(*guessed, 1);
    QCOMPARE(first[0], 48.0F);
    QCOMPARE(first[1], 64.0F);
    QCOMPARE(first[3], 49.0F);
    const auto last = readImageTask(folder, imageTask("x.npy", {{"layout", std::string("nhwc")}}));
    VERIFY_OK(last);
    QVERIFY((last->inputs->shape() == InputShape{4, 3, 4, true}));
    QCOMPARE(gathered(*last, 1)[1], 49.0F);
    const auto bands = readImageTask(folder, imageTask("x.npy", {{"bands", std::vector<double>{3, 1}}}));
    VERIFY_OK(bands);
    QCOMPARE(gathered(*bands, 0)[0], 32.0F);
    QCOMPARE(gathered(*bands, 0)[1], 0.0F);
    VERIFY_ERROR(readImageTask(folder, imageTask("x.npy", {{"bands", std::int64_t{4}}})), "bands asks for number 4");
    folder.write("x.npy", npyBytes("|u1", "(2, 3, 4, 3)", rawBytes(values)));
    VERIFY_ERROR(readImageTask(folder, imageTask("x.npy")), "which axis holds the bands is not clear");
    // The same images in both layouts have the same keys.
    folder.write("x.npy", npyBytes("|u1", "(2, 3, 4, 4)", rawBytes(values)));
    std::vector<std::uint8_t> moved(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      moved[i / 48 * 48 + i % 16 * 3 + i % 48 / 16] = values[i];
    }
    folder.write("other/x.npy", npyBytes("|u1", "(2, 4, 4, 3)", rawBytes(moved)));
    folder.write("other/y.npy", smallLabels({0, 1}));
    const auto other = readImageTask(folder, imageTask("other/x.npy"));
    VERIFY_OK(other);
    QCOMPARE(allOf(*other), allOf(*readImageTask(folder, imageTask("x.npy"))));
    QCOMPARE(other->exactKeys, readImageTask(folder, imageTask("x.npy"))->exactKeys);
  }

  void labelsOfManyKinds() {
    const ImageFolder folder;
    folder.write("x.npy", smallImages(3));
    const auto read = [&](const std::string& labels, const Options& options = {}) {
      folder.write("y.npy", labels);
      return readImageTask(folder, imageTask("x.npy", options));
    };
    const auto column = read(npyBytes("<i4", "(3, 1)", rawBytes<std::int32_t>({10, 9, 10})));
    VERIFY_OK(column);
    QCOMPARE(column->targets.classes, (std::vector<std::string>{"9", "10"}));  // by value
    const auto hot = read(npyBytes("<f4", "(3, 2)", rawBytes<float>({0, 1, 1, 0, 0, 1})));
    VERIFY_OK(hot);
    QVERIFY(hot->targets.kind == TargetKind::kClass);
    QCOMPARE(hot->targets.labels, (std::vector<std::int32_t>{1, 0, 1}));
    const auto several = read(npyBytes("|b1", "(3, 2)", std::string("\x01\x01\x00\x01\x00\x00", 6)));
    VERIFY_OK(several);
    QVERIFY(several->targets.kind == TargetKind::kMultiLabel);
    QCOMPARE(several->targets.bits, (std::vector<std::uint8_t>{1, 1, 0, 1, 0, 0}));
    const auto masks = read(npyBytes("<i2", "(3, 2, 2)", rawBytes<std::int16_t>({5, 5, -1, 5, 8, 8, 8, 8, 5, 8, 5, 8})),
                            {{"ignore", std::int64_t{-1}}});
    VERIFY_OK(masks);
    QVERIFY(masks->targets.kind == TargetKind::kMask);
    QCOMPARE(masks->targets.classes, (std::vector<std::string>{"5", "8"}));
    QCOMPARE(masks->targets.masks, (std::vector<std::uint8_t>{0, 0, 255, 0, 1, 1, 1, 1, 0, 1, 0, 1}));
    const auto named = read(smallLabels({1, 0, 1}), {{"class_names", std::vector<std::string>{"oak", "ash", "elm"}}});
    VERIFY_OK(named);
    QCOMPARE(named->targets.classes, (std::vector<std::string>{"oak", "ash", "elm"}));
    QCOMPARE(named->targets.labels, (std::vector<std::int32_t>{1, 0, 1}));
    VERIFY_ERROR(read(smallLabels({1, 0, 3}), {{"class_names", std::vector<std::string>{"a", "b"}}}),
                 "The label 3 has no name");
    VERIFY_ERROR(read(smallLabels({1, 0})), "Both need the same first axis");
    VERIFY_ERROR(read(npyBytes("<f4", "(3,)", rawBytes<float>({0, 1.5, 1}))), "The label 1.5 is no whole number");
    VERIFY_ERROR(read(npyBytes("<f4", "(3, 2)", rawBytes<float>({0, 2, 1, 0, 0, 1}))),
                 "must be 0 or 1, and row 0 holds 2");
    VERIFY_ERROR(read(smallLabels({4, 4, 4})), "There is one class only (4)");
    VERIFY_ERROR(read(npyBytes("<i2", "(3, 4, 1)", rawBytes<std::int16_t>(std::vector<std::int16_t>(12, 1)))),
                 "one class only");
    VERIFY_ERROR(read(npyBytes("<i2", "(3, 3, 3)", rawBytes<std::int16_t>(std::vector<std::int16_t>(27, 1)))),
                 "The masks have 9 pixels, and the images have 4 (2x2)");
    folder.write("x.npy", smallImages(1));
    VERIFY_ERROR(read(smallLabels({1})), "There is one image only (x.npy[0])");
    folder.write("x.npy", npyBytes("|u1", "(0, 2, 2)", {}));
    VERIFY_ERROR(read(smallLabels({})), "holds no image");
  }

  void parts() {
    const ImageFolder folder;
    folder.write("m.npz", npzBytes({{"train_images.npy", smallImages(3)},
                                    {"train_labels.npy", smallLabels({0, 1, 0})},
                                    {"val_images.npy", smallImages(2, 2)},
                                    {"val_labels.npy", smallLabels({1, 0})},
                                    {"test_images.npy", smallImages(1, 3)},
                                    {"test_labels.npy", smallLabels({1})}}));
    TaskSpec spec = imageTask("");
    spec.train = spec.validation = spec.test = "m.npz";
    std::vector<Block> blocks;
    const auto set = readImageTask(folder, spec, &blocks);
    VERIFY_OK(set);
    QVERIFY((blocks == std::vector<Block>{Block::kTrain, Block::kTrain, Block::kTrain, Block::kValidation,
                                          Block::kValidation, Block::kTest}));
    QCOMPARE(set->targets.labels, (std::vector<std::int32_t>{0, 1, 0, 1, 0, 1}));
    QCOMPARE(set->names[5], std::string("m.npz test_images[0]"));
    // One array for two parts is a mistake.
    folder.write("n.npz", npzBytes({{"x.npy", smallImages(3)}, {"y.npy", smallLabels({0, 1, 0})}}));
    spec.train = spec.validation = spec.test = "n.npz";
    VERIFY_ERROR(readImageTask(folder, spec), "Two parts of the task name the same array \"x\"");
    // A file for each part.
    folder.write("x_train.npy", smallImages(3));
    folder.write("y_train.npy", smallLabels({0, 1, 0}));
    folder.write("x_test.npy", smallImages(2));
    folder.write("y_test.npy", smallLabels({1, 0}));
    spec.train = "x_train.npy";
    spec.test = "x_test.npy";
    spec.validation.clear();
    const auto files = readImageTask(folder, spec, &blocks);
    VERIFY_OK(files);
    QCOMPARE(files->targets.labels, (std::vector<std::int32_t>{0, 1, 0, 1, 0}));
    QCOMPARE(files->exactKeys[0], files->exactKeys[3]);
    folder.write("x_test.npy", npyBytes("<f4", "(2, 2, 2)", std::string(32, '\0')));
    VERIFY_ERROR(readImageTask(folder, spec), "are of another kind than those before (2x2, 1 band, uint8)");
  }

  void hdf5OfManyTypes() {
    const ImageFolder folder;
    const auto path = folder.path() / "t.h5";
    const hid_t file = H5Fcreate(path.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const auto write = [file](const char* name, hid_t stored, const std::vector<hsize_t>& shape,
                              const std::vector<double>& values) {
      const hid_t space = H5Screate_simple(static_cast<int>(shape.size()), shape.data(), nullptr);
      const hid_t set = H5Dcreate2(file, name, stored, space, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
      H5Dwrite(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data());
      H5Dclose(set);
      H5Sclose(space);
    };
    const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8};
    const std::vector<std::pair<std::string, hid_t>> types = {
        {"u8", H5T_STD_U8LE},    {"i8", H5T_STD_I8LE},      {"u16", H5T_STD_U16LE},
        {"i16", H5T_STD_I16BE},  {"i32", H5T_STD_I32LE},    {"u64", H5T_STD_U64BE},
        {"f32", H5T_IEEE_F32LE}, {"f32be", H5T_IEEE_F32BE}, {"f64", H5T_IEEE_F64LE}};
    for (const auto& [name, type] : types) {
      write(name.c_str(), type, {2, 2, 2}, values);
    }
    write("y", H5T_STD_I32BE, {2}, {3, 5});
    write("scalar", H5T_IEEE_F64LE, {}, {1});
    H5Fclose(file);
    for (const auto& [name, type] : types) {
      const auto set = readImageTask(folder, imageTask("t.h5", {{"images", name}, {"label", std::string("y")}}));
      VERIFY_OK(set);
      QCOMPARE(allOf(*set), asFloats(values));
      QCOMPARE(set->targets.classes, (std::vector<std::string>{"3", "5"}));
    }
  }
};

QTEST_GUILESS_MAIN(ImagesArrayTest)
#include "images_array_test.moc"
