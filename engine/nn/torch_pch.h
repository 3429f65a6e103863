// The one precompiled header of the torch module: torch/torch.h costs 14 to 25 s and 1.3 GB in every file without it.
// For .cpp files of nn/, train/ and the contenders that use torch, and for their headers whose types are torch's.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>
