// Nucleotide codes and their expansion to one-hot: against the IUPAC table, and complements computed letter by letter.
#include <functional>
#include <map>

#include "engine/base/random.h"
#include "engine/data/sequences/sequence_alphabet.h"
#include "engine/data/sequences/sequence_inputs.h"
#include "unit/data/test_files.h"

using namespace touchstone;
using namespace touchstone::data;

namespace {

// What each code may be (Cornish-Bowden 1985).
const std::map<char, std::string> kIupac = {
    {'A', "A"},  {'C', "C"},  {'G', "G"},  {'T', "T"},   {'U', "T"},   {'R', "AG"},  {'Y', "CT"},  {'S', "CG"},
    {'W', "AT"}, {'K', "GT"}, {'M', "AC"}, {'B', "CGT"}, {'D', "AGT"}, {'H', "ACT"}, {'V', "ACG"}, {'N', "ACGT"}};
const std::map<char, char> kComplements = {{'A', 'T'}, {'C', 'G'}, {'G', 'C'}, {'T', 'A'}, {'R', 'Y'},
                                           {'Y', 'R'}, {'S', 'S'}, {'W', 'W'}, {'K', 'M'}, {'M', 'K'},
                                           {'B', 'V'}, {'V', 'B'}, {'D', 'H'}, {'H', 'D'}, {'N', 'N'}};

std::vector<std::uint8_t> codesOf(const std::string& text) {
  std::vector<std::uint8_t> codes;
  appendCodes(text, codes);
  return codes;
}

std::string lettersOf(std::span<const std::uint8_t> codes) {
  std::string text;
  for (const std::uint8_t code : codes) {
    text += SequenceAlphabet::letter(code);
  }
  return text;
}

SequenceInputs inputsOf(const std::vector<std::string>& sequences, int width, int channels) {
  std::vector<std::uint8_t> codes;
  std::vector<std::size_t> ends;
  for (const std::string& sequence : sequences) {
    appendCodes(sequence, codes);
    ends.push_back(codes.size());
  }
  return SequenceInputs(std::move(codes), std::move(ends), width, channels);
}

std::vector<float> gathered(const SequenceInputs& inputs, const std::vector<Pick>& picks) {
  std::vector<float> out(picks.size() * inputs.shape().values(), -1.0F);
  [&] { VERIFY_OK(inputs.gather(picks, out)); }();
  return out;
}

}  // namespace

class SequencesAlphabetTest : public QObject {
  Q_OBJECT

 private slots:
  void codesAreSetsOfLetters() {
    for (const auto& [letter, choices] : kIupac) {
      std::uint8_t expected = 0;
      for (const char choice : choices) {
        expected |= SequenceAlphabet::code(choice);
      }
      QCOMPARE(SequenceAlphabet::code(letter), expected);
      QCOMPARE(SequenceAlphabet::code(static_cast<char>(letter | 0x20)), expected);
      QCOMPARE(SequenceAlphabet::choices(expected), static_cast<int>(choices.size()));
      QCOMPARE(SequenceAlphabet::isAmbiguous(expected), choices.size() > 1);
      QCOMPARE(SequenceAlphabet::letter(expected), letter == 'U' ? 'T' : letter);
    }
    for (int byte = 0; byte < 256; ++byte) {
      const char c = static_cast<char>(byte);
      const bool isLetter = kIupac.contains(static_cast<char>(std::toupper(byte))) && byte < 0x80;
      QCOMPARE(SequenceAlphabet::code(c) != 0, isLetter);
      QCOMPARE(findStrayByte(std::string_view(&c, 1), false) == std::string_view::npos, isLetter);
    }
  }

  void complements() {
    for (const auto& [letter, other] : kComplements) {
      QCOMPARE(SequenceAlphabet::complement(SequenceAlphabet::code(letter)), SequenceAlphabet::code(other));
    }
    QCOMPARE(SequenceAlphabet::complement(0), std::uint8_t{0});
  }

  void whatAPieceHolds() {
    std::vector<std::uint8_t> codes;
    LetterCheck check = appendCodes("acgtnRY", codes);
    QVERIFY(!check.hasUracil && !check.hasSpace && !check.hasOther);
    QCOMPARE(lettersOf(codes), std::string("ACGTNRY"));
    check = appendCodes("Uu A-", codes);
    QVERIFY(check.hasUracil && check.hasSpace && check.hasOther);
    QCOMPARE(lettersOf(codes), std::string("ACGTNRYTT-A-"));
    QCOMPARE(findStrayByte("AC GT5", true), std::size_t{5});
    QCOMPARE(findStrayByte("AC GT5", false), std::size_t{2});
    for (const auto& [byte, part] :
         {std::pair('E', "proteins"), std::pair('-', "gap of an alignment"), std::pair('5', "The sign \"5\""),
          std::pair('\x01', "byte 0x01"), std::pair('\xFC', "byte 0xFC"), std::pair(' ', "k-mers")}) {
      QVERIFY2(strayByteMessage(byte).find(part) != std::string::npos, strayByteMessage(byte).c_str());
    }
  }

