// The control socket: JSON requests and answers, a line each (docs/control.md).
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <thread>

#include "griot/cpp/status.hpp"
#include "host/control/line_socket.h"

namespace griot::host {

// Where the answer to one request goes. For the thread that serves its client.
class ControlReply {
 public:
  virtual ~ControlReply() = default;
  // One line. False: nobody reads it any more, or griot ends; so will all that follow.
  virtual bool Send(std::string_view line) = 0;
  // Waits between the lines of an answer that goes on. False: as above.
  virtual bool Pause(std::chrono::milliseconds pause) = 0;
};

// Serves each client on a thread of its own, so that none waits for another: the socket is for the
// operator, who is the only one that may open it (0600). Open, Start and Stop are for one thread.
class ControlServer {
 public:
  // Called on the client's thread, for several clients at once; answers with one line or more.
  using Handler = std::function<void(std::string_view request, ControlReply& reply)>;

  explicit ControlServer(Handler handler) : handler_(std::move(handler)) {}
  ~ControlServer() { Stop(); }

  // Makes the socket: who connects from now on waits to be answered. To be called while the process
  // has no other threads, which would make their files with the socket's mode.
  Status Open(const std::string& path);
  // Begins to answer.
  void Start();
  // Ends after the requests that are being answered; a client that dawdles does not hold it up.
  void Stop();

 private:
  struct Client {
    std::thread thread;
    std::atomic<bool> done{false};
  };
  void Run();
  void Admit(int fd);
  void Serve(int fd);
  void Reap();

  Handler handler_;
  std::string path_;
  int listener_ = -1;
  int stop_event_ = -1;
  std::thread thread_;
  std::list<Client> clients_;  // of the server's thread, until it has ended
};

// The other end: sends one request and waits for its answer. GONE: no griot runs here.
Status AskControl(const std::string& path, std::string_view request, std::string* answer);

}  // namespace griot::host
