#pragma once

#include <array>

#include "griot/cpp/http.hpp"

namespace griot::dashboard {

// What every answer that a browser may see says of itself. Of an answer that is no page nothing is
// ever run, framed or guessed.
inline constexpr std::array<Header, 6> kAnswerHeaders{{
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Vary", "Cookie, Authorization, X-Api-Key, Accept"},
}};

// The same for pages of the web app: all that they need comes from griot itself. Charts set styles
// on their elements, hence 'unsafe-inline' there; no script is ever inline.
inline constexpr std::array<Header, 6> kPageHeaders{{
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
     "data: blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
     "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
}};

}  // namespace griot::dashboard
