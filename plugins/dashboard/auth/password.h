#pragma once

#include <string>
#include <string_view>

namespace griot::dashboard {

inline constexpr size_t kFewestPasswordChars = 10, kMostPasswordChars = 256;

// Empty: it will do. Else what is wrong with it.
std::string PasswordFault(std::string_view password, std::string_view email);

// Passwords as argon2id hashes, in their own notation, which names its cost: one that was made with
// another cost is still checked. By libsodium: it takes the fastest code that the processor has, so
// that the same strength costs who signs in the least, and compares in constant time.
//
// A hash takes 64 MiB and some 50 ms, so at most two are made at once, and the next waits a second
// for its turn at most. Thread-safe; blocks.
enum class PasswordCheck { kRight, kWrong, kBusy };

// Empty: too many wait, or there is no memory.
std::string HashPassword(std::string_view password);

// `hash` empty: there is no such account, which takes as long to say as that the password is wrong.
PasswordCheck CheckPassword(std::string_view password, const std::string& hash);

}  // namespace griot::dashboard
