// NPZ: a zip archive of NPY members, stored (then they can be mapped) or deflated.
#include <zlib.h>

#include <algorithm>
#include <cstring>

#include "engine/data/images/array_file.h"
#include "engine/data/images/npy_header.h"
#include "engine/data/images/pixel_rows.h"
#include "engine/data/images/random_file.h"
#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{256} << 10;
constexpr std::uint32_t kEndSignature = 0x06054b50, kEnd64Signature = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::uint32_t kEntrySignature = 0x02014b50, kLocalSignature = 0x04034b50;
constexpr std::size_t kEndBytes = 22, kMostComment = 65'535, kLocalBytes = 30, kEntryBytes = 46;

struct Member {
  std::string name;
  std::uint16_t method = 0;  // 0 stored, 8 deflated
  std::uint16_t flags = 0;
  std::uint32_t crc = 0;
  std::uint64_t packedBytes = 0, bytes = 0;
  std::uint64_t headerPlace = 0, dataPlace = 0;
};

template <typename Number>
Number numberAt(std::span<const std::byte> bytes, std::size_t place) {
  return place + sizeof(Number) <= bytes.size() ? loadPixel<Number>(bytes.data() + place) : Number{};
}

// Unpacks a member from its start, piece by piece.
class MemberStream {
 public:
  MemberStream(const RandomFile& file, const Member& member)
      : m_file(file), m_member(member), m_place(member.dataPlace) {
    m_isGood = member.method == 0 || inflateInit2(&m_zip, -MAX_WBITS) == Z_OK;
  }
  ~MemberStream() {
    if (m_member.method != 0) {
      inflateEnd(&m_zip);
    }
  }
  MemberStream(const MemberStream&) = delete;
  MemberStream& operator=(const MemberStream&) = delete;

  // The next bytes, none at the end.
  Result<std::span<const std::byte>> next() {
    m_out.resize(std::min<std::uint64_t>(kPieceBytes, m_member.bytes - m_given));
    if (m_out.empty()) {
      return m_crc == m_member.crc ? Result<std::span<const std::byte>>(std::span<const std::byte>()) : damaged();
    }
    if (auto filled = m_member.method == 0 ? readStored() : inflateSome(); !filled) {
      return filled.error();
    }
    m_given += m_out.size();
    m_crc = static_cast<std::uint32_t>(
        crc32(m_crc, reinterpret_cast<const Bytef*>(m_out.data()), static_cast<uInt>(m_out.size())));
    return std::span<const std::byte>(m_out);
  }

 private:
  Error damaged() const {
    return m_file.error("The member " + quoteForMessage(m_member.name) +
                        " of the archive is damaged. Get the file or write it again.");
  }

  Result<void> readStored() {
    auto done = m_file.read(m_place, m_out);
    m_place += m_out.size();
    return done;
  }

  Result<void> inflateSome() {
    m_zip.next_out = reinterpret_cast<Bytef*>(m_out.data());
    m_zip.avail_out = static_cast<uInt>(m_out.size());
    while (m_isGood && m_zip.avail_out > 0) {
      if (m_zip.avail_in == 0) {
        const std::uint64_t rest = m_member.dataPlace + m_member.packedBytes - m_place;
        m_in.resize(std::min<std::uint64_t>(kPieceBytes, rest));
        if (m_in.empty()) {
          return damaged();
        }
        if (auto read = m_file.read(m_place, m_in); !read) {
          return read;
        }
        m_place += m_in.size();
        m_zip.next_in = reinterpret_cast<Bytef*>(m_in.data());
        m_zip.avail_in = static_cast<uInt>(m_in.size());
      }
      const int status = inflate(&m_zip, Z_NO_FLUSH);
      if (status == Z_STREAM_END && m_zip.avail_out == 0) {
        break;
      }
      m_isGood = status == Z_OK;
    }
    return m_isGood ? Result<void>() : damaged();
  }

  const RandomFile& m_file;
  const Member& m_member;
  std::uint64_t m_place = 0, m_given = 0;
  std::uint32_t m_crc = 0;
  z_stream m_zip{};
  bool m_isGood = false;
  std::vector<std::byte> m_in, m_out;
};

