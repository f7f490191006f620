#pragma once

#include <string>
#include <string_view>

namespace griot::whatsapp_crm::mapping {

// What mappings remember from one webhook to the next (`remember`): a short text under each key;
// keys hold any bytes. Called on the HTTP threads, on any at any time, so it may not
// block for long. It may forget: every mapping must live with nothing being there. Keys begin with
// the mapping's name; whoever gives one memory to several stages puts something before them that
// keeps their projects apart.
class Memory {
 public:
  virtual ~Memory() = default;

  // Puts what was remembered in place of `*value`. False, with `*value` left in any state, when
  // there is nothing, or it cannot be asked now.
  virtual bool Get(std::string_view key, std::string* value) = 0;
  // In place of what was there. May be lost.
  virtual void Put(std::string_view key, std::string_view value) = 0;
};

}  // namespace griot::whatsapp_crm::mapping
