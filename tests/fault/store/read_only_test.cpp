// A project on a medium that nobody can write: a CD, a snapshot, a network share.
#include "unit/store/store_fixture.h"

#include "fault/store/mounts.h"

using namespace touchstone;
using namespace touchstone::test;

namespace fs = std::filesystem;

class ReadOnlyTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    SKIP_WITHOUT_MOUNTS();
    m_folder = std::make_unique<ProjectFolder>();
    m_source = m_folder->folder() / "source";
    m_target = m_folder->folder() / "target";
    fs::create_directory(m_source);
    fs::create_directory(m_target);
  }
  void cleanup() {
    if (m_folder) {
      MountNamespace::enter().unmount(m_target);
      m_folder.reset();
    }
  }

  void aClosedProjectIsRead() {
    makeProject();
    mount();
    const auto view = openView(m_target / "p");
    QVERIFY(view != nullptr);
    QCOMPARE(view->runs({})->size(), std::size_t{4});
    QVERIFY(view->info()->isReadOnly);
    VERIFY_OK(view->dataVersion());
    QVERIFY(!fs::exists(m_source / "p-wal") && !fs::exists(m_source / "p-shm"));
  }

  void writingIsRefused() {
    makeProject();
    mount();
    for (const char* name : {"p", "new"}) {
      const auto writer = ProjectWriter::open(m_target / name, {});
      QVERIFY(!writer.ok());
      QCOMPARE(writer.error().code, ErrorCode::kReadOnly);
      QVERIFY2(writer.error().message.find("Copy") != std::string::npos, writer.error().text().c_str());
    }
  }

  // Taken from a running study, or after a crash: some rows are only in the WAL.
  void aWalWithoutItsIndexIsExplained() {
    auto writer = openWriter(m_folder->project());
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    fs::copy_file(m_folder->project(), m_source / "p");
    fs::copy_file(m_folder->project().string() + "-wal", m_source / "p-wal");
    mount();
    const auto view = ProjectView::open(m_target / "p");
    QVERIFY(!view.ok());
    QCOMPARE(view.error().code, ErrorCode::kReadOnly);
    QVERIFY2(view.error().message.find("Copy both files") != std::string::npos, view.error().text().c_str());
  }

  // Somebody writes to it elsewhere: the index is there, and what is committed can be read.
  void aProjectThatIsBeingWrittenElsewhereIsRead() {
    auto writer = openWriter(m_source / "p");
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
    mount();
    const auto view = openView(m_target / "p");
    QVERIFY(view != nullptr);
    QCOMPARE(view->runs({})->size(), std::size_t{4});
    writer->push({AddMetric{{3}, "later"}, trialRow(1, {1}, 0)});
    VERIFY_OK(writer->flush());
    QCOMPARE(view->studies()->at(0).trialsTotal, 1);
  }

 private:
  void makeProject() {
    auto writer = openWriter(m_source / "p");
    writer->push(smallStudy());
    VERIFY_OK(writer->flush());
  }
  void mount() { QVERIFY(MountNamespace::enter().mountReadOnly(m_source, m_target)); }

  std::unique_ptr<ProjectFolder> m_folder;
  fs::path m_source, m_target;
};

int main(int argc, char** argv) {
  MountNamespace::enter();
  const QCoreApplication application(argc, argv);
  ReadOnlyTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "read_only_test.moc"
