// The one precompiled header of the torch module: torch/torch.h costs 14 to 25 s and 1.3 GB in every file without it.
// For .cpp files of nn/, train/ and contenders that need torch, and for headers of nn/ whose types are torch's; other
// headers do without, so that what includes them does not need torch.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>
