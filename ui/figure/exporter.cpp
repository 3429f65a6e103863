#include "ui/figure/exporter.h"

#include <QBuffer>
#include <QFile>
#include <QImage>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cerrno>
#include <cstring>
#include <qcustomplot.h>
#include <system_error>

#include "ui/plots/plot_view.h"

namespace touchstone::ui {

namespace {

namespace fs = std::filesystem;

constexpr double kMmPerInch = 25.4;

void setUp(QCPPainter& painter) {
  painter.setMode(QCPPainter::pmVectorized);
  painter.setMode(QCPPainter::pmNoCaching);
  painter.setMode(QCPPainter::pmNonCosmetic);
}

// At 72 dpi one unit is one point, and a font of 8 pixels comes out as 8 pt.
QByteArray pdfOf(const PlotView& plot, const FigureSpec& spec) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    writer.setCreator(QStringLiteral("Touchstone"));
    writer.setTitle(spec.title);
    writer.setResolution(72);
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setPageSize(
        QPageSize(QSizeF(spec.widthPt(), spec.heightPt()), QPageSize::Point, QString(), QPageSize::ExactMatch));
    QCPPainter painter;
    painter.begin(&writer);
    setUp(painter);
    plot.paint(painter, spec.widthPt(), spec.heightPt());
    painter.end();
  }
  return buffer.data();
}

// The size in mm and a viewBox in points, so that no program guesses a resolution.
QByteArray withPhysicalSize(QByteArray svg, const FigureSpec& spec) {
  const auto mm = [](int points) { return QByteArray::number(points * kMmPerInch / 72.0, 'f', 2) + "mm"; };
  const qsizetype start = svg.indexOf("<svg width=\"");
  const qsizetype end = svg.indexOf("viewBox", start);
  if (start < 0 || end < 0) return svg;
  return svg.replace(start, end - start,
                     "<svg width=\"" + mm(spec.widthPt()) + "\" height=\"" + mm(spec.heightPt()) + "\"\n ");
}

QByteArray svgOf(const PlotView& plot, const FigureSpec& spec) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(72);
  generator.setSize(QSize(spec.widthPt(), spec.heightPt()));
  generator.setViewBox(QRect(0, 0, spec.widthPt(), spec.heightPt()));
  generator.setTitle(spec.title.toHtmlEscaped());  // Qt 6.4 writes it as it is
  generator.setDescription(QStringLiteral("Made by Touchstone"));
  QCPPainter painter;
  painter.begin(&generator);
  setUp(painter);
  plot.paint(painter, spec.widthPt(), spec.heightPt());
  painter.end();
  return withPhysicalSize(buffer.data(), spec);
}

QByteArray pngOf(const PlotView& plot, const FigureSpec& spec) {
  const double scale = spec.pngDpi / 72.0;
  QImage image(qRound(spec.widthPt() * scale), qRound(spec.heightPt() * scale), QImage::Format_RGB32);
  if (image.isNull()) return {};
  image.fill(Qt::white);
  QCPPainter painter;
  painter.begin(&image);
  setUp(painter);
  painter.scale(scale, scale);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setRenderHint(QPainter::TextAntialiasing);
  plot.paint(painter, spec.widthPt(), spec.heightPt());
  painter.end();
  // set after painting: the painter's logical resolution would follow it
  image.setDotsPerMeterX(qRound(spec.pngDpi / kMmPerInch * 1000.0));
  image.setDotsPerMeterY(image.dotsPerMeterX());
  image.setText(QStringLiteral("Software"), QStringLiteral("Touchstone"));
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return buffer.data();
}

QByteArray csvOf(const PlotView& plot) {
  return QByteArray::fromStdString(tidyCsv(plot.tidy()));
}

Error fileError(const fs::path& path, int number) {
  return figureError("The figure cannot be written", path, number);
}

Result<void> writeFile(const fs::path& path, const QByteArray& bytes) {
  if (bytes.isEmpty()) {
    return Error{ErrorCode::kOutOfMemory, "The figure is too large to be drawn. Choose a smaller size or resolution.",
                 path.string()};
  }
  const fs::path partial = path.string() + ".partial";
  QFile file(QString::fromStdString(partial.string()));
  errno = 0;
  const bool isWritten =
      file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size() && file.flush();
  const int number = errno;
  file.close();
  std::error_code error;
  if (!isWritten || file.error() != QFileDevice::NoError) {
    fs::remove(partial, error);
    return fileError(path, number);
  }
  fs::rename(partial, path, error);
  if (error) return fileError(path, error.value());
  return {};
}

QByteArray bytesOf(const PlotView& paper, const FigureSpec& spec, const std::string& suffix) {
  if (suffix == ".pdf") return pdfOf(paper, spec);
  if (suffix == ".svg") return svgOf(paper, spec);
  if (suffix == ".png") return pngOf(paper, spec);
  return csvOf(paper);
}

Result<Paths> write(const PlotView& plot, const FigureSpec& spec, const std::vector<fs::path>& files) {
  const std::unique_ptr<PlotView> paper = plot.onPaper(spec.paper);
  Paths written;
  for (const fs::path& file : files) {
    if (Result<void> done = writeFile(file, bytesOf(*paper, spec, file.extension().string())); !done)
      return done.error();
    written.push_back(file);
  }
  return written;
}

}  // namespace

Error figureError(const std::string& what, const fs::path& path, int number) {
  const ErrorCode code = number == ENOSPC || number == EDQUOT    ? ErrorCode::kDiskFull
                         : number == ENOENT || number == ENOTDIR ? ErrorCode::kNotFound
                                                                 : ErrorCode::kReadOnly;
  const std::string reason = number != 0 ? std::strerror(number) : "unknown reason";
  return {code, what + ": " + reason + ". Choose another folder or make room.", path.string()};
}

Result<Paths> writeFigure(const PlotView& plot, const FigureSpec& spec, const fs::path& stem,
                          const FigureFormats& formats) {
  std::vector<fs::path> files;
  const auto add = [&](bool isWanted, const char* suffix) {
    if (isWanted) files.emplace_back(stem.string() + suffix);
  };
  add(formats.pdf, ".pdf");
  add(formats.svg, ".svg");
  add(formats.png, ".png");
  add(formats.csv, ".csv");
  return write(plot, spec, files);
}

Result<Paths> writeFigureFile(const PlotView& plot, const FigureSpec& spec, const fs::path& file) {
  const std::string suffix = file.extension().string();
  if (suffix != ".pdf" && suffix != ".svg" && suffix != ".png" && suffix != ".csv") {
    return Error{ErrorCode::kUnsupported,
                 "Figures are written as .pdf, .svg, .png or .csv. Give the file one of these endings.", file.string()};
  }
  return write(plot, spec, {file});
}

QString safeStem(const QString& name, std::set<std::string>& taken) {
  constexpr qsizetype kMost = 80;
  QString stem;
  for (const QChar c : name.normalized(QString::NormalizationForm_KD).toLower()) {
    const bool isPlain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
    if (isPlain)
      stem += c;
    else if (!c.isMark() && !stem.isEmpty() && !stem.endsWith(u'-'))
      stem += u'-';
    if (stem.size() >= kMost) break;
  }
  while (stem.endsWith(u'-')) stem.chop(1);
  if (stem.isEmpty()) stem = QStringLiteral("figure");
  QString unique = stem;
  for (int i = 2; taken.contains(unique.toStdString()); ++i) unique = QStringLiteral("%1-%2").arg(stem).arg(i);
  taken.insert(unique.toStdString());
  return unique;
}

}  // namespace touchstone::ui
