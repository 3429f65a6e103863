// Files for the tests of the readers: written into a temporary folder, plain or gzip, and the results as plain text.
#pragma once

#include <zlib.h>

#include <QTemporaryDir>
#include <QtTest>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/api/result.h"

namespace touchstone::data {

class TestFolder {
 public:
  std::filesystem::path path() const { return m_folder.path().toStdString(); }

  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    const std::filesystem::path file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return file;
  }

  static std::string packed(const std::string& bytes) {
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
  }

 private:
  QTemporaryDir m_folder;
};

inline std::filesystem::path sampleFile(const std::string& name) {
  return std::filesystem::path(TOUCHSTONE_SOURCE_DIR) / "resources" / "samples" / name;
}

// The folder of large public data sets, or an empty path.
inline std::filesystem::path dataFolder() {
  const char* folder = std::getenv("TOUCHSTONE_DATA");
  return folder != nullptr && *folder != '\0' ? std::filesystem::path(folder) / "data" / "timeseries"
                                              : std::filesystem::path();
}

template <typename T>
std::string errorText(const Result<T>& result) {
  return result.ok() ? std::string("(no error)") : result.error().text();
}

// "date,a\n" and `rows` hourly rows of a daily wave with some noise.
inline std::string hourlyCsv(int rows) {
  std::string text = "date,a,b\n";
  unsigned state = 1;
  for (int i = 0; i < rows; ++i) {
    state = state * 1664525U + 1013904223U;
    const int noise = static_cast<int>(state >> 28);
    const int hour = i % 24;
    char line[96];
    std::snprintf(line, sizeof line, "2020-%02d-%02d %02d:00:00,%d,%d\n", 1 + i / 24 / 28, 1 + i / 24 % 28, hour,
                  (hour < 12 ? hour : 24 - hour) * 10 + noise, 500 - i + noise);
    text += line;
  }
  return text;
}

}  // namespace touchstone::data

// Fails with the error's own text.
#define VERIFY_OK(result)                                                                                              \
  do {                                                                                                                 \
    const auto& checked_ = (result);                                                                                   \
    QVERIFY2(checked_.ok(), touchstone::data::errorText(checked_).c_str());                                            \
  } while (false)
// Fails unless the error holds the text.
#define VERIFY_ERROR(result, expected)                                                                                 \
  do {                                                                                                                 \
    const auto& checked_ = (result);                                                                                   \
    const std::string text_ = touchstone::data::errorText(checked_);                                                   \
    QVERIFY2(!checked_.ok() && text_.find(expected) != std::string::npos, text_.c_str());                              \
  } while (false)
