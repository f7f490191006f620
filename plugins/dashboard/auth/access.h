#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "plugins/dashboard/auth/front.h"
#include "plugins/dashboard/auth/throttle.h"
#include "plugins/dashboard/auth/token.h"
#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

// Who is signed in by a cookie. Plain data.
struct Person {
  std::string id, email, name;
  std::string kept;  // what is kept of this sign-in's token
};

// What the gate and the routes of signing in share: how browsers reach griot, what cookies are
// signed with, how often may be tried. Thread-safe.
class Access {
 public:
  // Throws OptionError when `public_url` is none.
  explicit Access(std::string_view public_url) : front_(public_url) {}

  const Front& front() const { return front_; }

  // Throws Problem 429 when this address, or this account from there or from anywhere, has to
  // wait; else the try is taken.
  void TakeTry(std::string_view address, std::string_view email);

  // Who sent this: nobody (nullopt), where there is no cookie, or one that is forged, or of a
  // sign-in that has ended.
  std::optional<Person> Find(Db& db, const Sent& sent);
  // The same; throws Problem 401 for nobody, and 403 where something is to be changed (`method`)
  // and no page of griot's own has sent it.
  Person Need(Db& db, const Sent& sent, int method);

  // Begins a sign-in on a new token, whatever cookie came along (that one ends): the value of
  // Set-Cookie. In a transaction of the caller's.
  std::string Begin(Db& db, const Sent& sent, const std::string& user, std::string_view address,
                    std::string_view agent);
  // Ends the one that was sent, if it is one: the value of Set-Cookie.
  std::string End(Db& db, const Sent& sent);

 private:
  std::shared_ptr<const TokenSigner> Signer(Db& db);
  std::string KeptOfCookie(Db& db, const Sent& sent);  // empty: nobody has signed it

  const Front front_;
  Throttle addresses_{0.2, 30}, pairs_{1.0 / 60, 10}, accounts_{0.1, 100};
  std::mutex mutex_;
  std::shared_ptr<const TokenSigner> signer_;
};

// Throws Problem 403 where a page of another site may have sent it.
void NeedSameOrigin(const Front& front, const Sent& sent);

}  // namespace griot::dashboard
