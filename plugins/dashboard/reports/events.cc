#include "plugins/dashboard/reports/events.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

#include "plugins/dashboard/reports/sql.h"

namespace griot::dashboard {
namespace {

constexpr int kMostExports = 2;  // at once, so that reports are not kept waiting
constexpr size_t kPiece = 64 << 10;
constexpr std::chrono::seconds kStall{30};  // of a client that takes nothing

std::atomic<int> g_exports{0};

// A client of an export: waits while its connection is full. Shared with the host's callbacks by a
// number, since they may still run when the export has ended.
class Outlet {
 public:
  explicit Outlet(Reply reply) : reply_(reply) {
    const std::lock_guard lock(All().mutex);
    number_ = ++All().last;
    All().outlets[number_] = this;
    reply_.StreamCallbacks(reinterpret_cast<void*>(number_), &Outlet::Tell, &Outlet::Tell);
  }
  ~Outlet() {
    const std::lock_guard lock(All().mutex);
    All().outlets.erase(number_);
  }

  // False: nobody takes it any more.
  bool Write(std::string_view piece) {
    while (true) {
      const uint64_t before = told_.load();
      const griot_result result = reply_.StreamWrite(piece);
      if (result == GRIOT_OK) return true;
      if (result != GRIOT_STREAM_FULL) return false;
      std::unique_lock lock(mutex_);
      if (!changed_.wait_for(lock, kStall, [&] { return told_.load() != before; })) return false;
    }
  }

 private:
  struct Registry {
    std::mutex mutex;
    uintptr_t last = 0;
    std::map<uintptr_t, Outlet*> outlets;
  };
  static Registry& All() {
    static Registry* const all = new Registry;  // the host may call until it has ended
    return *all;
  }
  static void Tell(void* number) {
    const std::lock_guard lock(All().mutex);
    const auto found = All().outlets.find(reinterpret_cast<uintptr_t>(number));
    if (found == All().outlets.end()) return;
    const std::lock_guard own(found->second->mutex_);
    ++found->second->told_;
    found->second->changed_.notify_all();
  }

  const Reply reply_;
  uintptr_t number_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::atomic<uint64_t> told_{0};
};

struct Counted {
  Counted() { ++g_exports; }
  ~Counted() { --g_exports; }
};

void AppendLine(std::string* out, const Table& table, bool csv) {
  if (!csv) {
    json::Writer<std::string> w(*out);
    WriteRow(w, table, table.rows[0]);
    *out += '\n';
    return;
  }
  for (size_t c = 0; c < table.columns.size(); ++c) {
    if (c > 0) *out += ',';
    AppendCsvField(out, table.columns[c].kind, table.rows[0][c]);
  }
  *out += "\r\n";
}

void Export(Call& call, const Ask& ask, bool csv) {
  if (!call.caller.may_export()) throw Problem(403, "role", "viewers may not export");
  if (g_exports.load() >= kMostExports) {
    throw Problem(503, "busy", "others export already", {}, 5);
  }
  const Counted counted;
  const Query& query = QueryOf("events_stream");
  call.reader->Run("set statement_timeout = '30min'");
  const std::string type = csv ? "text/csv; charset=utf-8; header=present" : "application/x-ndjson";
  if (!call.reply.StreamBegin(200, {{"Content-Type", type},
                                    {"Cache-Control", "no-store"},
                                    {"X-Content-Type-Options", "nosniff"}})) {
    call.reply.StreamEnd();
    call.reader->Close();
    return;
  }
  Outlet outlet(call.reply);
  std::string piece;
  if (csv) {
    piece =
        "id,occurred_at,received_at,source,channel,name,user_id,anonymous_id,properties,"
        "context\r\n";
  }
  bool whole = true;
  try {
    call.reader->Stream(query.text, ask.BoundAll(query.names), [&](const Result& row) {
      AppendLine(&piece, TableOf(row), csv);
      if (piece.size() < kPiece) return true;
      whole = outlet.Write(piece);
      piece.clear();
      return whole;
    });
    if (whole) outlet.Write(piece);
  } catch (const pg::Error&) {
    // What was sent cannot be taken back: the last line says that it is not all.
    outlet.Write(piece +
                 (csv ? "\"this is not all: the store gave up\"\r\n"
                      : "{\"error\":{\"message\":\"this is not all: the store gave up\"}}\n"));
  }
  call.reply.StreamEnd();
  call.reader->Close();  // and with it what was set
}

// The latest first: so from the end of the time, as far back as it takes to fill the page.
Table Page(const Ask& ask) {
  constexpr int64_t kHour = 3600 * int64_t{1'000'000};
  for (int64_t length = kHour;; length *= 4) {
    Ask part = ask;
    part.period.begins = std::max(ask.period.begins, ask.period.ends - length);
    Table table = part.Read("events_list");
    const bool full = table.rows.size() > static_cast<size_t>(ask.Int("limit"));
    if (full || part.period.begins == ask.period.begins) return table;
  }
}

}  // namespace

Report EventsReport() {
  return {"/api/v1/events",
          "Events as they were stored, the latest first; all of them as CSV or NDJSON by Accept",
          TimeParams() + FilterParams() + PageParams(),
          {{"events", Shape::kList, &Page, false, true}}};
}

Route EventsRoute() {
  Route route = RouteOf(EventsReport());
  const auto page = route.run;
  route.run = [page, params = EventsReport().params](Call& call) -> std::optional<Answer> {
    const std::string_view accept = call.Header("Accept");
    const bool csv = accept.find("text/csv") != std::string_view::npos;
    const bool lines = accept.find("application/x-ndjson") != std::string_view::npos;
    if (!csv && !lines) return page(call);
    const Ask ask(call, params);
    Export(call, ask, csv);
    return std::nullopt;
  };
  return route;
}

}  // namespace griot::dashboard
