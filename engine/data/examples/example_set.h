// Labelled examples of one task: sequences or images with a class, several classes, or a mask each.
// Inputs stay in their compact form (symbols of 8 bits, pixels as stored, mapped or cached) and are expanded per batch.
// Shapes: B picks, C channels (one-hot symbols or bands), H x W pixels (H 1 for sequences, W positions), K classes.
// Thread: const after reading, any thread, several at once. Blocking: gather() may read the disk.
// Errors: kBadInput, kNotFound with file, place and advice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/api/result.h"
#include "engine/api/spec.h"

namespace touchstone::data {

struct InputShape {
  int channels = 1;
  int height = 1;  // 1 for sequences
  int width = 1;
  bool isImage = false;

  std::size_t positions() const { return static_cast<std::size_t>(height) * static_cast<std::size_t>(width); }
  std::size_t values() const { return static_cast<std::size_t>(channels) * positions(); }
  friend bool operator==(const InputShape&, const InputShape&) = default;
};

// One item as a batch wants it. Turns of a sequence: 0 as it is, 1 its reverse complement. Turns of an image: quarter
// turns counterclockwise (turn & 3), after a left-right flip where turn & 4; odd quarter turns only where H equals W.
struct Pick {
  std::uint32_t item = 0;
  std::uint8_t turn = 0;
};

// Turns that keep the shape: 2 for sequences of an alphabet with complements (else 1), 8 for square images, 4 else
// (0, 2, 4, 6).
std::vector<std::uint8_t> possibleTurns(const InputShape& shape, bool hasComplement);

// Where in the source image the pixel (row, column) of the turned one comes from: row-major index.
std::size_t turnedFrom(const InputShape& shape, std::uint8_t turn, std::size_t row, std::size_t column);

class ExampleInputs {
 public:
  virtual ~ExampleInputs() = default;
  virtual InputShape shape() const = 0;
  virtual std::size_t count() const = 0;
  virtual bool hasComplement() const { return false; }  // sequences of nucleotides
  // Sequences: out [B, C, W], one-hot; N is 0.25 of each (or the codes' shares), padding all 0.
  // Images: out [B, H, W, C], channels last, scaled per band; missing pixels 0, which is the band's mean.
  virtual Result<void> gather(std::span<const Pick> picks, std::span<float> out) const = 0;
  // Sequences: the letters of an item without padding [L], L <= W, as codes of SequenceAlphabet; empty for images.
  virtual std::span<const std::uint8_t> symbols(std::size_t item) const;
  // An item as views show it: letters [W], or pixels of 8 bits [H, W, C], three deviations to each side of a band's mean.
  virtual std::vector<std::uint8_t> display(std::size_t item) const;
};

// Some items of another set, in the given order: what a contender may see, what the test is.
class InputSelection : public ExampleInputs {
 public:
  InputSelection(std::shared_ptr<const ExampleInputs> all, std::vector<std::uint32_t> items);

  InputShape shape() const override { return m_all->shape(); }
  std::size_t count() const override { return m_items.size(); }
  bool hasComplement() const override { return m_all->hasComplement(); }
  Result<void> gather(std::span<const Pick> picks, std::span<float> out) const override;
  std::span<const std::uint8_t> symbols(std::size_t item) const override { return m_all->symbols(m_items[item]); }
  std::vector<std::uint8_t> display(std::size_t item) const override { return m_all->display(m_items[item]); }

 private:
  const std::shared_ptr<const ExampleInputs> m_all;
  const std::vector<std::uint32_t> m_items;
};

enum class TargetKind { kClass, kMultiLabel, kMask };
const char* toWord(TargetKind kind);  // class, multi-label, mask

constexpr std::uint8_t kIgnoredPixel = 255;  // of a mask: not trained on, not scored

struct Targets {
  TargetKind kind = TargetKind::kClass;
  std::vector<std::string> classes;   // [K] names, in the order of the output
  std::vector<std::int32_t> labels;   // kClass: [N] in 0..K-1
  std::vector<std::uint8_t> bits;     // kMultiLabel: [N, K] 0 or 1
  std::vector<std::uint8_t> masks;    // kMask: [N, H, W] in 0..K-1 or kIgnoredPixel
  std::size_t maskPixels = 0;         // kMask: H x W

  std::size_t classCount() const { return classes.size(); }
  std::size_t count() const;
  Targets select(std::span<const std::uint32_t> items) const;
  // Masks turned as their images are: [H, W] of one item.
  void gatherMask(const Pick& pick, const InputShape& shape, std::span<std::uint8_t> out) const;
};

// What a reader hands over, before it is split.
struct ExampleSet {
  std::shared_ptr<const ExampleInputs> inputs;
  Targets targets;
  std::vector<std::string> names;          // [N] of the items, for messages and views: "row 12", "Forest/Forest_7.jpg"
  std::vector<std::uint64_t> exactKeys;    // [N] equal content, equal key (sequence as cropped; pixels as stored)
  std::vector<std::uint64_t> nearKeys;     // [N] sequences: equal up to reverse complement; images: equal to exactKeys
  std::vector<std::uint32_t> groups;       // [N] items of one group stay together in a ratio split, such as tiles cut from
                                           // one image; empty: every item is on its own
  std::vector<std::string> notes;          // what was padded, cropped, replaced; one sentence each
  std::string dataHash;                    // SHA-256 over the contents of all files, in order; of image folders with the
                                           // names, of several tables or arrays over their SHA-256s
  std::int64_t sizeBytes = 0;              // of the files
};

}  // namespace touchstone::data
