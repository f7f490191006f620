#include "plugins/history_import/file/file_source.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <filesystem>
#include <fstream>
#include <vector>

#include "tests/plugins/history_import/temp_dir.h"

namespace griot::history_import {
namespace {

class Files : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, std::string_view text) {
    const std::string path = dir_.path() + "/" + name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  static std::vector<std::string> Lines(FileSource& source) {
    std::vector<std::string> lines;
    for (Row row; row.Clear(), source.Next(&row);) {
      lines.push_back(row.refused != nullptr ? std::string("refused: ") + row.refused : row.line);
    }
    return lines;
  }

  TempDir dir_;
};

std::string Packed(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

TEST_F(Files, LinesAsTheyStand) {
  FileSource source(
      Write("a.ndjson", "\xEF\xBB\xBF{\"a\":1}\r\n\n  \n{\"b\":\"\\u0000\"}\n\xEF\xBB\xBFlast"));
  EXPECT_EQ(Lines(source),
            (std::vector<std::string>{"{\"a\":1}", "{\"b\":\"\\ufffd\"}", "\xEF\xBB\xBFlast"}));
  EXPECT_EQ(source.Done(), source.Total());
}

TEST_F(Files, SeveralFramesAreOneFile) {
  const std::string text = "one\ntwo\n";
  FileSource source(Write("a.zst", Packed("one\nt") + Packed("wo\n")));
  EXPECT_EQ(Lines(source), (std::vector<std::string>{"one", "two"}));
}

TEST_F(Files, WhatIsCutShortIsSaid) {
  const std::string packed = Packed("one\ntwo\n");
  FileSource source(Write("a.zst", packed.substr(0, packed.size() - 2)));
  EXPECT_THROW(Lines(source), SourceError);
  FileSource garbage(Write("b.zst", "no zstd at all"));
  EXPECT_THROW(Lines(garbage), SourceError);
  EXPECT_THROW(FileSource(dir_.path() + "/none"), SourceError);
  EXPECT_THROW(FileSource(dir_.path()), SourceError);
}

TEST_F(Files, ALineWithoutEndIsNotReadIntoMemory) {
  std::string text = "first\n" + std::string(3 * FileSource::kMostLine, 'x') + "\nlast\n" +
                     std::string(FileSource::kMostLine, 'y') + "\n" +
                     std::string(FileSource::kMostLine + 1, 'z');
  FileSource source(Write("a.ndjson", text));
  const auto lines = Lines(source);
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[1], "refused: longer than an event may be");
  EXPECT_EQ(lines[2], "last");
  EXPECT_EQ(lines[3].size(), FileSource::kMostLine);
  EXPECT_EQ(lines[4], lines[1]);
}

TEST_F(Files, GoesOnBehindACursor) {
  std::string text;
  for (int i = 0; i < 50000; ++i) text += std::to_string(i) + "\n";
  for (const std::string& path : {Write("a.ndjson", text), Write("a.zst", Packed(text))}) {
    FileSource whole(path);
    Row row;
    for (int i = 0; i <= 43210; ++i) {
      row.Clear();
      ASSERT_TRUE(whole.Next(&row));
    }
    FileSource rest(path);
    ASSERT_TRUE(rest.Resume(whole.Cursor()));
    const auto lines = Lines(rest);
    ASSERT_EQ(lines.size(), 50000u - 43211u) << path;
    EXPECT_EQ(lines[0], "43211");
    // Another file under its name is begun anew.
    std::ofstream(path, std::ios::app) << "more\n";
    FileSource changed(path);
    EXPECT_FALSE(changed.Resume(whole.Cursor()));
    EXPECT_FALSE(changed.Resume("{}"));
  }
}

TEST_F(Files, TheSamePersonHasTheSameKey) {
  FileSource source(Write("a.ndjson",
                          R"({"channel":"whatsapp","userId":"+254712345678","anonymousId":"x"})"
                          "\n"
                          R"({"channel":"whatsapp","user_id":254712345678})"
                          "\n"
                          R"({"userId":"u","anonymousId":"browser"})"
                          "\n"
                          R"({"anonymous_id":"browser"})"));
  std::vector<uint64_t> keys;
  for (Row row; row.Clear(), source.Next(&row);) keys.push_back(row.key);
  ASSERT_EQ(keys.size(), 4u);
  EXPECT_EQ(keys[0], keys[1]);
  EXPECT_EQ(keys[2], keys[3]);
  EXPECT_NE(keys[0], keys[2]);
}

}  // namespace
}  // namespace griot::history_import
