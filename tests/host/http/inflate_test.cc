#include "host/http/inflate.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>

#include "host/http/server_test.h"

namespace griot::http {
namespace {

std::string Compress(std::string_view data, int window_bits) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, data.size()), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  z.avail_in = static_cast<uInt>(data.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}
std::string Gzip(std::string_view data) { return Compress(data, 15 + 16); }

std::string Noise(size_t size) {
  std::mt19937 random(1);
  std::string out(size, '\0');
  for (char& c : out) c = static_cast<char>('a' + random() % 16);
  return out;
}

TEST(Inflate, UndoesEachEncoding) {
  std::string data = Noise(300'000);
  std::string out;
  EXPECT_EQ(Inflate("gzip", Gzip(data), 1 << 20, out), Decode::kOk);
  EXPECT_EQ(out, data);
  EXPECT_EQ(Inflate(" X-GZIP ", Gzip(data), 1 << 20, out), Decode::kOk);
  EXPECT_EQ(Inflate("deflate", Compress(data, 15), 1 << 20, out), Decode::kOk);
  EXPECT_EQ(out, data);
  EXPECT_EQ(Inflate("deflate", Compress(data, -15), 1 << 20, out), Decode::kOk);
  EXPECT_EQ(out, data);
  EXPECT_EQ(Inflate("gzip", Gzip("a") + Gzip("b"), 100, out), Decode::kOk);
  EXPECT_EQ(out, "ab");
  EXPECT_EQ(Inflate("gzip", Gzip(""), 0, out), Decode::kOk);
  for (const char* other : {"br", "zstd", "gzip, gzip", "", "gzipx"}) {
    EXPECT_EQ(Inflate(other, Gzip(data), 1 << 20, out), Decode::kUnsupported) << other;
  }
}

TEST(Inflate, KeepsTheCap) {
  std::string data = Noise(100'000);
  std::string out;
  EXPECT_EQ(Inflate("gzip", Gzip(data), data.size(), out), Decode::kOk);
  EXPECT_EQ(Inflate("gzip", Gzip(data), data.size() - 1, out), Decode::kTooLarge);
  EXPECT_TRUE(out.empty());
}

TEST(Inflate, RefusesBombs) {
  std::string bomb = Gzip(std::string(64 << 20, '\0'));
  ASSERT_LT(bomb.size(), 100'000u);
  std::string out;
  EXPECT_EQ(Inflate("gzip", bomb, size_t{1} << 30, out), Decode::kTooLarge);
  EXPECT_LT(out.capacity(), 32u << 20);
}

TEST(Inflate, RefusesWhatIsBroken) {
  std::string whole = Gzip(Noise(10'000));
  std::string out;
  for (size_t size : {size_t{0}, size_t{1}, size_t{9}, size_t{500}, whole.size() - 1}) {
    EXPECT_EQ(Inflate("gzip", whole.substr(0, size), 1 << 20, out), Decode::kBad) << size;
  }
  EXPECT_EQ(Inflate("gzip", whole + "tail", 1 << 20, out), Decode::kBad);
  EXPECT_EQ(Inflate("gzip", "plain text, no gzip", 1 << 20, out), Decode::kBad);
  std::string flipped = whole;
  flipped[whole.size() - 6] ^= 1;  // the checksum
  EXPECT_EQ(Inflate("gzip", flipped, 1 << 20, out), Decode::kBad);
}

class Bodies : public test::ServerTest {};

TEST_F(Bodies, AreDecodedForTheHandler) {
  Start();
  Route(Method::kPost, "/decoded", [](Request& r) {
    std::string_view body;
    switch (r.DecodedBody(20'000, &body)) {
      case Request::Decode::kOk:
        return r.reply()->Send(200, {}, body);
      case Request::Decode::kTooLarge:
        return r.reply()->SendError(413);
      case Request::Decode::kUnsupported:
        return r.reply()->SendError(415);
      case Request::Decode::kBad:
        return r.reply()->SendError(400);
    }
  });
  using test::Post;
  std::string data = Noise(10'000);
  EXPECT_EQ(Ask(Post("/decoded", Gzip(data), "Content-Encoding: gzip\r\n"))->body, data);
  EXPECT_EQ(Ask(Post("/decoded", data))->body, data);
  EXPECT_EQ(Ask(Post("/decoded", data, "Content-Encoding: identity\r\n"))->body, data);
  EXPECT_EQ(Status(Post("/decoded", Gzip(Noise(20'001)), "Content-Encoding: gzip\r\n")), 413);
  EXPECT_EQ(Status(Post("/decoded", data, "Content-Encoding: br\r\n")), 415);
  EXPECT_EQ(Status(Post("/decoded", data, "Content-Encoding: gzip\r\n")), 400);
}

}  // namespace
}  // namespace griot::http
