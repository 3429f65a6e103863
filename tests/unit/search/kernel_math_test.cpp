// The vectorised loops against the standard library in long double, for every instruction set that this machine has.
#include <QtTest>
#include <cmath>
#include <numbers>

#include "engine/base/random.h"
#include "engine/search/kernel_math.h"

using namespace touchstone;
using namespace touchstone::search;

namespace {

struct Kernels {
  std::vector<double> mu, inverse, weight;
};

// Spreads from a hundredth of the range to all of it, as in a Parzen estimator; sizes around the blocks of the loops.
Kernels kernelsOf(std::size_t count) {
  base::RandomStream stream{count};
  Kernels kernels;
  for (std::size_t k = 0; k < count; ++k) {
    kernels.mu.push_back(stream.uniform());
    kernels.inverse.push_back(std::exp(stream.uniform(0.0, std::log(100.0))));
    kernels.weight.push_back(stream.uniform(0.01, 1.0));
  }
  return kernels;
}

long double tail(long double z) {
  return 0.5L * std::erfc(z / std::numbers::sqrt2_v<long double>);
}

long double massOf(long double mu, long double inverse, long double left, long double right) {
  const long double a = (left - mu) * inverse;
  const long double b = (right - mu) * inverse;
  return a > 0.0L ? tail(a) - tail(b) : tail(-b) - tail(-a);
}

bool isNear(double value, long double exact, double relative) {
  return std::abs(static_cast<long double>(value) - exact) <= static_cast<long double>(relative) * std::abs(exact);
}

}  // namespace

class KernelMathTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase();
  void sumsOfGaussians_data() { eachVariantAndSize(); }
  void sumsOfGaussians();
  void sumsOfMasses_data() { eachVariantAndSize(); }
  void sumsOfMasses();
  void logsOfMasses_data() { eachVariantAndSize(); }
  void logsOfMasses();
  void sumsOfExponentials_data() { eachVariantAndSize(); }
  void sumsOfExponentials();
  void halfSquares_data() { eachVariantAndSize(); }
  void halfSquares();
  void farTailsAreTheLeastMass();

 private:
  static void eachVariantAndSize();
};

void KernelMathTest::initTestCase() {
  QString names;
  for (const KernelMath* variant : kernelMathVariants()) {
    names += QLatin1Char(' ') + QLatin1String(variant->name);
  }
  qInfo("Variants on this processor:%s; used: %s", qPrintable(names), kernelMath().name);
}

void KernelMathTest::eachVariantAndSize() {
  QTest::addColumn<int>("variant");
  QTest::addColumn<int>("count");
  const auto variants = kernelMathVariants();
  for (int i = 0; i < static_cast<int>(variants.size()); ++i) {
    for (const int count : {1, 7, 8, 255, 256, 257, 1000}) {
      QTest::addRow("%s %d", variants[static_cast<std::size_t>(i)]->name, count) << i << count;
    }
  }
}

void KernelMathTest::sumsOfGaussians() {
  QFETCH(int, variant);
  QFETCH(int, count);
  const Kernels kernels = kernelsOf(static_cast<std::size_t>(count));
  const std::vector<double> x{0.0, 0.123, 0.5, 1.0};
  std::vector<double> sums(x.size(), 0.25);
  kernelMathVariants()[static_cast<std::size_t>(variant)]->addGaussians(kernels.mu, kernels.inverse, kernels.weight, x,
                                                                        sums);
  for (std::size_t c = 0; c < x.size(); ++c) {
    long double exact = 0.25L;
    for (std::size_t k = 0; k < kernels.mu.size(); ++k) {
      const long double z = (static_cast<long double>(x[c]) - kernels.mu[k]) * kernels.inverse[k];
      exact += kernels.weight[k] * std::exp(-0.5L * z * z);
    }
    QVERIFY(isNear(sums[c], exact, 1e-14));
  }
}

