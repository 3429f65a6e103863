// The cache of decoded images: the same pixels from it, nothing damaged, nothing stale, and a limit.
#include <fcntl.h>
#include <sys/stat.h>

#include "engine/data/images/image_cache.h"
#include "engine/data/images/raster_files.h"
#include "unit/data/image_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

namespace fs = std::filesystem;

std::vector<std::byte> bytesOf(std::size_t size, int seed) {
  std::vector<std::byte> bytes(size);
  for (std::size_t i = 0; i < size; ++i) {
    bytes[i] = static_cast<std::byte>(static_cast<std::size_t>(seed) + i * 7);
  }
  return bytes;
}

// alwaysFile, so that small pixels are written too
void store(const ImageCache& cache, const std::string& key, const std::vector<std::byte>& pixels,
           const std::string& text) {
  PixelWriter writer(cache, key, pixels.size(), true);
  QVERIFY(writer.append(pixels).ok());
  QVERIFY(!writer.isInMemory());
  if (!pixels.empty()) {
    const auto kept = writer.pixels();
    QVERIFY(kept.ok() && std::equal(kept->bytes.begin(), kept->bytes.end(), pixels.begin(), pixels.end()));
  }
  writer.commit(text);
}

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(folder, ignored)) {
    files.push_back(entry.path());
  }
  return files;
}

// Four images of 2.4 MB: together more than is kept in memory.
void drawLarge(const ImageFolder& folder) {
  for (int i = 0; i < 4; ++i) {
    folder.draw("set/" + std::string(i % 2 == 0 ? "a/" : "b/") + std::to_string(i) + ".tif",
                Drawing{800, 1000, 3, GDT_Byte, {}, i});
  }
}

}  // namespace

class ImagesCacheTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsStoredIsFound() {
    const TestFolder folder;
    const ImageCache cache(folder.path() / "c");
    QVERIFY(!cache.find("k"));
    const auto pixels = bytesOf(10'000, 1);
    store(cache, "k", pixels, "the text");
    const auto found = cache.find("k");
    QVERIFY(found);
    QCOMPARE(found->text, std::string("the text"));
    QVERIFY(std::equal(found->pixels.bytes.begin(), found->pixels.bytes.end(), pixels.begin(), pixels.end()));
    QCOMPARE(filesIn(cache.folder()).size(), std::size_t{1});
    store(cache, "empty", {}, "only text");
    QVERIFY(cache.find("empty")->pixels.isEmpty());
    // What is mapped stays readable when the file goes.
    fs::remove(cache.fileOf("k"));
    QVERIFY(found->pixels.bytes[9999] == pixels[9999]);
    QVERIFY(!cache.find("k"));
  }

  void damagedFilesGo() {
    const TestFolder folder;
    const ImageCache cache(folder.path());
    store(cache, "k", bytesOf(5000, 1), "text");
    const auto file = cache.fileOf("k");
    std::ifstream in(file, std::ios::binary);
    const std::string whole(std::istreambuf_iterator<char>(in), {});
    for (const std::string& damaged :
         {whole.substr(0, 6000), whole.substr(0, 100), std::string(), "x" + whole.substr(1), whole + "y",
          std::string("touchstone pixels 1 99999999999999999999 1\n")}) {
      folder.write("k.pixels", damaged);
      QVERIFY(!cache.find("k"));
      QVERIFY(!fs::exists(file));
    }
  }

