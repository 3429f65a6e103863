// What a user sees of faults in the whole window: files that are no project, are removed or replaced while open, damaged
// settings, and a study of which every run fails. Told in place and in Problems, never in a modal box.
#include <QAction>
#include <QDockWidget>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include "ui/main_window/start_page.h"
#include "ui/support/scripted_window.h"
#include "ui/views/compare/compare_view.h"
#include "ui/views/trials/trials_model.h"
#include "ui/views/trials/trials_table.h"
#include "ui/widgets/empty_panel.h"
#include "ui/widgets/message_bar.h"

using namespace touchstone;
using namespace touchstone::ui;
using touchstone::test::onScreen;
using touchstone::test::WayFixture;

class WindowFaultsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { m_way = std::make_unique<WayFixture>(); }
  void init() { QSettings().clear(); }
  void cleanup() {
    QVERIFY(QApplication::activeModalWidget() == nullptr);
    m_way->close();
  }

  void filesThatAreNoProject_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("headline");
    QTest::addColumn<QString>("advice");
    const QString none = "This file is not a Touchstone project";
    QTest::newRow("text") << QByteArray("# Notes\n") << none << QString("Choose another file.");
    QTest::newRow("empty") << QByteArray() << none << QString("The file is empty.");
    QTest::newRow("cut") << QByteArray("SQLite format 3\0\x10", 17) << none << QString("Choose another file.");
  }
  void filesThatAreNoProject() {
    QFETCH(QByteArray, content);
    QFETCH(QString, headline);
    QFETCH(QString, advice);
    m_way->start();
    const QString path = write("p.touchstone", content);
    window().openProject(path);
    const auto* panel = window().findChild<EmptyPanel*>("failedPage");
    QTRY_VERIFY(panel->isVisible());
    QVERIFY2(panel->text().contains(headline) && panel->text().contains(advice), qPrintable(panel->text()));
    QVERIFY2(problems().contains(advice) && problems().contains(path), qPrintable(problems()));
    window().openProject(m_way->killedProject());
    QTRY_COMPARE(window().windowTitle(), QString("killed.touchstone — Touchstone"));
    QVERIFY(!panel->isVisible());
  }

  // One that kept the views of this version is shown.
  void aNewerProjectSaysWhatToDo() {
    const QString path = m_folder.filePath("newer.touchstone");
    QCOMPARE(test::runUntilKilled(path.toStdString(), [] {}), 0);  // nobody kills it: it is closed in order
    QVERIFY(makeNewer(path));
    m_way->start();
    window().openProject(path);
    QTRY_VERIFY(window().state().isLoaded());
    QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
    QTRY_VERIFY2(m_way->live().contains("interrupted"), qPrintable(m_way->live()));
    const auto* bar = window().findChild<MessageBar*>("messageBar");
    QVERIFY2(bar->isVisible() && bar->text().contains("can be read but not changed"), qPrintable(bar->text()));
    QVERIFY2(bar->text().contains("newer version"), qPrintable(bar->text()));
    QVERIFY(!window().findChild<QAction*>("run")->isEnabled());
  }

  void aRemovedProjectIsToldAndStaysOnTheScreen() {
    const QString path = open();
    QVERIFY(QFile::remove(path));
    const auto* bar = window().findChild<MessageBar*>("messageBar");
    QTRY_VERIFY2(bar->isVisible() && bar->text().contains("The project file is gone"), qPrintable(bar->text()));
    QVERIFY2(problems().contains("The project file is gone"), qPrintable(problems()));
    QVERIFY2(m_way->live().contains("nottem"), qPrintable(m_way->live()));
  }

  void aReplacedProjectIsToldAndOpenedAgain() {
    const QString path = open();
    QVERIFY(QFile::remove(path));
    QVERIFY(QFile::copy(m_way->killedProject(), path));
    const auto* bar = window().findChild<MessageBar*>("messageBar");
    QTRY_VERIFY2(bar->isVisible() && bar->text().contains("Another file took the place"), qPrintable(bar->text()));
    for (QPushButton* button : bar->findChildren<QPushButton*>()) {
      if (button->isVisible() && button->text() == "Open it again") {
        QTest::mouseClick(button, Qt::LeftButton);
        break;
      }
    }
    QTRY_VERIFY2(bar->text().contains("1 study was interrupted"), qPrintable(bar->text()));
    QTRY_VERIFY2(m_way->live().contains("interrupted"), qPrintable(m_way->live()));
  }

  void damagedSettingsLeaveAUsableWindow() {
    m_way->start();
    m_way->close();
    const QString file = QSettings().fileName();
    QFile settings(file);
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write(
        "[window]\ngeometry=@ByteArray(nonsense)\nstate=@Variant(\\0\\0\n[tables]\ntrials=@ByteArray(\\xff\\0)\n"
        "[projects]\nrecent=7\n[look]\ntheme=purple\nscale=-3\n[live]\ncards=99\n\xff\xfe\x00[[[=\n");
    settings.close();
    QSettings().sync();
    m_way->start();
    QVERIFY(window().findChild<StartPage*>()->isVisible());
    QVERIFY2(onScreen(&window()).contains("Run it"), qPrintable(onScreen(&window())));
    QVERIFY(window().width() >= 1100 && window().findChild<QDockWidget*>("projectDock")->isVisible());
    window().openProject(m_way->killedProject());
    QTRY_VERIFY(window().state().isLoaded());
    QTest::keyClick(&window(), Qt::Key_5, Qt::ControlModifier);
    const auto* header = window().findChild<TrialsTable*>()->horizontalHeader();
    QTRY_VERIFY(header->isVisible());
    for (int column = 0; column < TrialsModel::kColumnCount; ++column) {
      QVERIFY(!header->isSectionHidden(column) && header->sectionSize(column) > 20);
    }
  }

  void aStudyOfWhichEveryRunFailsSaysWhy() {
    const QString path = m_way->killedProject();
    m_way->start({{"fail_above", -1.0}});
    window().openProject(path);
    QTRY_VERIFY(window().state().isLoaded());
    QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
    QTest::keyClick(&window(), Qt::Key_F5);
    QTRY_VERIFY2(m_way->live().contains("Every run on this task failed"), qPrintable(m_way->live()));
    QVERIFY2(m_way->live().contains("x is too large for this contender"), qPrintable(m_way->live()));
    QTest::keyClick(&window(), Qt::Key_6, Qt::ControlModifier);
    const auto* compare = window().findChild<CompareView*>();
    QTRY_VERIFY2(onScreen(compare).contains("Every run of this study failed"), qPrintable(onScreen(compare)));
    QVERIFY2(onScreen(compare).contains("x is too large for this contender"), qPrintable(onScreen(compare)));
    QVERIFY2(problems().contains("x is too large for this contender"), qPrintable(problems()));
    QVERIFY(QApplication::activeModalWidget() == nullptr);
  }

 private:
  MainWindow& window() { return m_way->window(); }
  QString open() {
    const QString path = m_way->killedProject();
    m_way->start();
    window().openProject(path);
    [&] {
      QTRY_VERIFY(window().state().isLoaded());
      QTest::keyClick(&window(), Qt::Key_4, Qt::ControlModifier);
      QTRY_VERIFY(m_way->live().contains("interrupted"));
    }();
    return path;
  }
  // What stands in the Problems pane, which is opened by its key.
  QString problems() {
    auto* dock = window().findChild<QDockWidget*>("problemsDock");
    if (!dock->isVisible()) {
      QTest::keyClick(&window(), Qt::Key_2, Qt::AltModifier);
    }
    const auto* table = dock->findChild<QTableView*>();
    QStringList lines;
    for (int row = 0; table->isVisible() && row < table->model()->rowCount(); ++row) {
      lines << table->model()->index(row, table->model()->columnCount() - 1).data().toString();
    }
    return lines.join(QLatin1Char('\n'));
  }
  QString write(const QString& name, const QByteArray& content) const {
    QFile file(m_folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
  }
  // The schema's number is a big-endian word at a place of the header that SQLite documents.
  static bool makeNewer(const QString& path) {
    constexpr qint64 kUserVersion = 60;
    QFile file(path);
    return file.open(QIODevice::ReadWrite) && file.seek(kUserVersion) && file.write(QByteArray("\0\0\0\x63", 4)) == 4;
  }

  QTemporaryDir m_folder;
  std::unique_ptr<WayFixture> m_way;
};

WAY_TEST_MAIN(WindowFaultsTest)
#include "window_faults_test.moc"
