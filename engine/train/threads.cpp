#include "engine/train/threads.h"

#include <cblas.h>
#include <torch/torch.h>

#include <mutex>

namespace touchstone::train {

void useOneThread() {
  static std::once_flag once;
  std::call_once(once, [] { openblas_set_num_threads(1); });  // process-wide in OpenBLAS
  at::set_num_threads(1);
}

}  // namespace touchstone::train
