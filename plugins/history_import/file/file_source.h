#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "griot/json.hpp"
#include "plugins/history_import/client/row.h"
#include "plugins/history_import/file/byte_reader.h"

namespace griot::history_import {

// The lines of an NDJSON file, packed by zstd or not. What is on a line is for the door to judge,
// but for escapes that no store takes, which are mended, and lines longer than any event, which are
// refused without being read into memory. One thread.
class FileSource final : public RowSource {
 public:
  static constexpr size_t kMostLine = 1 << 20;

  explicit FileSource(std::string path);

  std::string Name() const override { return path_; }
  bool Next(Row* row) override;
  std::string Cursor() const override;
  bool Resume(std::string_view cursor) override;
  double Total() override { return static_cast<double>(size_); }
  double Done() const override { return static_cast<double>(bytes_->position()); }

 private:
  // The next line into `line`; its beginning alone where it is too long. False: the end.
  bool NextLine(std::string* line, bool* too_long);
  void Describe(Row* row);

  const std::string path_;
  uint64_t size_ = 0;
  int64_t changed_at_ = 0;
  std::unique_ptr<ByteReader> bytes_;
  std::string_view piece_;
  uint64_t offset_ = 0;  // of the first byte behind the lines that were given
  json::Document document_;
};

}  // namespace griot::history_import
