// The requests that the benchmark sends: events of the size and shape that users send, each with an
// id of its own and one of many users. The same bytes for every system under test.
#pragma once

#include <cstdint>
#include <cstdio>
#include <ctime>
#include <random>
#include <string>

namespace griot::bench {

class Bodies {
 public:
  Bodies(uint64_t seed, unsigned users, unsigned batch)
      : random_(seed), users_(users), batch_(batch) {}

  // One event, or {"batch":[…]} of several.
  const std::string& Next() {
    if (const std::time_t now = std::time(nullptr); now != second_) {
      second_ = now;
      std::tm parts{};
      ::gmtime_r(&now, &parts);
      std::strftime(stamp_, sizeof stamp_, "%Y-%m-%dT%H:%M:%S.000Z", &parts);
    }
    body_.clear();
    ids_.clear();
    if (batch_ == 1) return AddEvent(), body_;
    body_ += R"({"batch":[)";
    for (unsigned i = 0; i < batch_; ++i) {
      if (i > 0) body_ += ',';
      AddEvent();
    }
    body_ += R"(],"sent_at":")";
    body_ += stamp_;
    body_ += "\"}";
    return body_;
  }
  // The ids of the last request's events, a line each.
  const std::string& ids() const { return ids_; }

 private:
  void AddEvent() {
    const uint64_t a = random_(), b = random_();
    char id[40];
    std::snprintf(id, sizeof id, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(a),
                  static_cast<unsigned>(a >> 32) & 0xffff, static_cast<unsigned>(a >> 48) & 0xfff,
                  static_cast<unsigned>(b) & 0xfff, static_cast<unsigned long long>(b >> 16));
    ids_.append(id).append("\n");
    char text[640];
    const int size = std::snprintf(
        text, sizeof text,
        R"({"type":"track","event":"message.received","messageId":"%s",)"
        R"("timestamp":"%s","userId":"+2547%08u","channel":"whatsapp","properties":{"direction":)"
        R"("inbound","contentType":"text","hasMedia":false,"chatId":"c-%u","text":"Hello, is the )"
        R"(blue one in stock? I would like two."},"context":{"library":{"name":"x","version":"1.0"}}})",
        id, stamp_, static_cast<unsigned>(random_() % users_),
        static_cast<unsigned>(random_() % 100000));
    body_.append(text, static_cast<size_t>(size));
  }

  std::mt19937_64 random_;
  unsigned users_, batch_;
  std::time_t second_ = 0;
  char stamp_[40] = {};
  std::string body_, ids_;
};

}  // namespace griot::bench
