#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace griot::test {

// A real Postgres of our own, on a Unix socket in a folder of its own: no port, nothing shared,
// gone with this object or with the process, however that ends. Never runs as root. fsync is off
// unless a setting says otherwise. One thread at a time.
class PostgresServer {
 public:
  // `settings`: lines of postgresql.conf. Throws std::runtime_error when it cannot start.
  explicit PostgresServer(std::vector<std::string> settings = {});
  ~PostgresServer();
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // One for the whole test binary, started when first asked for.
  static PostgresServer& Shared();

  // A URL of a new, empty database. `user`: a login (the superuser by default).
  std::string NewDatabase();
  std::string Url(const std::string& database, const std::string& user = "postgres") const;

  void Start();
  void Stop();  // fast: ends all connections
  void Kill();  // as kill -9 of every process
  bool running() const { return pid_ > 0; }

  // Runs SQL as the superuser and gives the first column of the first row. Throws on an error.
  static std::string Query(const std::string& url, const std::string& sql);

 private:
  bool IsReady();  // once it answers; false when it has ended
  void WaitGone();

  std::filesystem::path dir_;
  std::filesystem::path data_;
  pid_t pid_ = -1;
  int databases_ = 0;
};

}  // namespace griot::test
