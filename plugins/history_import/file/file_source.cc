#include "plugins/history_import/file/file_source.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "plugins/history_import/client/mend.h"
#include "plugins/history_import/client/row_key.h"

namespace griot::history_import {
namespace {

constexpr size_t kShownOfLong = 1000;  // of a line that is too long, in the file of refused lines
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view Text(json::Value object, std::initializer_list<std::string_view> names,
                      json::Scratch& scratch) {
  for (const std::string_view name : names) {
    const auto text = object.Find(name).AsText(scratch);
    if (text && !text->empty()) return *text;
  }
  return {};
}

}  // namespace

FileSource::FileSource(std::string path) : path_(std::move(path)), bytes_(ByteReader::Open(path_)) {
  struct stat file {};
  if (stat(path_.c_str(), &file) != 0) throw SourceError(path_ + ": " + std::strerror(errno));
  if (!S_ISREG(file.st_mode)) throw SourceError(path_ + ": is no file");
  size_ = static_cast<uint64_t>(file.st_size);
  changed_at_ = file.st_mtim.tv_sec * 1'000'000'000 + file.st_mtim.tv_nsec;
}

std::string FileSource::Cursor() const {
  std::string text;
  json::Writer<std::string>(text)
      .BeginObject()
      .Key("offset")
      .Uint(offset_)
      .Key("size")
      .Uint(size_)
      .Key("changedAt")
      .Int(changed_at_)
      .EndObject();
  return text;
}

bool FileSource::Resume(std::string_view cursor) {
  const auto number = [&](std::string_view name) {
    return json::GetInt(cursor, name).value_or(-1);
  };
  const bool same =
      number("size") == static_cast<int64_t>(size_) && number("changedAt") == changed_at_;
  const int64_t offset = number("offset");
  if (!same || offset < 0) return false;
  bytes_->Skip(static_cast<uint64_t>(offset));
  offset_ = static_cast<uint64_t>(offset);
  return true;
}

bool FileSource::NextLine(std::string* line, bool* too_long) {
  line->clear();
  *too_long = false;
  for (bool any = false;;) {
    if (piece_.empty()) piece_ = bytes_->Next();
    if (piece_.empty()) return any;
    any = true;
    const size_t end = piece_.find('\n');
    const std::string_view part = piece_.substr(0, end);
    const size_t used = std::min(part.size() + 1, piece_.size());
    piece_.remove_prefix(used);
    offset_ += used;
    if (line->size() + part.size() > kMostLine) {
      *too_long = true;
      line->append(part.substr(0, kShownOfLong));
      line->resize(std::min(line->size(), kShownOfLong));
    } else if (!*too_long) {
      line->append(part);
    }
    if (end != std::string_view::npos) return true;
  }
}

bool FileSource::Next(Row* row) {
  row->table = "lines";
  for (;;) {
    const bool first = offset_ == 0;
    bool too_long = false;
    if (!NextLine(&row->line, &too_long)) return false;
    if (first && row->line.starts_with(kByteOrderMark)) row->line.erase(0, kByteOrderMark.size());
    if (too_long) {
      row->refused = "longer than an event may be";
      return true;
    }
    if (row->line.ends_with('\r')) row->line.pop_back();
    if (row->line.find_first_not_of(" \t\r") == std::string::npos) continue;
    Describe(row);
    return true;
  }
}

void FileSource::Describe(Row* row) {
  if (row->line.find("\\u") != std::string::npos && MendEscapes(&row->line)) {
    row->mended.push_back("an escape that no store takes: U+FFFD in its place");
  }
  if (!document_.Parse(row->line).ok()) return;
  json::Scratch scratch;
  const json::Value root = document_.root();
  const auto channel = Text(root, {"channel"}, scratch);
  row->key = RowKey(channel.empty() ? "web" : channel, Text(root, {"userId", "user_id"}, scratch),
                    Text(root, {"anonymousId", "anonymous_id"}, scratch));
}

}  // namespace griot::history_import
