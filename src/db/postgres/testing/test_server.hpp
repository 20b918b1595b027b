#pragma once
#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <netinet/in.h>
#include <pwd.h>
#include <random>
#include <signal.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

/// A PostgreSQL of the tests' own: Debian's programs on loopback, with its data in a temporary folder and fsync on,
/// never as root. Tests may stop it, kill it and start it again.
namespace tenon::db::postgres::testing {

/// Runs a program as this user, or, where this is root, as one that PostgreSQL accepts. The child ends with its parent.
inline pid_t start_program(const std::vector<std::string>& words, const std::string& output) {
  const passwd* user = ::getuid() == 0 ? ::getpwnam("postgres") : nullptr;
  if (::getuid() == 0 && !user) user = ::getpwnam("nobody");
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  ::dup2(log, 1);
  ::dup2(log, 2);
  // The folder of a test may be closed to the other user, which psql complains of.
  if (::chdir("/") != 0) ::_exit(126);
  // A child of a sanitized test is no test.
  ::unsetenv("LD_PRELOAD");
  if (user && (::setgroups(0, nullptr) != 0 || ::setgid(user->pw_gid) != 0 || ::setuid(user->pw_uid) != 0))
    ::_exit(126);
  ::prctl(PR_SET_PDEATHSIG, SIGQUIT);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

inline int wait_for_end(pid_t child) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

/// Below those that the kernel gives to outgoing connections, which come and go all the time: one of them may not take
/// it while the server is down.
inline std::uint16_t free_port() {
  constexpr int lowest = 10'000;
  int first_outgoing = 32'768;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> first_outgoing;
  std::random_device random;
  for (int i = 0; i < 1000; ++i) {
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (first_outgoing > lowest + 1000)
      address.sin_port =
          htons(static_cast<std::uint16_t>(std::uniform_int_distribution(lowest, first_outgoing - 1)(random)));
    socklen_t size = sizeof address;
    const bool bound = ::bind(probe, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    ::close(probe);
    if (bound) return ntohs(address.sin_port);
  }
  throw std::runtime_error("no free port");
}

/// The path of a program of PostgreSQL's.
inline std::string program(const std::string& name) {
  for (const char* folder :
       {"/usr/lib/postgresql/15/bin/", "/usr/lib/postgresql/16/bin/", "/usr/lib/postgresql/17/bin/"})
    if (::access((folder + name).c_str(), X_OK) == 0) return folder + name;
  throw std::runtime_error("PostgreSQL is not installed: see tools/packages.txt");
}

class Server {
 public:
  Server() {
    auto name = std::string("/tmp/tenon-pg-XXXXXX");  // a short path, for the socket; one that the other user may enter
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder_ = name;
    if (const auto* user = ::getuid() == 0 ? user_of_root() : nullptr)
      if (::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("chown failed");
    const auto child =
        start_program({program("initdb"), "--pgdata=" + data().string(), "--username=tenon", "--auth=trust",
                       "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"},
                      log());
    if (wait_for_end(child) != 0) throw std::runtime_error("initdb failed: " + read_log());
    start();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    stop(SIGQUIT);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  /// On the port it had before, if it had one.
  void start() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!starts(port_ == 0 ? free_port() : port_)) {
      // A port that somebody else was quicker to take, or processes of the one before that have not noticed yet that it
      // is gone.
      if (std::chrono::steady_clock::now() > until || !may_start_later())
        throw std::runtime_error("postgres ended: " + read_log());
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
  }
  /// SIGINT: fast, with a checkpoint; SIGQUIT: at once; SIGKILL: as if the power failed, all but the disk.
  void stop(int signal_number) {
    if (process_ <= 0) return;
    ::kill(process_, signal_number);
    wait_for_end(process_);
    process_ = -1;
  }
  std::uint16_t port() const { return port_; }
  std::string url(const std::string& database) const {
    return "postgres://tenon@127.0.0.1:" + std::to_string(port_) + "/" + database;
  }
  std::string read_log() const {
    std::ifstream file(log());
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  static const passwd* user_of_root() {
    const passwd* user = ::getpwnam("postgres");
    return user ? user : ::getpwnam("nobody");
  }
  std::filesystem::path data() const { return folder_ / "data"; }
  std::string log() const { return folder_ / "log"; }
  /// Whether it came to take connections.
  bool starts(std::uint16_t port) {
    log_before_ = read_log().size();
    process_ = start_program({program("postgres"), "-D", data().string(), "-p", std::to_string(port), "-k",
                              folder_.string(), "-c", "listen_addresses=127.0.0.1", "-c", "shared_buffers=32MB", "-c",
                              "max_connections=200", "-c", "max_wal_size=256MB", "-c", "deadlock_timeout=200ms"},
                             log());
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!is_ready(port)) {
      if (::waitpid(process_, nullptr, WNOHANG) == process_) {
        process_ = -1;
        return false;
      }
      if (std::chrono::steady_clock::now() > until) throw std::runtime_error("postgres does not answer: " + read_log());
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    port_ = port;
    return true;
  }
  bool may_start_later() const {
    const auto said = read_log().substr(log_before_);
    return said.find("Address already in use") != std::string::npos ||
           said.find("pre-existing shared memory block") != std::string::npos;
  }
  /// By the socket in its own folder: on the port somebody else's may answer.
  bool is_ready(std::uint16_t port) const {
    const auto child =
        start_program({program("pg_isready"), "-q", "-h", folder_.string(), "-p", std::to_string(port)}, log());
    return wait_for_end(child) == 0;
  }

  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
  std::size_t log_before_ = 0;  ///< of what the last start wrote
};

/// The server that the tests of one process share.
inline Server& shared_server() {
  static Server server;
  return server;
}

/// Runs SQL by psql; what it printed, without alignment. May be called by many threads.
inline std::string psql(const std::string& url, const std::string& text) {
  static std::atomic<int> next{0};
  const auto output = std::filesystem::temp_directory_path() /
                      ("psql-" + std::to_string(::getpid()) + "-" + std::to_string(next.fetch_add(1)));
  const int status = wait_for_end(start_program(
      {program("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url, "-c", text}, output.string()));
  std::ifstream file(output);
  std::string printed{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(output);
  while (printed.ends_with('\n')) printed.pop_back();
  if (status != 0) throw std::runtime_error("psql: " + printed);
  return printed;
}

/// An empty database on the server that TENON_TEST_POSTGRES_URL names (any database of it, by a user who may make
/// others), or else on the process's own; dropped at the end.
class NewDatabase {
 public:
  NewDatabase() : NewDatabase(server_url()) {}
  explicit NewDatabase(std::string server) : server_(std::move(server)) {
    static std::atomic<int> next{0};
    name_ = "t" + std::to_string(::getpid()) + "_" + std::to_string(next.fetch_add(1));
    psql(server_, "CREATE DATABASE " + name_);
  }
  NewDatabase(const NewDatabase&) = delete;
  NewDatabase& operator=(const NewDatabase&) = delete;
  ~NewDatabase() {
    try {
      psql(server_, "DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
    } catch (const std::exception&) {
      // The test stopped the server.
    }
  }
  std::string url() const {
    const auto end = std::min(server_.find('?'), server_.size());
    const auto slash = server_.rfind('/', end);
    return server_.substr(0, slash + 1) + name_ + server_.substr(end);
  }

 private:
  static std::string server_url() {
    const char* given = std::getenv("TENON_TEST_POSTGRES_URL");
    return given && *given ? given : shared_server().url("postgres");
  }
  std::string server_;
  std::string name_;
};

}  // namespace tenon::db::postgres::testing
