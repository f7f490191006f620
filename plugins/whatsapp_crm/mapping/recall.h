#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "plugins/whatsapp_crm/mapping/memory.h"

namespace griot::whatsapp_crm::mapping {

// A mapping's use of its memory. A webhook can come again, also after its first delivery was heard
// here and kept nowhere; so beside each value stands which element put it there and what was there
// before, and that element sees what it saw the first time. One thread.
class Recall {
 public:
  // `memory` may be null: then nothing is ever known. It must outlive this.
  explicit Recall(Memory* memory) : memory_(memory) {}

  bool on() const { return memory_ != nullptr; }
  // What was remembered before this element; empty: nothing. `element` is its bytes. The view lives
  // until the next call.
  std::string_view Before(std::string_view key, std::string_view element);
  void Put(std::string_view key, std::string_view value, std::string_view element);

 private:
  struct Kept {
    std::string_view value, by, before;
  };
  Kept Read(std::string_view key);

  Memory* const memory_;
  std::string kept_;
  std::string made_;
};

}  // namespace griot::whatsapp_crm::mapping
