#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "griot/postgres.hpp"
#include "history/plan.h"

namespace griot::demo {

// A demonstration that a project holds, for who goes on with it. Throws pg::Error. One thread.
class Held {
 public:
  Held(const std::string& url, std::string id) : database_(url, "griot_app"), id_(std::move(id)) {}

  // False: somebody else goes on with it.
  bool TakeTurn();
  // What its history was made from; nullopt: there is none.
  std::optional<Wish> Read();
  // Until when it was told, at least until `end`.
  int64_t ToldUntil(int64_t end);
  void SetTold(int64_t until);

  // While it lives, nobody else tells the project's history or removes it. False: somebody does
  // so now.
  class Pause {
   public:
    explicit Pause(Held& held);
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
    explicit operator bool() const { return has_; }

   private:
    Held& held_;
    bool has_;
  };

 private:
  pg::Database database_;
  const std::string id_;
};

}  // namespace griot::demo
