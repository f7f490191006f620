#include "plugins/history_import/file/byte_reader.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "plugins/history_import/client/row.h"

namespace griot::history_import {
namespace {

constexpr size_t kPiece = 256 << 10;

class PlainFile final : public ByteReader {
 public:
  explicit PlainFile(const std::string& path)
      : path_(path), file_(open(path.c_str(), O_RDONLY | O_CLOEXEC)), buffer_(kPiece) {
    if (file_ < 0) Fail();
  }
  ~PlainFile() override {
    if (file_ >= 0) close(file_);
  }

  std::string_view Next() override {
    ssize_t n = 0;
    do {
      n = read(file_, buffer_.data(), buffer_.size());
    } while (n < 0 && errno == EINTR);
    if (n < 0) Fail();
    position_ += static_cast<uint64_t>(n);
    return {buffer_.data(), static_cast<size_t>(n)};
  }
  void Skip(uint64_t bytes) override {
    if (lseek(file_, static_cast<off_t>(bytes), SEEK_SET) < 0) Fail();
    position_ = bytes;
  }
  uint64_t position() const override { return position_; }

 private:
  [[noreturn]] void Fail() const { throw SourceError(path_ + ": " + std::strerror(errno)); }

  const std::string path_;
  const int file_;
  std::vector<char> buffer_;
  uint64_t position_ = 0;
};

class ZstdFile final : public ByteReader {
 public:
  explicit ZstdFile(const std::string& path)
      : path_(path), packed_(path), stream_(ZSTD_createDStream()), buffer_(ZSTD_DStreamOutSize()) {
    if (stream_ == nullptr) throw std::bad_alloc();
  }

  std::string_view Next() override {
    if (!rest_.empty()) return std::exchange(rest_, {});
    for (;;) {
      const bool drained = in_.pos == in_.size;
      if (drained && !Fill()) return {};
      ZSTD_outBuffer out{buffer_.data(), buffer_.size(), 0};
      const size_t left = ZSTD_decompressStream(stream_.get(), &out, &in_);
      if (ZSTD_isError(left)) throw SourceError(path_ + ": " + ZSTD_getErrorName(left));
      frame_open_ = left != 0;
      if (out.pos > 0) return {buffer_.data(), out.pos};
    }
  }
  void Skip(uint64_t bytes) override {
    while (bytes > 0) {
      const std::string_view piece = Next();
      if (piece.empty()) throw SourceError(path_ + ": is shorter than it was");
      const size_t cut = std::min<uint64_t>(bytes, piece.size());
      bytes -= cut;
      rest_ = piece.substr(cut);
    }
  }
  uint64_t position() const override { return packed_.position(); }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  bool Fill() {
    const std::string_view piece = packed_.Next();
    if (piece.empty() && frame_open_) throw SourceError(path_ + ": is cut short");
    in_ = {piece.data(), piece.size(), 0};
    return !piece.empty();
  }

  const std::string path_;
  PlainFile packed_;
  std::unique_ptr<ZSTD_DStream, Free> stream_;
  std::vector<char> buffer_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  std::string_view rest_;  // behind what was skipped
  bool frame_open_ = false;
};

}  // namespace

std::unique_ptr<ByteReader> ByteReader::Open(const std::string& path) {
  if (path.ends_with(".zst")) return std::make_unique<ZstdFile>(path);
  return std::make_unique<PlainFile>(path);
}

}  // namespace griot::history_import
