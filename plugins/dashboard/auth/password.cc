#include "plugins/dashboard/auth/password.h"

#include <sodium.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>

namespace griot::dashboard {
namespace {

constexpr unsigned long long kPasses = crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE;
constexpr size_t kMemory = crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE;

// A turn at hashing, if one came in time.
class Turn {
 public:
  Turn() {
    std::unique_lock lock(mutex_);
    has_ = free_.wait_for(lock, std::chrono::seconds(1), [] { return left_ > 0; });
    if (has_) --left_;
  }
  ~Turn() {
    if (!has_) return;
    const std::lock_guard lock(mutex_);
    ++left_;
    free_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  explicit operator bool() const { return has_; }

 private:
  inline static std::mutex mutex_;
  inline static std::condition_variable free_;
  inline static int left_ = 2;
  bool has_ = false;
};

void Prepare() {
  static const int result = sodium_init();
  if (result < 0) throw std::runtime_error("libsodium: the system gives no random bytes");
}

std::string Hash(std::string_view password) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kPasses, kMemory,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return {};
  }
  return hash.data();
}

}  // namespace

std::string PasswordFault(std::string_view password, std::string_view email) {
  if (password.size() < kFewestPasswordChars) return "needs at least 10 characters";
  if (password.size() > kMostPasswordChars) return "may have at most 256 bytes";
  if (password == email) return "must not be the e-mail address";
  if (password.find_first_not_of(password.front()) == std::string_view::npos) {
    return "must not be one character again and again";
  }
  return {};
}

std::string HashPassword(std::string_view password) {
  Prepare();
  const Turn turn;
  return turn ? Hash(password) : std::string();
}

PasswordCheck CheckPassword(std::string_view password, const std::string& hash) {
  Prepare();
  const Turn turn;
  if (!turn) return PasswordCheck::kBusy;
  if (hash.empty() || password.size() > kMostPasswordChars) {
    (void)Hash(password.substr(0, kMostPasswordChars));
    return PasswordCheck::kWrong;
  }
  const bool right = crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
  return right ? PasswordCheck::kRight : PasswordCheck::kWrong;
}

}  // namespace griot::dashboard
