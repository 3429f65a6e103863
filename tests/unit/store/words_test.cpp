// The words of states, decisions, modalities and families: there and back, and no others.
#include "engine/api/metric_name.h"
#include "engine/api/spec.h"
#include "engine/api/states.h"

#include <QtTest>
#include <string>
#include <vector>

using namespace touchstone;

namespace {

template <typename Enum, typename From>
bool goThereAndBack(std::size_t count, const std::vector<std::string>& words, From from) {
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = static_cast<Enum>(i);
    if (toWord(value) != words.at(i) || from(words.at(i)) != value) {
      return false;
    }
  }
  return !from("") && !from("?") && !from("Running") && !from("running ");
}

}  // namespace

class WordsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyWordGoesThereAndBack() {
    QVERIFY(goThereAndBack<StudyState>(6, {"queued", "running", "paused", "interrupted", "done", "failed"},
                                       studyStateFrom));
    QVERIFY(goThereAndBack<RunState>(5, {"queued", "running", "paused", "done", "failed"}, runStateFrom));
    QVERIFY(goThereAndBack<TrialState>(5, {"running", "paused", "stopped", "finished", "failed"}, trialStateFrom));
    QVERIFY(goThereAndBack<RungDecision>(4, {"promoted", "paused", "stopped", "finished"}, rungDecisionFrom));
    QVERIFY(goThereAndBack<Modality>(3, {"time-series", "genomics", "satellite"}, modalityFrom));
    QVERIFY(goThereAndBack<Family>(3, {"supervised", "foundation", "reference"}, familyFrom));
  }

  void metricsHaveTheirProperNames() {
    const std::vector<std::pair<std::string, std::string>> names = {
        {"mse", "MSE"},     {"mae", "MAE"},           {"rmse", "RMSE"},         {"mase", "MASE"},
        {"smape", "sMAPE"}, {"accuracy", "accuracy"}, {"mcc", "MCC"},         {"ece", "ECE"},
        {"miou", "mIoU"},   {"auroc", "AUROC"},       {"macro-f1", "macro F1"}, {"macro-map", "macro mAP"},
        {"balanced-accuracy", "balanced-accuracy"},   {"", ""}};
    for (const auto& [word, name] : names) {
      QCOMPARE(metricName(word), name);
    }
  }
};

QTEST_GUILESS_MAIN(WordsTest)
#include "words_test.moc"
