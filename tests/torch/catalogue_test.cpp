// The catalogue says of each method whether it is searched in rungs and whether it has randomness, so that a study can be
// planned without torch; the contenders themselves must say the same.
#include "torch/torch_support.h"  // first: see there

#include <QtTest>

#include "engine/contenders/catalogue.h"
#include "engine/contenders/registry.h"

using namespace touchstone;
using namespace touchstone::contenders;
using touchstone::test::viewOf;
using touchstone::test::wave;

class CatalogueTest : public QObject {
  Q_OBJECT

 private slots:
  void methodsPlanAsTheirCardsSay() {
    const auto registry = makeRegistry();
    const std::vector<std::vector<double>> channels = {wave(600, 0.1, 1)};
    const auto view = viewOf(channels, 100, 24);
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
      const auto planned = (*contender)->plan(view, BudgetSpec{}, {}, "", base::CancelToken());
      QVERIFY2(planned.ok() && planned.value(), qPrintable(QString::fromStdString(card.method)));
      const SearchPlan& plan = **planned;
      QCOMPARE(!plan.space.isEmpty(), card.isSearched);
      QCOMPARE(plan.usesRungs, card.isSearched);
      QCOMPARE((*contender)->isRandom(), card.isRandom);
    }
  }
};

QTEST_GUILESS_MAIN(CatalogueTest)
#include "catalogue_test.moc"
