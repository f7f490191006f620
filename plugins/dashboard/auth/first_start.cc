#include "plugins/dashboard/auth/first_start.h"

#include <unistd.h>

#include "plugins/dashboard/auth/links.h"
#include "plugins/dashboard/auth/transaction.h"

namespace griot::dashboard {
namespace {

constexpr std::chrono::seconds kAgain{1};

void Print(const std::string& text) {
  const ssize_t written = write(STDOUT_FILENO, text.data(), text.size());
  (void)written;  // a terminal that is gone has nobody at it
}

}  // namespace

void FirstStart::Start() {
  const std::lock_guard lock(mutex_);
  if (!stop_) return;
  stop_ = false;
  thread_ = std::thread([this] { Run(); });
}

void FirstStart::Stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void FirstStart::Run() {
  Db db(options_.url, "griot_app", std::chrono::seconds(5), false);
  std::unique_lock lock(mutex_);
  while (!stop_) {
    lock.unlock();
    const bool told = Tell(db);
    lock.lock();
    if (told) return;
    wake_.wait_for(lock, kAgain, [this] { return stop_; });
  }
}

bool FirstStart::Tell(Db& db) {
  try {
    if (db.Run("select from users limit 1").rows() > 0) return true;
    if (isatty(STDOUT_FILENO) == 0) {
      context_.Info("nobody can sign in yet: `griot user link` prints a link for the first owner");
      return true;
    }
    Transaction transaction(db);
    const std::string token = MakeLink(db, {"first", "", "", "", "", "", ""}, "first start");
    transaction.Commit();
    const std::string& origin = access_.front().origin();
    Print("\nSign in, the first time: " + LinkUrl(origin, token) +
          (origin.empty() ? ", at the address where griot listens" : "") +
          "\n(it works once, for a day; `griot user link` prints another)\n\n");
    return true;
  } catch (const pg::Error&) {
    return false;  // its health is the directory's to tell
  }
}

}  // namespace griot::dashboard
