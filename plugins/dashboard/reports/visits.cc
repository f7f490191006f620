#include "plugins/dashboard/reports/visits.h"

#include <algorithm>
#include <unordered_map>

#include "plugins/dashboard/rollup/event_rows.h"
#include "plugins/dashboard/rollup/people.h"

namespace griot::dashboard {
namespace {

constexpr int64_t kPause = 1800 * int64_t{1'000'000};
constexpr int64_t kMargin = 2 * 86'400 * int64_t{1'000'000};
constexpr size_t kMostEvents = 3'000'000;

struct Session {
  uint32_t person;
  int64_t first, last, until;
  size_t visit = SIZE_MAX;
};

// What an own event adds to its visit: where it stands, and its node.
struct Step {
  int64_t place;
  std::string id;
  uint32_t node;
};

class VisitReader {
 public:
  explicit VisitReader(const Ask& ask)
      : ask_(ask),
        from_(MicrosText(ask.period.begins - kMargin)),
        to_(MicrosText(ask.period.ends + kMargin)) {}

  Visits Read() {
    Db& db = *ask_.call.reader;
    db.Run("begin isolation level repeatable read");
    try {
      ReadSessions(db);
      Group();
      ReadEvents(db);
      db.Run("commit");
    } catch (...) {
      db.Close();
      throw;
    }
    return Fold();
  }

 private:
  void ReadSessions(Db& db) {
    const Result rows = db.Run(
        "select s.project, (extract(epoch from s.first_at) * 1000000)::bigint, s.channel, "
        "s.subject, "
        "s.user_id, s.anonymous_id, (extract(epoch from s.last_at) * 1000000)::bigint, "
        "(extract(epoch from s.until_at) * 1000000)::bigint from sessions s where s.project || "
        "'' = $1 and s.first_at at time zone 'UTC' >= $2::timestamptz at time zone 'UTC' and "
        "s.first_at at time zone 'UTC' < $3::timestamptz at time zone 'UTC' order by s.first_at",
        {ask_.project.id, from_, to_});
    Actors actors(ask_.call.people->actors());
    actors.Resolve(db, rows);
    for (int i = 0; i < rows.rows(); ++i) {
      const uint32_t number = actors.NumberOf(rows, i);
      sessions_.push_back({number == 0 ? 0 : ask_.call.people->PersonOf(number), rows.int8(i, 1),
                           rows.int8(i, 6), rows.int8(i, 7)});
      by_key_[KeyOf(rows.text(i, 2), rows.text(i, 3))].push_back(sessions_.size() - 1);
    }
  }

  // Sessions come in order of their start.
  void Group() {
    struct Open {
      size_t visit;
      int64_t ends;
    };
    std::unordered_map<uint32_t, Open> open;
    for (Session& session : sessions_) {
      if (session.person == 0) continue;
      const auto found = open.find(session.person);
      if (found != open.end() && session.first <= found->second.ends + kPause) {
        session.visit = found->second.visit;
        found->second.ends = std::max(found->second.ends, session.last);
        continue;
      }
      session.visit = visits_.size();
      visits_.push_back({session.person, session.first, {}});
      open[session.person] = {session.visit, session.last};
    }
    steps_.resize(visits_.size());
  }

  void ReadEvents(Db& db) {
    db.Run(
        "declare steps no scroll cursor for select e.channel, griot_session_subject(e.device, "
        "e.user_id, e.anonymous_id), (extract(epoch from e.occurred_at) * 1000000)::bigint, "
        "griot_event_order(e.occurred_at, e.name), e.id, griot_event_node(e.name, e.properties, "
        "e.context) from events e where e.project = $1 and e.occurred_at >= $2::timestamptz and "
        "e.occurred_at < $3::timestamptz and griot_is_own(e.name, e.user_id, e.properties)",
        {ask_.project.id, from_, to_});
    std::unordered_map<std::string, uint32_t> nodes;
    size_t read = 0;
    while (true) {
      const Result rows = db.Run("fetch 20000 from steps");
      if (rows.rows() == 0) return;
      read += static_cast<size_t>(rows.rows());
      if (read > kMostEvents) {
        throw Problem(503, "too_many", "more than 3 million events: ask for a shorter time");
      }
      for (int i = 0; i < rows.rows(); ++i) {
        const size_t visit = VisitOf(KeyOf(rows.text(i, 0), rows.text(i, 1)), rows.int8(i, 2));
        if (visit == SIZE_MAX) continue;
        const auto next = static_cast<uint32_t>(nodes.size());
        const auto [node, is_new] = nodes.emplace(std::string(rows.text(i, 5)), next);
        if (is_new) names_.emplace_back(node->first);
        steps_[visit].push_back({rows.int8(i, 3), std::string(rows.text(i, 4)), node->second});
      }
    }
  }

  // Of two sessions that hold an event the later one has it.
  size_t VisitOf(const std::string& key, int64_t at) const {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return SIZE_MAX;
    const auto& list = found->second;
    const auto after = std::upper_bound(list.begin(), list.end(), at, [this](int64_t t, size_t s) {
      return t < sessions_[s].first;
    });
    if (after == list.begin()) return SIZE_MAX;
    const Session& session = sessions_[*(after - 1)];
    return at <= session.until ? session.visit : SIZE_MAX;
  }

  Visits Fold() {
    Visits made;
    made.names = std::move(names_);
    for (size_t v = 0; v < visits_.size(); ++v) {
      Visit& visit = visits_[v];
      if (visit.begins < ask_.period.begins || visit.begins >= ask_.period.ends) continue;
      auto& steps = steps_[v];
      std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
        return a.place != b.place ? a.place < b.place : a.id < b.id;
      });
      for (const Step& step : steps) {
        if (visit.nodes.empty() || visit.nodes.back() != step.node)
          visit.nodes.push_back(step.node);
      }
      if (!visit.nodes.empty()) made.list.push_back(std::move(visit));
    }
    return made;
  }

  static std::string KeyOf(std::string_view channel, std::string_view subject) {
    return std::string(channel) + '\x1f' + std::string(subject);
  }

  const Ask& ask_;
  const std::string from_, to_;
  std::vector<Session> sessions_;
  std::unordered_map<std::string, std::vector<size_t>> by_key_;
  std::vector<Visit> visits_;
  std::vector<std::vector<Step>> steps_;
  std::vector<std::string> names_;
};

}  // namespace

Visits ReadVisits(const Ask& ask) { return VisitReader(ask).Read(); }

}  // namespace griot::dashboard
