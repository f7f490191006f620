#pragma once

#include <string>
#include <utility>

#include "griot/cpp/batch.hpp"
#include "griot/door/key_secret.hpp"

namespace griot::conversations {

// Writes what an event tells of links in messages, as griot_apply_clicks reads it: which token a
// message carried, and that one was followed (docs/handshake.md). One thread at a time.
class ClickWriter {
 public:
  // `secrets`: what our own tokens are sealed with; of a CRM's only its messages say which they
  // are.
  explicit ClickWriter(DeploymentSecrets secrets) : secrets_(std::move(secrets)) {}

  // False: the event tells nothing, and that is known from its name alone for nearly all.
  bool Write(const Event& event, std::string* key, std::string* body) const;

 private:
  const DeploymentSecrets secrets_;
};

}  // namespace griot::conversations
