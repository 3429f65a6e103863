// A computer without a single font: the window opens all the same, and Problems says what is missing and what to do.
#include <QDockWidget>
#include <QFile>
#include <QFontMetrics>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "ui/main_window/main_window.h"
#include "ui/main_window/start_page.h"
#include "ui/support/sample_study.h"
#include "ui/support/settings_folder.h"
#include "ui/theme/theme.h"

using namespace touchstone;
using namespace touchstone::ui;

class WindowFontsTest : public QObject {
  Q_OBJECT

 private slots:
  void problemsSaysWhatIsMissing() {
    QVERIFY(!QFontMetrics(QApplication::font()).inFont(u'A'));
    QTemporaryDir folder;
    test::keepSettingsIn(folder);
    Theme theme(*qApp, Theme::Mode::kLight);
    const auto data = test::sampleStudy(test::Progress::kDone);
    MainWindow window(test::fakeBackends(data, std::make_shared<test::EngineLog>()), &theme);
    window.resize(1440, 900);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QVERIFY(window.findChild<StartPage*>()->isVisible());
    QTest::keyClick(&window, Qt::Key_2, Qt::AltModifier);
    const auto* dock = window.findChild<QDockWidget*>("problemsDock");
    QTRY_VERIFY(dock->isVisible());
    const auto* table = dock->findChild<QTableView*>();
    QVERIFY(table->isVisible());
    const QString text = table->model()->index(0, table->model()->columnCount() - 1).data().toString();
    QVERIFY2(text.contains("No fonts were found") && text.contains("Install Noto Sans"), qPrintable(text));
    // and the views are drawn
    window.openProject("/tmp/first-study.touchstone");
    QTRY_VERIFY(window.state().isLoaded());
    for (const Qt::Key view : {Qt::Key_2, Qt::Key_4, Qt::Key_5, Qt::Key_6}) {
      QTest::keyClick(&window, view, Qt::ControlModifier);
      QVERIFY(!window.grab().isNull());
    }
  }
};

// The platform asks fontconfig once, at the start of the application.
int main(int argc, char** argv) {
  const QTemporaryDir folder;
  QFile config(folder.filePath("fonts.conf"));
  if (!config.open(QIODevice::WriteOnly)) {
    return 2;
  }
  config.write("<fontconfig><dir>" + QFile::encodeName(folder.path()) + "</dir></fontconfig>");
  config.close();
  qputenv("FONTCONFIG_FILE", QFile::encodeName(config.fileName()));
  const QApplication application(argc, argv);
  WindowFontsTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "window_fonts_test.moc"
