#include "engine/data/raster/hdf5_arrays.h"

#define H5_USE_110_API  // the same names in newer libraries
#include <hdf5.h>

#include <algorithm>
#include <mutex>

namespace touchstone::data {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPieceBytes = std::size_t{4} << 20;  // read at a time, at least one item

std::mutex& libraryMutex() {
  static std::mutex mutex;
  return mutex;
}

// An identifier of the library that is closed by the function that fits it.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : m_id(id), m_close(close) {}
  ~Handle() {
    if (m_id >= 0) {
      m_close(m_id);
    }
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  hid_t id() const { return m_id; }
  bool isOpen() const { return m_id >= 0; }

 private:
  hid_t m_id;
  herr_t (*m_close)(hid_t);
};

// The innermost message of the library's error stack.
std::string lastReason() {
  std::string reason;
  H5Ewalk2(
      H5E_DEFAULT, H5E_WALK_UPWARD,
      [](unsigned depth, const H5E_error2_t* error, void* text) -> herr_t {
        if (depth == 0 && error->desc != nullptr) {
          *static_cast<std::string*>(text) = error->desc;
        }
        return 0;
      },
      &reason);
  return reason.empty() ? "unknown reason" : reason;
}

ElementType typeOf(hid_t type) {
  const std::size_t size = H5Tget_size(type);
  if (H5Tget_class(type) == H5T_FLOAT) {
    return size == 8 ? ElementType::kF64 : size <= 4 ? ElementType::kF32 : ElementType::kOther;
  }
  if (H5Tget_class(type) == H5T_ENUM) {  // how h5py keeps bool
    return size == 1 ? ElementType::kU8 : ElementType::kOther;
  }
  if (H5Tget_class(type) != H5T_INTEGER) {
    return ElementType::kOther;
  }
  const bool isSigned = H5Tget_sign(type) == H5T_SGN_2;
  switch (size) {
  case 1:
    return isSigned ? ElementType::kI8 : ElementType::kU8;
  case 2:
    return isSigned ? ElementType::kI16 : ElementType::kU16;
  case 4:
    return isSigned ? ElementType::kI32 : ElementType::kU32;
  case 8:
    return isSigned ? ElementType::kI64 : ElementType::kU64;
  default:
    return ElementType::kOther;
  }
}

hid_t nativeOf(ElementType type) {
  switch (type) {
  case ElementType::kI8:
    return H5T_NATIVE_INT8;
  case ElementType::kU8:
    return H5T_NATIVE_UINT8;
  case ElementType::kI16:
    return H5T_NATIVE_INT16;
  case ElementType::kU16:
    return H5T_NATIVE_UINT16;
  case ElementType::kI32:
    return H5T_NATIVE_INT32;
  case ElementType::kU32:
    return H5T_NATIVE_UINT32;
  case ElementType::kI64:
    return H5T_NATIVE_INT64;
  case ElementType::kU64:
    return H5T_NATIVE_UINT64;
  case ElementType::kF64:
    return H5T_NATIVE_DOUBLE;
  default:
    return H5T_NATIVE_FLOAT;
  }
}

// Where the elements lie in one piece, as this machine stores them: then the file can be mapped.
std::uint64_t offsetOf(hid_t dataset, hid_t type, ElementType element) {
  const Handle plan(H5Dget_create_plist(dataset), H5Pclose);
  const bool isPlain = plan.isOpen() && H5Pget_layout(plan.id()) == H5D_CONTIGUOUS &&
                       H5Pget_external_count(plan.id()) == 0 && H5Tequal(type, nativeOf(element)) > 0;
  const haddr_t offset = isPlain ? H5Dget_offset(dataset) : HADDR_UNDEF;
  return offset == HADDR_UNDEF ? 0 : offset;
}

class Hdf5File : public ArrayFile {
 public:
  Hdf5File(fs::path path, hid_t file) : m_path(std::move(path)), m_file(file) {}
  ~Hdf5File() override {
    const std::lock_guard lock(libraryMutex());
    H5Fclose(m_file);
  }
  Hdf5File(const Hdf5File&) = delete;
  Hdf5File& operator=(const Hdf5File&) = delete;

  std::span<const ArrayInfo> arrays() const override { return m_arrays; }

  // Under the lock.
  void list() {
    H5Ovisit2(
        m_file, H5_INDEX_NAME, H5_ITER_INC,
        [](hid_t, const char* name, const H5O_info_t* info, void* self) -> herr_t {
          if (info->type == H5O_TYPE_DATASET) {
            static_cast<Hdf5File*>(self)->add(name);
          }
          return 0;
        },
        this, H5O_INFO_BASIC);
  }

