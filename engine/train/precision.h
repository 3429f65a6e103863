// Where a network computes and how precisely: CPU or an NVIDIA device, single precision or bfloat16 by autocast.
// On the CPU bfloat16 is off by default: measured slower than convolution by taps in single precision (tests/bench).
// LibTorch's CUDA library is opened when a device is first asked for, so that one program serves machines with and
// without; an earlier question about CUDA would have cached "none".
// Thread: any; an AutocastScope belongs to the thread that made it. Blocking: openDevice() up to a second, once.
// Errors: kDevice with what to do; kBadInput for a name that is no device.
#pragma once

#include <string>

#include "engine/api/result.h"
#include "engine/nn/torch_pch.h"

namespace touchstone::train {

enum class Precision { kSingle, kBfloat16 };

// "cpu", "cuda", "cuda:1".
Result<at::Device> openDevice(const std::string& name);

// Operators called while it lives compute in bfloat16 where that is safe.
class AutocastScope {
 public:
  AutocastScope(const at::Device& device, Precision precision);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  const at::DeviceType m_type;
  const bool m_isActive;
  bool m_wasEnabled = false;
  at::ScalarType m_previousType = at::kFloat;
};

}  // namespace touchstone::train
