// Places the cards of the Live view: all of them, two, or one. In a narrow window they stand below each other and scroll.
// An enlarged card takes the whole place until it is given back. Thread: GUI.
#pragma once

#include <QScrollArea>
#include <array>
#include <vector>

class QSplitter;

namespace touchstone::ui {

enum class LiveCards { kOne, kTwo, kAll };
enum class LiveCard { kCurves, kBest, kRungs, kRuns, kTimeline };
inline constexpr int kLiveCardCount = 5;

// "one", "two", "all": what is remembered; anything else is all.
QString toWord(LiveCards cards);
LiveCards liveCardsFrom(const QString& word);

class LiveLayout : public QScrollArea {
  Q_OBJECT

 public:
  explicit LiveLayout(QWidget* parent = nullptr);

  void setCard(LiveCard which, QWidget* card);  // takes it over; all five before the first show
  void setCards(LiveCards cards);
  LiveCards cards() const { return m_cards; }
  // Again for the same card: back to how it was.
  void toggleEnlarged(LiveCard which);
  void setNarrow(bool isNarrow);
  bool isNarrow() const { return m_isNarrow; }

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  struct Row {
    std::vector<LiveCard> cards;
    std::vector<int> shares;  // of the width
    int share = 1;            // of the height
    int least = 0;            // px
  };
  std::vector<Row> plan() const;
  void arrange();
  void shareHeight(const std::vector<Row>& rows);
  void share();

  std::array<QWidget*, kLiveCardCount> m_widgets{};
  QSplitter* m_column;
  std::array<QSplitter*, kLiveCardCount> m_rows{};
  LiveCards m_cards = LiveCards::kAll;
  bool m_isEnlarged = false;
  LiveCard m_enlarged = LiveCard::kCurves;
  bool m_isNarrow = false;
  bool m_isMoved = false;  // by hand since the last arrangement: the shares are the user's
};

}  // namespace touchstone::ui