  // Equal sequences, equal keys; and no two of many short and similar ones are confused.
  void keys() {
    std::map<std::uint64_t, std::string> seen;
    const std::string letters = "ACGT";
    const auto take = [&seen](const std::string& text) {
      const auto codes = codesOf(text);
      const auto [place, isNew] = seen.try_emplace(sequenceKey(codes.data(), codes.size()), text);
      QVERIFY2(isNew || place->second == text, (text + " and " + place->second).c_str());
    };
    std::string text;
    const std::function<void()> all = [&] {
      take(text);
      if (text.size() < 7) {
        for (const char letter : letters) {
          text.push_back(letter);
          all();
          text.pop_back();
        }
      }
    };
    all();
    base::RandomStream random{5};
    std::string longer(200, 'A');
    for (int round = 0; round < 50'000; ++round) {
      longer[static_cast<std::size_t>(random.below(200))] = letters[static_cast<std::size_t>(random.below(4))];
      take(longer);
      take(longer.substr(0, static_cast<std::size_t>(random.below(200))));
    }
    const auto upper = codesOf("ACGTACGTTACGTACGTTACGT"), lower = codesOf("acguacgutacguacgutacgu");
    QCOMPARE(sequenceKey(upper.data(), upper.size()), sequenceKey(lower.data(), lower.size()));
    QVERIFY(seen.size() > 100'000);
  }

  void oneHotWithPadding() {
    const SequenceInputs inputs = inputsOf({"ACGT", "gR"}, 5, 4);
    QVERIFY(inputs.shape() == (InputShape{4, 1, 5, false}));
    QCOMPARE(inputs.count(), std::size_t{2});
    QVERIFY(inputs.hasComplement());
    const std::vector<float> expected = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0,  //
                                         0, 0, 1, 0, 0, 0, 0, 0, 1, 0,
                                         // gR: R is half A, half G
                                         0, 0.5F, 0, 0, 0, 0, 0, 0, 0, 0,  //
                                         1, 0.5F, 0, 0, 0, 0, 0, 0, 0, 0};
    QCOMPARE(gathered(inputs, {{0, 0}, {1, 0}}), expected);
    QCOMPARE(lettersOf(inputs.symbols(1)), std::string("GR"));
  }

  void sharesOfAmbiguousLetters() {
    std::string all;
    for (const auto& [letter, choices] : kIupac) {
      all += letter;
    }
    const SequenceInputs inputs = inputsOf({all}, static_cast<int>(all.size()), 4);
    const auto values = gathered(inputs, {{0, 0}});
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string& choices = kIupac.at(all[i]);
      for (std::size_t channel = 0; channel < 4; ++channel) {
        const bool isOne = choices.find("ACGT"[channel]) != std::string::npos;
        QCOMPARE(values[channel * all.size() + i], isOne ? 1.0F / static_cast<float>(choices.size()) : 0.0F);
      }
    }
  }

  void fiveChannelsAsPublished() {
    const SequenceInputs inputs = inputsOf({"ATCGNR"}, 7, 5);
    std::vector<float> expected(5 * 7, 0.0F);
    for (std::size_t i = 0; i < 5; ++i) {
      expected[i * 7 + i] = 1.0F;
    }
    expected[4 * 7 + 5] = 1.0F;  // R is an N
    QCOMPARE(gathered(inputs, {{0, 0}}), expected);
  }

  // The reverse complement of the text, expanded, is what the turn gives; the padding stays on the right.
  void turns() {
    base::RandomStream random{6};
    for (const int channels : {4, 5}) {
      std::vector<std::string> sequences, reversed;
      for (int i = 0; i < 40; ++i) {
        std::string text;
        for (std::int64_t j = random.below(30); j >= 0; --j) {
          text += std::next(kComplements.begin(), random.below(static_cast<std::int64_t>(kComplements.size())))->first;
        }
        std::string turned(text.rbegin(), text.rend());
        std::transform(turned.begin(), turned.end(), turned.begin(), [](char c) { return kComplements.at(c); });
        sequences.push_back(text);
        reversed.push_back(turned);
      }
      const SequenceInputs inputs = inputsOf(sequences, 33, channels), others = inputsOf(reversed, 33, channels);
      for (std::uint32_t i = 0; i < sequences.size(); ++i) {
        QCOMPARE(gathered(inputs, {{i, 1}}), gathered(others, {{i, 0}}));
        QCOMPARE(gathered(others, {{i, 1}}), gathered(inputs, {{i, 0}}));
      }
    }
  }
};

QTEST_GUILESS_MAIN(SequencesAlphabetTest)
#include "sequences_alphabet_test.moc"
