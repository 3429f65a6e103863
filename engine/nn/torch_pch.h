// The one precompiled header of the torch module: torch/torch.h costs 14 to 25 s and 1.3 GB in every file without it.
// For .cpp files of nn/, train/, contenders/dlinear and contenders/foundation only; no header includes it.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>
