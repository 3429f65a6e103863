// The catalogue says of each method whether it is searched in rungs and whether it has randomness, so that a study can be
// planned without torch; the contenders themselves must say the same.
#include "torch/torch_support.h"  // first: see there
#include "torch/labelled_support.h"

#include <QtTest>

#include "engine/contenders/catalogue.h"
#include "engine/contenders/registry.h"

using namespace touchstone;
using namespace touchstone::contenders;
using touchstone::test::viewOf;
using touchstone::test::wave;

namespace {

TaskView labelledView() {
  const test::LabelledSet set = test::separable({4, 1, 20, false}, 120, 2, 1);
  ExampleView view;
  view.inputs = set.inputs;
  view.targets = *set.targets;
  view.trainCount = 100;
  view.metric = "accuracy";
  return view;
}

}  // namespace

class CatalogueTest : public QObject {
  Q_OBJECT

 private slots:
  void methodsPlanAsTheirCardsSay() {
    const auto registry = makeRegistry();
    const std::vector<std::vector<double>> channels = {wave(600, 0.1, 1)};
    const TaskView series = viewOf(channels, 100, 24);
    const TaskView labelled = labelledView();
    for (const MethodCard& card : methods()) {
      ContenderSpec spec{card.title, card.method, "", "", {}};
      std::optional<ModelCard> model;
      if (card.needsModel) {
        if (!test::fracastWeights()) {
          continue;
        }
        spec.model = "fracast-0";
        spec.adapt = "zero-shot";
        model = *findModel(spec.model, {});
      }
      const auto contender = registry->make(spec, model, "cpu");
      QVERIFY2(contender.ok(), contender.ok() ? "" : contender.error().text().c_str());
      const TaskView& view = card.modalities.front() == Modality::kTimeSeries ? series : labelled;
      const auto planned = (*contender)->plan(view, BudgetSpec{}, {}, "", base::CancelToken());
      QVERIFY2(planned.ok() && planned.value(), qPrintable(QString::fromStdString(card.method)));
      const SearchPlan& plan = **planned;
      const bool isStaged = plan.stageCount > 1 && card.method == "dasha";  // its first stage is one long search
      QCOMPARE(!plan.space.isEmpty() || isStaged, card.isSearched);
      QCOMPARE(plan.usesRungs || isStaged, card.isSearched);
      QCOMPARE((*contender)->isRandom(), card.isRandom);
    }
  }
};

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
