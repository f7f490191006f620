#include "plugins/history_import/door/body.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace griot::history_import {
namespace {

// 8 MiB: what every level up to 19 needs. A frame may ask for far more memory than it is long.
constexpr int kMostWindowLog = 23;
constexpr size_t kStep = 256 << 10;

struct Free {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

std::optional<Denial> TooLong(uint64_t max) {
  return Denial{413, "the body is longer than " + std::to_string(max) + " bytes, unpacked"};
}

std::optional<Denial> Unpack(std::string_view packed, uint64_t max, std::string* out) {
  const std::unique_ptr<ZSTD_DStream, Free> stream(ZSTD_createDStream());
  if (stream == nullptr) return Denial{503, "too much is in flight: come back later"};
  ZSTD_DCtx_setParameter(stream.get(), ZSTD_d_windowLogMax, kMostWindowLog);
  ZSTD_inBuffer in{packed.data(), packed.size(), 0};
  out->clear();
  for (;;) {
    const size_t have = out->size();
    // One byte more than allowed is how going past the bound is noticed.
    out->resize(std::min<uint64_t>(have + kStep, max + 1));
    ZSTD_outBuffer to{out->data(), out->size(), have};
    const size_t left = ZSTD_decompressStream(stream.get(), &to, &in);
    out->resize(to.pos);
    if (ZSTD_isError(left)) break;
    if (out->size() > max) return TooLong(max);
    if (left == 0 && in.pos == in.size) return std::nullopt;
    if (in.pos == in.size && to.pos == have) break;  // cut short
  }
  return Denial{400, "the body does not unpack by its Content-Encoding"};
}

}  // namespace

std::optional<Denial> ReadLines(const Request& request, uint64_t max, std::string* unpacked,
                                std::string_view* body) {
  if (request.Header("Content-Encoding").value_or("") != "zstd") {
    return ReadBody(request, max, body);
  }
  if (auto denial = Unpack(request.body(), max, unpacked)) return denial;
  if (unpacked->empty()) return Denial{400, "the body is empty"};
  *body = *unpacked;
  return std::nullopt;
}

}  // namespace griot::history_import