class NpzFile : public ArrayFile {
 public:
  explicit NpzFile(RandomFile file) : m_file(std::move(file)) {}

  Result<void> readDirectory();
  std::span<const ArrayInfo> arrays() const override { return m_arrays; }

  Result<void> stream(std::size_t array, const Sink& sink) override {
    const std::size_t elementBytes = m_arrays[array].elementBytes;
    std::size_t skip = m_dataOffsets[array];
    std::vector<std::byte> rest;
    MemberStream member(m_file, m_members[array]);
    while (true) {
      const auto piece = member.next();
      if (!piece) {
        return piece.error();
      }
      if (piece->empty()) {
        return rest.empty() ? Result<void>() : m_file.error("The array is cut short. Write the file again.");
      }
      const std::size_t skipped = std::min(skip, piece->size());
      skip -= skipped;
      rest.insert(rest.end(), piece->begin() + static_cast<std::ptrdiff_t>(skipped), piece->end());
      const std::size_t whole = rest.size() / elementBytes * elementBytes;
      if (auto taken = whole > 0 ? sink(std::span(rest).first(whole)) : Result<void>(); !taken) {
        return taken;
      }
      rest.erase(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(whole));
    }
  }

 private:
  struct Directory {
    std::uint64_t place = 0, bytes = 0, entries = 0;
  };

  Error damaged() const {
    return m_file.error(
        "This is no NPZ archive, or it is cut short. Get the file or write it again with numpy.savez().");
  }
  Result<Directory> findDirectory() const;
  static Member memberAt(std::span<const std::byte> entry);
  Result<void> locate(Member& member) const;
  Result<void> addArray(Member member);

  RandomFile m_file;
  std::vector<Member> m_members;
  std::vector<ArrayInfo> m_arrays;
  std::vector<std::size_t> m_dataOffsets;
};

Result<NpzFile::Directory> NpzFile::findDirectory() const {
  const std::uint64_t size = m_file.size();
  std::vector<std::byte> tail(std::min<std::uint64_t>(size, kEndBytes + kMostComment));
  if (auto read = m_file.read(size - tail.size(), tail); !read || tail.size() < kEndBytes) {
    return damaged();
  }
  std::size_t end = tail.size() - kEndBytes;
  while (numberAt<std::uint32_t>(tail, end) != kEndSignature) {
    if (end-- == 0) {
      return damaged();
    }
  }
  Directory found{numberAt<std::uint32_t>(tail, end + 16), numberAt<std::uint32_t>(tail, end + 12),
                  numberAt<std::uint16_t>(tail, end + 10)};
  if (end >= 20 && numberAt<std::uint32_t>(tail, end - 20) == kEnd64Locator) {
    std::vector<std::byte> wide(56);
    const auto place = numberAt<std::uint64_t>(tail, end - 12);
    if (auto read = m_file.read(place, wide); !read || numberAt<std::uint32_t>(wide, 0) != kEnd64Signature) {
      return damaged();
    }
    found = {numberAt<std::uint64_t>(wide, 48), numberAt<std::uint64_t>(wide, 40), numberAt<std::uint64_t>(wide, 32)};
  }
  if (found.place > size || found.bytes > size - found.place) {
    return damaged();
  }
  return found;
}

Member NpzFile::memberAt(std::span<const std::byte> entry) {
  Member member;
  member.flags = numberAt<std::uint16_t>(entry, 8);
  member.method = numberAt<std::uint16_t>(entry, 10);
  member.crc = numberAt<std::uint32_t>(entry, 16);
  member.packedBytes = numberAt<std::uint32_t>(entry, 20);
  member.bytes = numberAt<std::uint32_t>(entry, 24);
  member.headerPlace = numberAt<std::uint32_t>(entry, 42);
  const std::size_t nameBytes = numberAt<std::uint16_t>(entry, 28), extraBytes = numberAt<std::uint16_t>(entry, 30);
  const auto name = entry.subspan(std::min(kEntryBytes, entry.size()));
  member.name.assign(reinterpret_cast<const char*>(name.data()), std::min(nameBytes, name.size()));
  // Sizes that do not fit into 32 bits stand in an extra field, in this order, only those.
  for (std::size_t place = kEntryBytes + nameBytes; place + 4 <= kEntryBytes + nameBytes + extraBytes;) {
    const std::size_t bytes = numberAt<std::uint16_t>(entry, place + 2);
    std::size_t value = place + 4;
    if (numberAt<std::uint16_t>(entry, place) == 1) {
      for (std::uint64_t* number : {&member.bytes, &member.packedBytes, &member.headerPlace}) {
        if (*number == 0xFFFFFFFFU && value + 8 <= place + 4 + bytes) {
          *number = numberAt<std::uint64_t>(entry, value);
          value += 8;
        }
      }
    }
    place += 4 + bytes;
  }
  return member;
}

