#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>

#include "engine/nn/safetensors.h"

namespace touchstone::nn {

namespace {

constexpr std::size_t kAlignment = 8;  // the header is padded with spaces, so that the data start aligned

std::string headerText(const SafetensorsContent& content) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  if (!content.metadata.empty()) {
    header["__metadata__"] = content.metadata;
  }
  std::size_t offset = 0;
  for (const auto& [name, tensor] : content.tensors) {
    const std::size_t end = offset + tensor.values.size() * sizeof(float);
    header[name] = {{"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  text.resize((text.size() + kAlignment - 1) / kAlignment * kAlignment, ' ');
  return text;
}

// A file descriptor that closes itself; write() and sync() keep the first error number.
class OutputFile {
 public:
  explicit OutputFile(const std::filesystem::path& path)
      : m_descriptor(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)) {
    if (m_descriptor < 0) {
      m_errno = errno;
    }
  }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() { close(); }

  void write(const void* bytes, std::size_t size) {
    const auto* from = static_cast<const char*>(bytes);
    while (m_errno == 0 && size > 0) {
      const ssize_t written = ::write(m_descriptor, from, size);
      if (written < 0 && errno == EINTR) {
        continue;
      }
      if (written < 0) {
        m_errno = errno;
        return;
      }
      from += written;
      size -= static_cast<std::size_t>(written);
    }
  }
  void sync() {
    if (m_errno == 0 && ::fsync(m_descriptor) != 0) {
      m_errno = errno;
    }
  }
  void close() {
    if (m_descriptor >= 0 && ::close(m_descriptor) != 0 && m_errno == 0) {
      m_errno = errno;
    }
    m_descriptor = -1;
  }
  int firstErrno() const { return m_errno; }

 private:
  int m_descriptor = -1;
  int m_errno = 0;
};

Error writeError(const std::filesystem::path& path, int number) {
  if (number == ENOSPC || number == EDQUOT) {
    return Error{ErrorCode::kDiskFull, "There is no space left for the checkpoint. Free some space, then resume.",
                 path.string()};
  }
  return Error{ErrorCode::kReadOnly,
               std::string("The checkpoint cannot be written (") + std::strerror(number) + "). Check the folder.",
               path.string()};
}

}  // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, const SafetensorsContent& content) {
  const std::string header = headerText(content);
  const std::uint64_t headerBytes = header.size();
  std::filesystem::path part = path;
  part += ".part";
  OutputFile file(part);
  file.write(&headerBytes, sizeof headerBytes);
  file.write(header.data(), header.size());
  for (const auto& [name, tensor] : content.tensors) {
    file.write(tensor.values.data(), tensor.values.size() * sizeof(float));
  }
  file.sync();
  file.close();
  if (file.firstErrno() == 0 && ::rename(part.c_str(), path.c_str()) == 0) {
    return {};
  }
  const int number = file.firstErrno() != 0 ? file.firstErrno() : errno;
  ::unlink(part.c_str());
  return writeError(path, number);
}

}  // namespace touchstone::nn
