#include "engine/data/sequences/sequence_alphabet.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>

#include "engine/data/message_text.h"

namespace touchstone::data {

namespace {

constexpr std::uint8_t kUracil = 0x10;
constexpr std::uint8_t kSpace = 0x40;
constexpr std::uint8_t kOther = 0x80;
constexpr std::uint8_t kCodeBits = 0x0F;

constexpr std::array<std::uint8_t, 256> makeTable() {
  std::array<std::uint8_t, 256> table{};
  table.fill(kOther);
  constexpr std::string_view kLetters = "-ACMGRSVTWYHKDBN";
  for (std::size_t code = 1; code < kLetters.size(); ++code) {
    const auto letter = static_cast<unsigned char>(kLetters[code]);
    table[letter] = table[letter | 0x20U] = static_cast<std::uint8_t>(code);
  }
  table['U'] = table['u'] = SequenceAlphabet::kT | kUracil;
  table[' '] = table['\t'] = table['\r'] = kSpace;
  return table;
}

constexpr std::array<std::uint8_t, 256> kTable = makeTable();

std::uint8_t entry(char byte) {
  return kTable[static_cast<unsigned char>(byte)];
}

// Both halves of a 64 x 64 bit product, folded.
std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Product = unsigned __int128;
  const auto product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

}  // namespace

std::uint8_t SequenceAlphabet::code(char letter) {
  const std::uint8_t found = entry(letter);
  return (found & (kSpace | kOther)) != 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(found & kCodeBits);
}

LetterCheck appendCodes(std::string_view text, std::vector<std::uint8_t>& codes) {
  const std::size_t start = codes.size();
  codes.resize(start + text.size());
  std::uint8_t seen = 0;
  std::uint8_t* out = codes.data() + start;
  for (const char byte : text) {
    const std::uint8_t found = entry(byte);
    seen |= found;
    *out++ = found & kCodeBits;
  }
  return {(seen & kUracil) != 0, (seen & kSpace) != 0, (seen & kOther) != 0};
}

std::size_t findStrayByte(std::string_view text, bool allowsSpaces) {
  const auto mask = static_cast<std::uint8_t>(allowsSpaces ? kOther : kOther | kSpace);
  const auto found = std::find_if(text.begin(), text.end(), [mask](char byte) { return (entry(byte) & mask) != 0; });
  return found == text.end() ? std::string_view::npos : static_cast<std::size_t>(found - text.begin());
}

std::string strayByteMessage(char byte) {
  const auto value = static_cast<unsigned char>(byte);
  if (value < 0x20 || value >= 0x7F) {
    std::array<char, 8> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%02X", static_cast<unsigned>(value));
    return std::string("The byte ") + hex.data() +
           " is no letter of a sequence. The file may be damaged: get it again.";
  }
  const std::string letter = quoteForMessage(std::string_view(&byte, 1));
  if (byte == ' ') {
    return "There is a space within the sequence. Write it without spaces; if these are k-mers, give the sequence that "
           "they were cut from.";
  }
  if (byte == '-' || byte == '.') {
    return "The sign " + letter + " is a gap of an alignment. Take the gaps out.";
  }
  if (std::string_view("EFIJLOPQXZefijlopqxz*").find(byte) != std::string_view::npos) {
    return "The letter " + letter +
           " is no nucleotide (A, C, G, T, U, N and the IUPAC codes are). Write N for an unknown letter; proteins "
           "cannot be read.";
  }
  return "The sign " + letter + " is no nucleotide (A, C, G, T, U, N and the IUPAC codes are). Take it out.";
}

// Sixteen bytes a step, multiplied and folded as in wyhash; the length is mixed in, so that no padding is confused.
std::uint64_t sequenceKey(const std::uint8_t* codes, std::size_t count) {
  constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15ULL, kSecond = 0xD1B54A32D192ED03ULL;
  std::uint64_t state = kFirst ^ fold(count + 1, kSecond);
  const auto mix = [&state](const std::uint8_t* bytes, std::size_t size) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), bytes, size);
    state = fold(words[0] ^ kFirst ^ state, words[1] ^ kSecond) + state * kSecond;
  };
  std::size_t i = 0;
  for (; i + 16 <= count; i += 16) {
    mix(codes + i, 16);
  }
  if (i < count) {
    mix(codes + i, count - i);
  }
  return fold(state ^ kSecond, kFirst ^ (state >> 32));
}

}  // namespace touchstone::data
