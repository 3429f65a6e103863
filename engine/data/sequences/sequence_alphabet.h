// Nucleotides as sets of four bits: A 1, C 2, G 4, T (and U) 8. An IUPAC code is the union of the letters it may stand for
// (R = A or G = 5), N is 15, and 0 is no letter: padding.
// So the complement of a code is its bits in reverse order, and equal sequences are equal bytes whatever their case.
// Thread: free functions. Errors: none; the caller knows the place and writes the message.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace touchstone::data {

struct SequenceAlphabet {
  static constexpr std::uint8_t kA = 1, kC = 2, kG = 4, kT = 8, kAny = 15;
  static constexpr std::size_t kCodes = 16;

  // Of a letter in any case; 0 where it is no nucleotide.
  static std::uint8_t code(char letter);
  // In upper case, U as T; '-' for 0.
  static char letter(std::uint8_t code) { return "-ACMGRSVTWYHKDBN"[code & 15]; }

  static constexpr std::uint8_t complement(std::uint8_t code) {
    return static_cast<std::uint8_t>((code & kA) << 3 | (code & kC) << 1 | (code & kG) >> 1 | (code & kT) >> 3);
  }
  static constexpr bool isAmbiguous(std::uint8_t code) { return (code & (code - 1)) != 0; }
  // Letters that a code may stand for: 1 for A, 4 for N.
  static constexpr int choices(std::uint8_t code) { return std::popcount(code); }
};

// What a piece of text holds besides the letters A, C, G, T.
struct LetterCheck {
  bool hasUracil = false;
  bool hasSpace = false;  // blanks, tabs, carriage returns
  bool hasOther = false;  // bytes that are no nucleotide
};

// Appends one code a byte; where the check says spaces or others, the codes at their places are 0.
LetterCheck appendCodes(std::string_view text, std::vector<std::uint8_t>& codes);

// The first byte that is neither a nucleotide nor, where these are allowed, a space; npos: none.
std::size_t findStrayByte(std::string_view text, bool allowsSpaces);

// "\"E\" is no nucleotide. ...": what is wrong with the byte and what to do.
std::string strayByteMessage(char byte);

// 64 bits of a sequence: equal codes, equal key, on every machine.
std::uint64_t sequenceKey(const std::uint8_t* codes, std::size_t count);

}  // namespace touchstone::data
