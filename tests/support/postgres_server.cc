#include "support/postgres_server.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <thread>

namespace griot::test {
namespace fs = std::filesystem;
namespace {

constexpr char kBin[] = "/usr/lib/postgresql/15/bin/";

// Whom Postgres runs as: ourselves, or the packaged user when we are root.
passwd Owner() {
  const passwd* user = geteuid() == 0 ? getpwnam("postgres") : getpwuid(geteuid());
  if (user == nullptr) throw std::runtime_error("there is no user to run Postgres as");
  return *user;
}

void GiveTo(const fs::path& path, const passwd& owner) {
  if (geteuid() == 0 && chown(path.c_str(), owner.pw_uid, owner.pw_gid) != 0) {
    throw std::runtime_error("chown " + path.string());
  }
}

// Starts a program as `owner`; it is ended when this process ends.
pid_t Spawn(const std::vector<std::string>& command, const passwd& owner, const fs::path& log) {
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  const int fd = open(log.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  dup2(fd, 1);
  dup2(fd, 2);
  if (geteuid() == 0 &&
      (setgroups(0, nullptr) != 0 || setgid(owner.pw_gid) != 0 || setuid(owner.pw_uid) != 0)) {
    _exit(126);
  }
  // After the change of user, which would clear it. SIGQUIT is Postgres' immediate shutdown.
  prctl(PR_SET_PDEATHSIG, SIGQUIT);
  if (getppid() != parent) _exit(125);
  setsid();
  execv(argv[0], argv.data());
  _exit(127);
}

void Run(const std::vector<std::string>& command, const passwd& owner, const fs::path& log) {
  const pid_t pid = Spawn(command, owner, log);
  int status = 0;
  if (waitpid(pid, &status, 0) != pid || status != 0) {
    throw std::runtime_error(command[0] + " failed; see " + log.string());
  }
}

// initdb takes seconds, a copy of its result does not: made once, by whoever comes first.
fs::path Template(const passwd& owner) {
  const fs::path dir =
      fs::temp_directory_path() / ("griot-test-postgres15-" + std::to_string(owner.pw_uid));
  fs::create_directories(dir);
  GiveTo(dir, owner);
  const int lock = open((dir / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666);
  flock(lock, LOCK_EX);
  const fs::path data = dir / "data";
  if (!fs::exists(dir / "ready")) {
    fs::remove_all(data);
    Run({std::string(kBin) + "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"},
        owner, dir / "log");
    std::ofstream(dir / "ready") << "yes\n";
  }
  close(lock);
  return data;
}

}  // namespace

PostgresServer::PostgresServer(std::vector<std::string> settings) {
  const passwd owner = Owner();
  const fs::path ready = Template(owner);
  std::string name = (fs::temp_directory_path() / "griot-pg-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp " + name);
  dir_ = name;
  chmod(dir_.c_str(), 0755);
  GiveTo(dir_, owner);
  data_ = dir_ / "data";
  Run({"/bin/cp", "-r", ready, data_}, owner, dir_ / "log");
  std::ofstream conf(data_ / "postgresql.conf", std::ios::app);
  conf << "listen_addresses = ''\nunix_socket_directories = '" << dir_.string() << "'\n"
       << "fsync = off\nmax_connections = 60\nautovacuum_naptime = 1h\n";
  for (const std::string& line : settings) conf << line << '\n';
  conf.close();
  Start();
}

PostgresServer::~PostgresServer() {
  Kill();
  std::error_code ignored;
  fs::remove_all(dir_, ignored);
}

PostgresServer& PostgresServer::Shared() {
  static PostgresServer server;
  return server;
}

void PostgresServer::Start() {
  if (running()) return;
  // The children of one that was killed end a moment after it; until then it cannot start again.
  for (int i = 0; i < 100; ++i) {
    pid_ = Spawn({std::string(kBin) + "postgres", "-D", data_}, Owner(), dir_ / "log");
    if (IsReady()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  std::ifstream log(dir_ / "log");
  throw std::runtime_error("Postgres did not start: " +
                           std::string(std::istreambuf_iterator<char>(log), {}));
}

bool PostgresServer::IsReady() {
  for (int i = 0; i < 600; ++i) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> conn(PQconnectdb(Url("postgres").c_str()),
                                                          PQfinish);
    if (PQstatus(conn.get()) == CONNECTION_OK) return true;
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return false;
}

void PostgresServer::WaitGone() {
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

void PostgresServer::Stop() {
  if (!running()) return;
  kill(pid_, SIGINT);
  WaitGone();
}

void PostgresServer::Kill() {
  if (!running()) return;
  // The children share the session's group or notice at once that their parent is gone.
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);
  WaitGone();
}

std::string PostgresServer::Url(const std::string& database, const std::string& user) const {
  return "host=" + dir_.string() + " dbname=" + database + " user=" + user;
}

std::string PostgresServer::NewDatabase() {
  const std::string name = "t" + std::to_string(getpid()) + "_" + std::to_string(++databases_);
  Query(Url("postgres"), "create database " + name + " template template0");
  return Url(name);
}

std::string PostgresServer::Query(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, void (*)(PGconn*)> conn(PQconnectdb(url.c_str()), PQfinish);
  const std::unique_ptr<PGresult, void (*)(PGresult*)> result(PQexec(conn.get(), sql.c_str()),
                                                              PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    throw std::runtime_error(std::string(PQerrorMessage(conn.get())) + " in: " + sql);
  }
  return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

}  // namespace griot::test
