// SHA-256 against NIST's vectors (FIPS 180-4 examples, SHAVS), in one piece and in pieces of every size.
#include "engine/base/sha256.h"

#include <QtTest>

using touchstone::base::Sha256;
using touchstone::base::sha256Hex;

class Sha256Test : public QObject {
  Q_OBJECT

 private slots:
  void vectors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("hash");
    QTest::newRow("empty") << QByteArray("")
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("abc") << QByteArray("abc")
                         << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("448 bits") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                              << QByteArray("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("896 bits") << QByteArray("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                                            "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")
                              << QByteArray("cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
    QTest::newRow("a million a") << QByteArray(1'000'000, 'a')
                                 << QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    QTest::newRow("one byte") << QByteArray("\xbd")
                              << QByteArray("68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b");
  }
  void vectors() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, hash);
    QCOMPARE(QByteArray::fromStdString(sha256Hex(text.toStdString())), hash);
  }

  void piecesGiveTheSame() {
    std::string text;
    for (int i = 0; i < 300; ++i) {
      text += static_cast<char>(i * 7);
    }
    const std::string whole = sha256Hex(text);
    for (std::size_t size = 1; size < 140; ++size) {
      Sha256 hash;
      for (std::size_t i = 0; i < text.size(); i += size) {
        hash.add(std::string_view(text).substr(i, size));
      }
      QCOMPARE(hash.hex(), whole);
    }
  }

  void hexLeavesTheStateAlone() {
    Sha256 hash;
    hash.add("a");
    QCOMPARE(hash.hex(), sha256Hex("a"));
    hash.add("bc");
    QCOMPARE(hash.hex(), sha256Hex("abc"));
  }
};

QTEST_GUILESS_MAIN(Sha256Test)
#include "sha256_test.moc"