  Result<void> stream(std::size_t array, const Sink& sink) override {
    const std::lock_guard lock(libraryMutex());
    const ArrayInfo& info = m_arrays[array];
    const Handle dataset(H5Dopen2(m_file, info.name.c_str(), H5P_DEFAULT), H5Dclose);
    const Handle space(dataset.isOpen() ? H5Dget_space(dataset.id()) : H5I_INVALID_HID, H5Sclose);
    if (!space.isOpen()) {
      return damaged(info);
    }
    std::vector<hsize_t> count(info.shape.begin(), info.shape.end());
    if (count.empty()) {
      count = {1};
    }
    std::vector<hsize_t> start(count.size(), 0);
    const hsize_t rows = count[0];
    std::size_t rowBytes = info.elementBytes;
    for (std::size_t i = 1; i < count.size(); ++i) {
      rowBytes *= count[i];
    }
    const hsize_t most = std::max<hsize_t>(1, kPieceBytes / std::max<std::size_t>(1, rowBytes));
    std::vector<std::byte> piece;
    for (hsize_t row = 0; row < rows && rowBytes > 0; row += count[0]) {
      start[0] = row;
      count[0] = std::min(most, rows - row);
      piece.resize(count[0] * rowBytes);
      const Handle memory(H5Screate_simple(static_cast<int>(count.size()), count.data(), nullptr), H5Sclose);
      if ((!info.shape.empty() &&
           H5Sselect_hyperslab(space.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr) < 0) ||
          H5Dread(dataset.id(), nativeOf(info.type), memory.id(), space.id(), H5P_DEFAULT, piece.data()) < 0) {
        return damaged(info);
      }
      if (auto taken = sink(piece); !taken) {
        return taken;
      }
    }
    return {};
  }

 private:
  void add(const char* name) {
    ArrayInfo info;
    info.name = name;
    const Handle dataset(H5Dopen2(m_file, name, H5P_DEFAULT), H5Dclose);
    if (!dataset.isOpen()) {
      info.problem = "it cannot be opened: " + lastReason();
      m_arrays.push_back(std::move(info));
      return;
    }
    const Handle type(H5Dget_type(dataset.id()), H5Tclose);
    const Handle space(H5Dget_space(dataset.id()), H5Sclose);
    info.type = typeOf(type.id());
    std::vector<hsize_t> shape(static_cast<std::size_t>(std::max(0, H5Sget_simple_extent_ndims(space.id()))));
    if (!shape.empty()) {
      H5Sget_simple_extent_dims(space.id(), shape.data(), nullptr);
    }
    info.shape.assign(shape.begin(), shape.end());
    if (info.type == ElementType::kOther) {
      info.problem = "it holds text or structures; store numbers";
    } else {
      info.elementBytes = H5Tget_size(nativeOf(info.type));
      info.mapOffset = offsetOf(dataset.id(), type.id(), info.type);
    }
    m_arrays.push_back(std::move(info));
  }

  Error damaged(const ArrayInfo& info) const {
    return {ErrorCode::kBadInput,
            "The data set \"" + info.name + "\" cannot be read: " + lastReason() +
                ". Write the file again, or check that its compression is known to this HDF5 library.",
            m_path.string()};
  }

  fs::path m_path;
  hid_t m_file;
  std::vector<ArrayInfo> m_arrays;
};

}  // namespace

Result<std::unique_ptr<ArrayFile>> openHdf5Arrays(const fs::path& file) {
  std::error_code ignored;
  if (!fs::exists(file, ignored)) {
    return Error{ErrorCode::kNotFound, "The file does not exist. Check the path.", file.string()};
  }
  const std::lock_guard lock(libraryMutex());
  H5open();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  const Handle access(H5Pcreate(H5P_FILE_ACCESS), H5Pclose);
  const hid_t id = H5Fopen(file.c_str(), H5F_ACC_RDONLY, access.id());
  if (id < 0) {
    return Error{ErrorCode::kBadInput,
                 "The file cannot be read as HDF5: " + lastReason() + ". Check that it was written completely.",
                 file.string()};
  }
  auto arrays = std::make_unique<Hdf5File>(file, id);
  arrays->list();
  return std::unique_ptr<ArrayFile>(std::move(arrays));
}

std::string hdf5Version() {
  unsigned major = 0, minor = 0, release = 0;
  H5get_libversion(&major, &minor, &release);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(release);
}

}  // namespace touchstone::data
