#include "host/http/inflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>

#include "host/http/text.h"

namespace griot::http {
namespace {

// Real batches of events shrink 5 to 30 times. The ratio is judged only past a size that is
// harmless in itself.
constexpr size_t kMaxRatio = 200;
constexpr size_t kFreeOutput = 1024 * 1024;
constexpr size_t kStep = 64 * 1024;

constexpr int kAnyHeader = 15 + 32;  // zlib or gzip, as the data says
constexpr int kRaw = -15;

class Stream {
 public:
  explicit Stream(int window_bits) { ok_ = inflateInit2(&z_, window_bits) == Z_OK; }
  ~Stream() {
    if (ok_) inflateEnd(&z_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  Decode Run(std::string_view data, size_t max, std::string& out) {
    if (!ok_ || data.size() > std::numeric_limits<uInt>::max()) return Decode::kBad;
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    z_.avail_in = static_cast<uInt>(data.size());
    size_t ratio_cap = std::max(kFreeOutput, data.size() * kMaxRatio);
    size_t cap = std::min(max, ratio_cap);
    for (;;) {
      size_t have = out.size();
      // One byte more than allowed is how going past the cap is noticed.
      size_t room = std::min(kStep, cap - have + 1);
      out.resize(have + room);
      z_.next_out = reinterpret_cast<Bytef*>(out.data() + have);
      z_.avail_out = static_cast<uInt>(room);
      int rc = inflate(&z_, Z_NO_FLUSH);
      out.resize(have + room - z_.avail_out);
      if (out.size() > cap) return Decode::kTooLarge;
      if (rc == Z_STREAM_END) {
        if (z_.avail_in == 0) return Decode::kOk;
        // gzip allows several members one after the other.
        if (inflateReset(&z_) != Z_OK) return Decode::kBad;
        continue;
      }
      if (rc != Z_OK) return Decode::kBad;
      if (z_.avail_in == 0 && z_.avail_out != 0) return Decode::kBad;
    }
  }

 private:
  z_stream z_{};
  bool ok_ = false;
};

}  // namespace

Decode Inflate(std::string_view encoding, std::string_view data, size_t max, std::string& out) {
  out.clear();
  encoding = Trim(encoding);
  bool gzip = EqualsIgnoreCase(encoding, "gzip") || EqualsIgnoreCase(encoding, "x-gzip");
  bool deflate = EqualsIgnoreCase(encoding, "deflate");
  if (!gzip && !deflate) return Decode::kUnsupported;
  Decode result = Stream(kAnyHeader).Run(data, max, out);
  if (result == Decode::kBad && deflate && out.empty()) {
    // Some clients mean raw deflate by it.
    result = Stream(kRaw).Run(data, max, out);
  }
  if (result != Decode::kOk) out.clear();
  return result;
}

}  // namespace griot::http
