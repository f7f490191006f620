#include "plugins/dashboard/live/feed.h"

#include <map>
#include <utility>
#include <vector>

#include "plugins/dashboard/reports/table.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::milliseconds kEvery{200};
constexpr auto kBeat = std::chrono::seconds(15);  // a comment, so that proxies keep the connection
constexpr size_t kMost = 5000;                    // events of a turn
constexpr const char* kBefore = "00000000-0000-0000-0000-000000000000";  // all of a transaction

constexpr const char* kColumns =
    "select e.tx::text || '.' || e.id::text as place, e.project, e.id, e.occurred_at, "
    "e.received_at, "
    "e.channel, e.name, e.user_id, e.anonymous_id, e.properties from events e ";

std::string EventText(const Table& table, const std::vector<Table::Cell>& row) {
  std::string text = "id: " + *row[0] + "\nevent: event\ndata: ";
  json::Writer<std::string> w(text);
  w.BeginObject();
  for (size_t c = 2; c < table.columns.size(); ++c) {
    w.Key(table.columns[c].name);
    WriteValue(w, table.columns[c].kind, row[c]);
  }
  w.EndObject();
  return text + "\n\n";
}

bool Wants(const Viewer& viewer, const std::vector<Table::Cell>& row) {
  return row[1] == viewer.project && (viewer.channel.empty() || row[5] == viewer.channel) &&
         (viewer.name.empty() || row[6] == viewer.name);
}

}  // namespace

// Reads the events, in the order in which their transactions became visible. One thread.
class Feed::Reader {
 public:
  explicit Reader(const Options& options)
      : db_(options.url, "griot_reader", options.statement_timeout, true) {}

  // Of all projects, since the last turn, or as many of them as a turn takes; nothing in the first.
  Table Next() {
    const Result end = db_.Run("select pg_snapshot_xmin(pg_current_snapshot())::text");
    const std::string to(end.text(0, 0));
    if (tx_.empty()) {
      Reach(to, kBefore);
      return {};
    }
    if (tx_ == to) return {};
    Table table = TableOf(
        db_.Run(std::string(kColumns) +
                    "where e.tx >= $1::text::xid8 and (e.tx, e.id) > ($1::text::xid8, $2::uuid) "
                    "and e.tx < $3::text::xid8 order by e.tx, e.id limit " +
                    std::to_string(kMost),
                {tx_, id_, to}));
    if (table.rows.size() < kMost) {
      Reach(to, kBefore);
    } else {
      Reach(*table.rows.back()[0]);
    }
    return table;
  }
  // What somebody has missed since a place, up to where the last turn ended, or as much of it as a
  // turn takes: they are then at the place of the last.
  Table Missed(Viewer* viewer) {
    const size_t dot = viewer->after.find('.');
    Table table = TableOf(db_.Run(
        std::string(kColumns) +
            "where (e.tx, e.id) > ($1::text::xid8, $2::uuid) and e.tx >= $1::text::xid8 "
            "and (e.tx, e.id) <= ($3::text::xid8, $4::uuid) and e.tx <= $3::text::xid8 "
            "and e.project = $5 order by e.tx, e.id limit " +
            std::to_string(kMost),
        {viewer->after.substr(0, dot), viewer->after.substr(dot + 1), tx_, id_, viewer->project}));
    if (table.rows.size() == kMost) {
      viewer->after = *table.rows.back()[0];
    } else {
      viewer->after.clear();
    }
    return table;
  }
  void Forget() { tx_.clear(); }

 private:
  // All that lies at or before this was given.
  void Reach(std::string tx, std::string id) {
    tx_ = std::move(tx);
    id_ = std::move(id);
  }
  void Reach(const std::string& place) {
    const size_t dot = place.find('.');
    Reach(place.substr(0, dot), place.substr(dot + 1));
  }

  Db db_;
  std::string tx_, id_;
};

void Feed::Start() {
  const std::lock_guard lock(mutex_);
  if (!stop_) return;
  stop_ = false;
  thread_ = std::thread([this] { Run(); });
}

void Feed::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Feed::full() const {
  const std::lock_guard lock(mutex_);
  return IsFull();
}

bool Feed::Add(Viewer viewer) {
  {
    const std::lock_guard lock(mutex_);
    if (stop_ || IsFull()) return false;
    (viewer.after.empty() ? viewers_ : waiting_).push_back(std::move(viewer));
  }
  wake_.notify_all();
  return true;
}

void Feed::Run() {
  Reader reader(options_);
  const auto give = [](Viewer& viewer, const Table& table, const std::vector<std::string>& texts) {
    for (size_t i = 0; i < texts.size(); ++i) {
      if (Wants(viewer, table.rows[i]) && viewer.reply.StreamWrite(texts[i]) != GRIOT_OK)
        return false;
    }
    return true;
  };
  const auto texts_of = [](const Table& table) {
    std::vector<std::string> texts;
    for (const auto& row : table.rows) texts.push_back(EventText(table, row));
    return texts;
  };
  auto beat = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  while (!stop_) {
    if (viewers_.empty() && waiting_.empty()) {
      reader.Forget();
      wake_.wait(lock, [this] { return stop_ || !viewers_.empty() || !waiting_.empty(); });
      continue;
    }
    std::list<Viewer> joining = std::move(waiting_);
    waiting_.clear();
    joining_ = joining.size();
    lock.unlock();
    Table table;
    std::vector<std::string> texts;
    try {
      table = reader.Next();
      texts = texts_of(table);
      for (auto viewer = joining.begin(); viewer != joining.end();) {
        const Table missed = reader.Missed(&*viewer);
        const bool took = give(*viewer, missed, texts_of(missed));
        if (!took) viewer->reply.StreamEnd();
        viewer = took ? std::next(viewer) : joining.erase(viewer);
      }
    } catch (const pg::Error& error) {
      context_.Warn(std::string("live feed: ") + error.what());
    }
    const bool beats = std::chrono::steady_clock::now() - beat > kBeat;
    if (beats) beat = std::chrono::steady_clock::now();
    lock.lock();
    for (auto viewer = viewers_.begin(); viewer != viewers_.end();) {
      bool took = give(*viewer, table, texts);
      if (took && beats) took = viewer->reply.StreamWrite(": \n\n") == GRIOT_OK;
      // An empty write asks whether anybody is there.
      if (took) took = viewer->reply.StreamWrite({}) == GRIOT_OK;
      if (!took) viewer->reply.StreamEnd();
      viewer = took ? std::next(viewer) : viewers_.erase(viewer);
    }
    // Who has missed more than a turn takes goes on with the next one.
    while (!joining.empty()) {
      auto& to = joining.front().after.empty() ? viewers_ : waiting_;
      to.splice(to.end(), joining, joining.begin());
    }
    joining_ = 0;
    wake_.wait_for(lock, kEvery, [this] { return stop_; });
  }
  for (auto* list : {&viewers_, &waiting_}) {
    for (Viewer& viewer : *list) viewer.reply.StreamEnd();
    list->clear();
  }
}

}  // namespace griot::dashboard
