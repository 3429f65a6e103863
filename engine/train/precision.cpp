#include "engine/train/precision.h"

#include <ATen/autocast_mode.h>
#include <dlfcn.h>
#include <torch/torch.h>

#include <mutex>

namespace touchstone::train {

namespace {

void loadCuda() {
  static std::once_flag once;
  std::call_once(once, [] { dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE); });
}

Error noDevice(const std::string& name) {
  return Error{
      ErrorCode::kDevice,
      "The device \"" + name +
          "\" is not there, or its CUDA libraries were not installed. Run packaging/setup on a machine with the "
          "device, or choose cpu.",
      {}};
}

}  // namespace

Result<at::Device> openDevice(const std::string& name) {
  const bool isCuda = name == "cuda" || (name.starts_with("cuda:") && name.size() > 5 && name.size() < 8 &&
                                         name.find_first_not_of("0123456789", 5) == std::string::npos);
  if (name == "cpu") {
    return at::Device(at::kCPU);
  }
  if (!isCuda) {
    return Error{ErrorCode::kBadInput, "\"" + name + "\" is no device. Known are cpu, cuda and cuda:N.", {}};
  }
  loadCuda();
  const int index = name == "cuda" ? 0 : std::stoi(name.substr(5));
  if (!torch::cuda::is_available() || index >= static_cast<int>(torch::cuda::device_count())) {
    return noDevice(name);
  }
  return at::Device(at::kCUDA, static_cast<at::DeviceIndex>(index));
}

AutocastScope::AutocastScope(const at::Device& device, Precision precision)
    : m_type(device.type()), m_isActive(precision == Precision::kBfloat16) {
  if (m_isActive) {
    m_wasEnabled = at::autocast::is_autocast_enabled(m_type);
    m_previousType = at::autocast::get_autocast_dtype(m_type);
    at::autocast::set_autocast_enabled(m_type, true);
    at::autocast::set_autocast_dtype(m_type, at::kBFloat16);
    at::autocast::increment_nesting();
  }
}

AutocastScope::~AutocastScope() {
  if (m_isActive) {
    if (at::autocast::decrement_nesting() == 0) {
      at::autocast::clear_cache();  // of weights in bfloat16: they change with the next step
    }
    at::autocast::set_autocast_enabled(m_type, m_wasEnabled);
    at::autocast::set_autocast_dtype(m_type, m_previousType);
  }
}

}  // namespace touchstone::train