Result<void> NpzFile::locate(Member& member) const {
  std::vector<std::byte> local(kLocalBytes);
  if (auto read = m_file.read(member.headerPlace, local);
      !read || numberAt<std::uint32_t>(local, 0) != kLocalSignature) {
    return damaged();
  }
  member.dataPlace =
      member.headerPlace + kLocalBytes + numberAt<std::uint16_t>(local, 26) + numberAt<std::uint16_t>(local, 28);
  const bool fits = member.dataPlace <= m_file.size() && member.packedBytes <= m_file.size() - member.dataPlace;
  return fits ? Result<void>() : damaged();
}

Result<void> NpzFile::addArray(Member member) {
  ArrayInfo info;
  std::size_t dataOffset = 0;
  const bool isOdd = member.method == 0 ? member.packedBytes != member.bytes : member.method != 8;
  if ((member.flags & 1U) != 0 || isOdd) {
    info.problem = "it is encrypted or packed in a way that NumPy does not use";
  } else {
    MemberStream stream(m_file, member);
    const auto start = stream.next();
    if (!start) {
      return start.error();
    }
    auto header = readNpyHeader(*start);
    if (header) {
      info = std::move(header->info);
      dataOffset = header->dataOffset;
      info.mapOffset = member.method == 0 ? member.dataPlace + dataOffset : 0;
      const auto elements = elementsOf(info);
      if (info.problem.empty() && (!elements || dataOffset + *elements * info.elementBytes != member.bytes)) {
        info.problem = "its size does not fit its shape " + shapeText(info.shape) + "; write the file again";
      }
    } else {
      info.problem = "it is no NPY array, or damaged";
    }
  }
  info.name = member.name.substr(0, member.name.size() - 4);
  m_members.push_back(std::move(member));
  m_arrays.push_back(std::move(info));
  m_dataOffsets.push_back(dataOffset);
  return {};
}

Result<void> NpzFile::readDirectory() {
  const auto directory = findDirectory();
  if (!directory) {
    return directory.error();
  }
  std::vector<std::byte> entries(directory->bytes);
  if (auto read = m_file.read(directory->place, entries); !read) {
    return read;
  }
  std::size_t place = 0;
  for (std::uint64_t i = 0; i < directory->entries; ++i) {
    const auto entry = std::span<const std::byte>(entries).subspan(std::min(place, entries.size()));
    if (numberAt<std::uint32_t>(entry, 0) != kEntrySignature) {
      return damaged();
    }
    Member member = memberAt(entry);
    place += kEntryBytes + numberAt<std::uint16_t>(entry, 28) + std::size_t{numberAt<std::uint16_t>(entry, 30)} +
             numberAt<std::uint16_t>(entry, 32);
    if (!member.name.ends_with(".npy")) {
      continue;
    }
    if (auto located = locate(member); !located) {
      return located;
    }
    if (auto added = addArray(std::move(member)); !added) {
      return added;
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<ArrayFile>> openNpz(const fs::path& path) {
  auto file = RandomFile::open(path);
  if (!file) {
    return file.error();
  }
  auto archive = std::make_unique<NpzFile>(std::move(*file));
  if (auto read = archive->readDirectory(); !read) {
    return read.error();
  }
  return std::unique_ptr<ArrayFile>(std::move(archive));
}

}  // namespace touchstone::data
