#include "engine/api/spec.h"
#include "engine/api/word_table.h"

namespace touchstone {

namespace {

constexpr WordTable<Modality, 3> kModalityWords{
    {{Modality::kTimeSeries, "time-series"}, {Modality::kGenomics, "genomics"}, {Modality::kSatellite, "satellite"}}};
constexpr WordTable<Family, 3> kFamilyWords{
    {{Family::kSupervised, "supervised"}, {Family::kFoundation, "foundation"}, {Family::kReference, "reference"}}};

}  // namespace

const char* toWord(Modality modality) {
  return wordOf(kModalityWords, modality);
}
const char* toWord(Family family) {
  return wordOf(kFamilyWords, family);
}

std::optional<Modality> modalityFrom(std::string_view word) {
  return valueOf(kModalityWords, word);
}
std::optional<Family> familyFrom(std::string_view word) {
  return valueOf(kFamilyWords, word);
}

}  // namespace touchstone
