// Opens libtouchstone_torch.so, which lies beside libtouchstone_core.so, once.
// Thread: engine thread. Blocking: about half a second the first time. Errors: kUnsupported with the loader's reason.
#pragma once

#include "engine/api/result.h"
#include "engine/contenders/torch_module.h"

namespace touchstone::contenders {

Result<const TorchModule*> loadTorchModule();

}  // namespace touchstone::contenders
