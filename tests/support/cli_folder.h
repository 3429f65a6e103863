// Runs the real touchstone-cli as a user does, in a folder of its own whose content can be compared before and after.
#pragma once

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

namespace touchstone::test {

struct CliOutcome {
  int code = -1;  // -1: it crashed, or did not end
  QString out, err;
};

inline const QString kCli = QStringLiteral(TOUCHSTONE_BINARY_DIR "/bin/touchstone-cli");
inline const QString kNottem = QStringLiteral(TOUCHSTONE_SOURCE_DIR "/resources/samples/timeseries/nottem.csv");

// `environment` holds NAME=VALUE entries.
inline CliOutcome runCli(const QStringList& arguments, const QStringList& environment = {},
                         const QString& folder = {}) {
  QProcess process;
  auto variables = QProcessEnvironment::systemEnvironment();
  for (const QString& entry : environment) {
    variables.insert(entry.section('=', 0, 0), entry.section('=', 1));
  }
  process.setProcessEnvironment(variables);
  process.setWorkingDirectory(folder);
  process.start(kCli, arguments);
  const bool isOver = process.waitForFinished(120000);
  return {isOver && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
          QString::fromUtf8(process.readAllStandardOutput()), QString::fromUtf8(process.readAllStandardError())};
}

// A study without torch that takes a moment.
inline QString quickStudy(const QString& data = kNottem) {
  return QStringLiteral(
             "[study]\nname = \"quick\"\nseeds = [0, 1]\n[[task]]\nname = \"nottem\"\nmodality = \"time-series\"\n"
             "data = \"%1\"\nsplit = \"70/10/20\"\nhorizon = 12\nseason = 12\nmetric = \"mase\"\n[[contender]]\n"
             "method = \"naive\"\n[[contender]]\nmethod = \"seasonal-naive\"\n[[contender]]\nmethod = \"auto-ar\"\n")
      .arg(data);
}

inline bool hasTorch() {
  return QFile::exists(QStringLiteral(TOUCHSTONE_BINARY_DIR "/lib/libtouchstone_torch.so"));
}

class CliFolder {
 public:
  QString path(const QString& name) const { return QDir(m_folder.path()).canonicalPath() + "/" + name; }

  QString write(const QString& name, const QByteArray& content) const {
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
  }
  QString write(const QString& name, const QString& text) const { return write(name, text.toUtf8()); }

  QByteArray read(const QString& name) const {
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }

  CliOutcome run(const QStringList& arguments, const QStringList& environment = {}) const {
    return runCli(arguments, environment, m_folder.path());
  }

  // Everything in the folder: names, and checksums of the files.
  QStringList state() const {
    QStringList lines;
    QDirIterator entries(m_folder.path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
      QFile file(entries.next());
      QCryptographicHash hash(QCryptographicHash::Sha256);
      const bool isRead = entries.fileInfo().isFile() && file.open(QIODevice::ReadOnly) && hash.addData(&file);
      lines << QDir(m_folder.path()).relativeFilePath(file.fileName()) + (isRead ? " " + hash.result().toHex() : "");
    }
    lines.sort();
    return lines;
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace touchstone::test

// The code, and every text of `says` (parts divided by "|") in the message, which has so many lines.
#define VERIFY_REFUSED(outcome, exitCode, says, lines)                                                                 \
  do {                                                                                                                 \
    const touchstone::test::CliOutcome refused = (outcome);                                                            \
    const QByteArray all = QByteArray::number(refused.code) + ": " + refused.err.toUtf8();                             \
    QVERIFY2(refused.code == (exitCode), all.constData());                                                             \
    QVERIFY2(refused.err.startsWith("touchstone-cli: error: "), all.constData());                                      \
    for (const QString& part : QString(says).split('|')) {                                                             \
      QVERIFY2(refused.err.contains(part), (part.toUtf8() + " is not in " + all).constData());                         \
    }                                                                                                                  \
    QVERIFY2(refused.err.count('\n') == (lines), all.constData());                                                     \
  } while (false)