void KernelMathTest::sumsOfMasses() {
  QFETCH(int, variant);
  QFETCH(int, count);
  const Kernels kernels = kernelsOf(static_cast<std::size_t>(count));
  const std::vector<double> left{-0.01, 0.2, 0.4999, 0.98};
  const std::vector<double> right{0.01, 0.25, 0.5001, 1.02};
  std::vector<double> sums(left.size(), 0.0);
  kernelMathVariants()[static_cast<std::size_t>(variant)]->addMasses(kernels.mu, kernels.inverse, kernels.weight, left,
                                                                     right, sums);
  for (std::size_t c = 0; c < left.size(); ++c) {
    long double exact = 0.0L;
    for (std::size_t k = 0; k < kernels.mu.size(); ++k) {
      exact += kernels.weight[k] * massOf(kernels.mu[k], kernels.inverse[k], left[c], right[c]);
    }
    // Narrow bins are differences of tails: the absolute error is one rounding of the tail.
    QVERIFY(std::abs(static_cast<double>(sums[c] - exact)) < 1e-15 * static_cast<double>(count));
  }
}

void KernelMathTest::logsOfMasses() {
  QFETCH(int, variant);
  QFETCH(int, count);
  const Kernels kernels = kernelsOf(static_cast<std::size_t>(count));
  for (const double left : {-0.01, 0.2, 0.6, 0.98}) {
    const double right = left + 0.03;
    std::vector<double> logs(kernels.mu.size(), 0.0);
    kernelMathVariants()[static_cast<std::size_t>(variant)]->addLogMasses(kernels.mu, kernels.inverse, left, right,
                                                                          logs);
    for (std::size_t k = 0; k < kernels.mu.size(); ++k) {
      const long double exact = std::log(massOf(kernels.mu[k], kernels.inverse[k], left, right));
      if (exact > -580.0L) {
        QVERIFY(std::abs(static_cast<double>(logs[k] - exact)) <
                2e-13 * std::max(1.0, -static_cast<double>(exact) / 10.0));
      } else {
        QVERIFY(logs[k] < -579.0);
      }
    }
  }
}

void KernelMathTest::sumsOfExponentials() {
  QFETCH(int, variant);
  QFETCH(int, count);
  const Kernels kernels = kernelsOf(static_cast<std::size_t>(count));
  for (const double offset : {-3000.0, 0.0, 2500.0}) {  // far outside of what exp() can hold
    std::vector<double> terms;
    long double exact = 0.0L;
    for (std::size_t k = 0; k < kernels.mu.size(); ++k) {
      terms.push_back(offset - 50.0 * kernels.mu[k]);
      exact += kernels.weight[k] * std::exp(static_cast<long double>(terms[k] - offset));
    }
    LogSum total;
    kernelMathVariants()[static_cast<std::size_t>(variant)]->addExponentials(terms, kernels.weight, total);
    QVERIFY(std::abs(total.log() - offset - static_cast<double>(std::log(exact))) < 1e-12);
  }
}

void KernelMathTest::halfSquares() {
  QFETCH(int, variant);
  QFETCH(int, count);
  const Kernels kernels = kernelsOf(static_cast<std::size_t>(count));
  std::vector<double> terms(kernels.mu.size(), 1.5);
  kernelMathVariants()[static_cast<std::size_t>(variant)]->subtractHalfSquares(kernels.mu, kernels.inverse, 0.3, terms);
  for (std::size_t k = 0; k < kernels.mu.size(); ++k) {
    const double z = (0.3 - kernels.mu[k]) * kernels.inverse[k];
    QVERIFY(std::abs(terms[k] - (1.5 - 0.5 * z * z)) <= 1e-15 * (1.5 + z * z));
  }
}

void KernelMathTest::farTailsAreTheLeastMass() {
  const std::vector<double> mu{0.0};
  const std::vector<double> inverse{100.0};
  for (const KernelMath* variant : kernelMathVariants()) {
    std::vector<double> logs(1, 0.0);
    variant->addLogMasses(mu, inverse, 0.9, 0.95, logs);  // 90 spreads away: below what a double can hold
    QVERIFY(std::abs(logs[0] - std::log(1e-260)) < 1e-12);
  }
}

QTEST_GUILESS_MAIN(KernelMathTest)
#include "kernel_math_test.moc"
