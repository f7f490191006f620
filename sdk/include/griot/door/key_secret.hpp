#pragma once

// Secrets of write keys, which no store holds. Links OpenSSL::Crypto.

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "griot/cpp/status.hpp"
#include "griot/door/sha256.hpp"

namespace griot {
inline namespace sdk_v1 {

// The secret that a deployment's collectors and its command line share, and nobody else: what signs
// requests under a key follows from it and the key's hash (HKDF-SHA256, RFC 5869), so that a copy
// of Postgres or Redis signs nothing. Unchanging, so safe from any thread.
class DeploymentSecret {
 public:
  static constexpr std::size_t kFewestChars = 32;

  // Throws OptionError when it is too short to be one.
  explicit DeploymentSecret(std::string_view text) {
    if (text.size() < kFewestChars) {
      throw OptionError("GRIOT_KEY_SECRET: needs at least 32 characters, as openssl rand -hex 32");
    }
    static constexpr char kNoSalt[32] = {};
    extracted_ = HmacSha256({kNoSalt, sizeof kNoSalt}, text);
    id_ = HexOf(Expand("id")).substr(0, 16);
  }

  // Tells deployment secrets apart, and says nothing of them.
  const std::string& id() const { return id_; }
  // Of the key with this SHA-256.
  std::string KeySecret(const Sha256Digest& key) const {
    return "ks_" + HexOf(Expand("key " + HexOf(key)));
  }
  // What a project's handshakes are sealed with (griot/handshake.hpp).
  Sha256Digest HandshakeKey(std::string_view project) const {
    return Expand("handshake " + std::string(project));
  }

 private:
  Sha256Digest Expand(std::string_view what) const {
    const std::string_view key(reinterpret_cast<const char*>(extracted_.data()), extracted_.size());
    return HmacSha256(key, "griot " + std::string(what) + '\1');
  }

  Sha256Digest extracted_;
  std::string id_;
};

// Those that a collector knows: one, or two while it is exchanged. Unchanging, so safe from any
// thread.
class DeploymentSecrets {
 public:
  DeploymentSecrets() = default;
  // Empty texts are passed over: variables that nobody has set.
  explicit DeploymentSecrets(std::span<const std::string> texts) {
    for (const std::string& text : texts) {
      if (!text.empty()) list_.emplace_back(text);
    }
  }
  // The one in use first.
  std::span<const DeploymentSecret> list() const { return list_; }
  // Null: none of these.
  const DeploymentSecret* Find(std::string_view id) const {
    for (const DeploymentSecret& secret : list_) {
      if (secret.id() == id) return &secret;
    }
    return nullptr;
  }

 private:
  std::vector<DeploymentSecret> list_;
};

}  // namespace sdk_v1
}  // namespace griot
