#include "engine/contenders/blas.h"

#include <cblas.h>

#include <mutex>

namespace touchstone::contenders {

void useSingleThreadedBlas() {
  static std::once_flag once;
  std::call_once(once, [] { openblas_set_num_threads(1); });
}

}  // namespace touchstone::contenders
