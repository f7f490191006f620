// The control socket: one JSON request a line, one JSON answer a line (docs/control.md).
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <thread>

#include "griot/cpp/status.hpp"

namespace griot::host {

// Serves one client after the other on a thread of its own: the socket is for the operator, who is
// the only one that may open it (0600). Open, Start and Stop are for one thread.
class ControlServer {
 public:
  // Called on the server's thread; answers a request with one line of JSON.
  using Handler = std::function<std::string(std::string_view request)>;

  explicit ControlServer(Handler handler) : handler_(std::move(handler)) {}
  ~ControlServer() { Stop(); }

  // Makes the socket: who connects from now on waits to be answered. To be called while the process
  // has no other threads, which would make their files with the socket's mode.
  Status Open(const std::string& path);
  // Begins to answer.
  void Start();
  // Ends after the request that is being answered; a client that dawdles does not hold it up.
  void Stop();

 private:
  void Run();
  void Serve(int client);
  // Waits until `client` can be read or written. False: it took too long, or it is time to stop.
  bool Await(int client, short events) const;

  Handler handler_;
  std::string path_;
  int listener_ = -1;
  int stop_event_ = -1;
  std::thread thread_;
};

// The other end: sends one request and waits for its answer. GONE: no griot runs here.
Status AskControl(const std::string& path, std::string_view request, std::string* answer);

}  // namespace griot::host
