// The contenders `cnn`, `cnn-tuned` and `dasha`: convolutional networks for labelled sequences and images.
//   cnn        one training of the backbone with default settings.
//   cnn-tuned  ASHA over the training's settings, then a longer training with the best of them.
//   dasha      an architecture search (DASH) for kernel size and dilation of every convolution, then as cnn-tuned with what
//              it found; with backbone = "choose" a first stage picks backbone and gradient scale by short searches.
// With a limit of seconds every stage is sized by measuring steps on this machine, and says what it chose.
// Thread, blocking: as Contender. Errors: kBadInput for options and for tasks that a network cannot take.
// Source: arXiv 2411.02796 (DASHA), arXiv 2204.07554 (DASH), Li et al. 2020 (ASHA).
#pragma once

#include <memory>
#include <string>

#include "engine/api/result.h"
#include "engine/contenders/contender.h"

namespace touchstone::contenders {

Result<std::unique_ptr<Contender>> makeDasha(const ContenderSpec& spec, const std::string& device);

}  // namespace touchstone::contenders
