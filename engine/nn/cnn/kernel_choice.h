// What the search picks for one convolution: a kernel size and a dilation, the same along every axis.
// Thread: value type.
#pragma once

namespace touchstone::nn {

struct KernelChoice {
  int kernel = 3;    // taps along an axis
  int dilation = 1;  // positions from one tap to the next

  // Positions from the first tap to the last, both counted.
  int span() const { return dilation * (kernel - 1) + 1; }
  // Centred ("same" padding): the first offset it reads at; the last is first + span() - 1.
  int first() const { return -((span() - 1) / 2); }
  friend bool operator==(const KernelChoice&, const KernelChoice&) = default;
};

}  // namespace touchstone::nn