  void unfinishedFilesGo() {
    const TestFolder folder;
    const ImageCache cache(folder.path());
    {
      PixelWriter writer(cache, "k", 10, true);
      QVERIFY(writer.append(bytesOf(10, 1)).ok());
      QCOMPARE(filesIn(folder.path()).size(), std::size_t{1});
    }
    QVERIFY(filesIn(folder.path()).empty());
    // One that a killed program left goes after a day, another one not yet.
    const auto old = folder.write("a.pixels.partial.abcdef", "x");
    folder.write("b.pixels.partial.abcdef", "x");
    fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(25));
    store(cache, "k", bytesOf(10, 1), "text");
    QVERIFY(!fs::exists(old) && fs::exists(folder.path() / "b.pixels.partial.abcdef"));
  }

  void theOldestGo() {
    const TestFolder folder;
    const ImageCache cache(folder.path(), 40'000);
    const auto now = fs::file_time_type::clock::now();
    for (const char* key : {"a", "b", "c"}) {
      store(cache, key, bytesOf(8000, 1), "text");
      fs::last_write_time(cache.fileOf(key), now - std::chrono::minutes('z' - key[0]));
    }
    QVERIFY(cache.find("a"));  // used now: b is the oldest
    folder.write("note.txt", "not ours");
    store(cache, "d", bytesOf(8000, 1), "text");
    QVERIFY(cache.find("a") && !cache.find("b") && cache.find("c") && cache.find("d"));
    QVERIFY(fs::exists(folder.path() / "note.txt"));
  }

  void withoutAFolder() {
    const TestFolder folder;
    folder.write("file", "x");
    for (const fs::path& place : {fs::path(), folder.path() / "file" / "c"}) {
      const ImageCache cache(place);
      PixelWriter writer(cache, "k", 100, true);
      QVERIFY(writer.isInMemory());
      QVERIFY(writer.append(bytesOf(60, 1)).ok() && writer.append(bytesOf(40, 2)).ok());
      QCOMPARE(writer.pixels()->bytes.size(), std::size_t{100});
      writer.commit("text");
      QVERIFY(!cache.find("k"));
      QCOMPARE(writer.note().empty(), place.empty());
    }
  }

  void largeSetsComeFromTheCache() {
    const ImageFolder folder;
    drawLarge(folder);
    const auto first = readImageTask(folder, imageTask("set"));
    VERIFY_OK(first);
    const auto files = filesIn(folder.path() / "cache/images");
    QCOMPARE(files.size(), std::size_t{1});
    // Other content of the same size and time: only the cache can give the old pixels.
    const auto victim = folder.path() / "set/a/0.tif";
    struct stat before {};
    QCOMPARE(stat(victim.c_str(), &before), 0);
    folder.draw("set/a/0.tif", Drawing{800, 1000, 3, GDT_Byte, {}, 77});
    const timespec times[] = {before.st_atim, before.st_mtim};
    QCOMPARE(utimensat(AT_FDCWD, victim.c_str(), times, 0), 0);
    const auto second = readImageTask(folder, imageTask("set"));
    VERIFY_OK(second);
    QCOMPARE(second->exactKeys, first->exactKeys);
    QCOMPARE(second->names, first->names);
    QCOMPARE(second->dataHash, first->dataHash);
    QCOMPARE(gathered(*second, 0), gathered(*first, 0));
    // A new time: decoded again.
    fs::last_write_time(victim, fs::file_time_type::clock::now());
    const auto third = readImageTask(folder, imageTask("set"));
    VERIFY_OK(third);
    QVERIFY(third->exactKeys[0] != first->exactKeys[0]);
    QVERIFY(third->dataHash != first->dataHash);
    QCOMPARE(filesIn(folder.path() / "cache/images").size(), std::size_t{2});
    // A damaged cache file is made again.
    for (const auto& file : filesIn(folder.path() / "cache/images")) {
      fs::resize_file(file, 1'000'000);
    }
    const auto fourth = readImageTask(folder, imageTask("set"));
    VERIFY_OK(fourth);
    QCOMPARE(fourth->exactKeys, third->exactKeys);
  }

  void withACacheThatCannotBeWritten() {
    const ImageFolder folder;
    drawLarge(folder);
    folder.write("cache/images", "a file in the way");
    const auto set = readImageTask(folder, imageTask("set"));
    VERIFY_OK(set);
    VERIFY_NOTE(set->notes, "The images stay in memory, because the cache folder");
    QCOMPARE(gathered(*set, 1).size(), std::size_t{800 * 1000 * 3});
  }

  void missingCountsAndTilesAreKept() {
    const ImageFolder folder;
    Drawing drawing{800, 1000, 3, GDT_Byte, {}, 1};
    drawing.nodata = 7;
    folder.draw("set/a/1.tif", drawing);
    drawing.seed = 2;
    folder.draw("set/b/2.tif", drawing);
    drawing.seed = 3;
    folder.draw("set/b/3.tif", drawing);
    drawing.seed = 4;
    folder.draw("set/b/4.tif", drawing);
    const TaskSpec spec = imageTask("set", {{"crop_tiles", std::int64_t{200}}});
    const auto first = readImageTask(folder, spec), second = readImageTask(folder, spec);
    VERIFY_OK(first);
    VERIFY_OK(second);
    QCOMPARE(first->names.size(), std::size_t{80});
    QCOMPARE(second->names, first->names);
    QCOMPARE(second->groups, first->groups);
    QCOMPARE(second->notes, first->notes);
    VERIFY_NOTE(second->notes, "Missing pixels");
    QCOMPARE(gathered(*second, 79, 5), gathered(*first, 79, 5));
  }

  void packedArraysAreKept() {
    const ImageFolder folder;
    const std::string raw = rawBytes(std::vector<float>(10 * 250 * 500, 3.5F));
    folder.write("x.npy", npyBytes("<f2", "(10, 500, 500)", raw));
    std::vector<std::int64_t> labels(10, 0);
    labels[3] = 1;
    folder.write("y.npy", npyBytes("<i8", "(10,)", rawBytes(labels)));
    const auto first = readImageTask(folder, imageTask("x.npy"));
    VERIFY_OK(first);
    QCOMPARE(filesIn(folder.path() / "cache/images").size(), std::size_t{1});
    const auto second = readImageTask(folder, imageTask("x.npy"));
    VERIFY_OK(second);
    QCOMPARE(second->exactKeys, first->exactKeys);
    QCOMPARE(gathered(*second, 9), gathered(*first, 9));
    QCOMPARE(filesIn(folder.path() / "cache/images").size(), std::size_t{1});
  }
};

QTEST_GUILESS_MAIN(ImagesCacheTest)
#include "images_cache_test.moc"
