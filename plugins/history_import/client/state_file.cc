#include "plugins/history_import/client/state_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include "griot/json.hpp"

namespace griot::history_import {
namespace {

constexpr uint64_t kVersion = 1;

Status Failed(const std::string& path) { return Status::Fatal(path + ": " + std::strerror(errno)); }

bool WriteAll(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(file, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

constexpr std::pair<const char*, uint64_t LedgerLine::*> kLedgerNumbers[] = {
    {"accepted", &LedgerLine::accepted},
    {"stored", &LedgerLine::stored},
    {"duplicate", &LedgerLine::duplicate},
    {"filtered", &LedgerLine::filtered},
    {"dead", &LedgerLine::dead}};

std::string Format(const ImportState& state) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("version").Uint(kVersion).Key("cursor").Raw(state.cursor);
  w.Key("refusedBytes").Uint(state.refused_bytes).Key("seconds").Double(state.seconds);
  w.Key("tally").BeginObject();
  state.tally.Write(w);
  w.EndObject();
  if (state.before) {
    w.Key("before").BeginObject().Key("project").String(state.before->project);
    w.Key("source").String(state.before->source);
    for (const auto& [name, number] : kLedgerNumbers) w.Key(name).Uint(*state.before.*number);
    w.EndObject();
  }
  w.EndObject();
  return text;
}

std::optional<ImportState> Parse(const std::string& text) {
  json::Document document;
  json::Scratch scratch;
  if (!document.Parse(text).ok()) return std::nullopt;
  const json::Value root = document.root();
  if (root.Find("version").uint64() != kVersion || !root.Find("cursor").is_object()) {
    return std::nullopt;
  }
  ImportState state;
  state.cursor = root.Find("cursor").raw();
  state.refused_bytes = root.Find("refusedBytes").uint64().value_or(0);
  state.seconds = root.Find("seconds").number().value_or(0);
  state.tally = Tally::Read(root.Find("tally"));
  if (const json::Value before = root.Find("before")) {
    LedgerLine line;
    line.project = before.Find("project").string(scratch).value_or("");
    line.source = before.Find("source").string(scratch).value_or("");
    for (const auto& [name, number] : kLedgerNumbers) {
      line.*number = before.Find(name).uint64().value_or(0);
    }
    state.before = line;
  }
  return state;
}

std::string RefusedLine(const Verdict& verdict) {
  std::string text;
  json::Writer<std::string>(text)
      .BeginObject()
      .Key("reason")
      .String(verdict.refused)
      .Key("line")
      .String(verdict.line)
      .EndObject();
  return text + "\n";
}

}  // namespace

StateFile::StateFile(std::string_view data_dir, std::string_view name)
    : folder_(std::string(data_dir) + "/import"),
      state_path_(folder_ + "/" + std::string(name) + ".json"),
      refused_path_(folder_ + "/" + std::string(name) + ".refused.ndjson") {}

StateFile::~StateFile() {
  if (refused_ >= 0) close(refused_);
  if (lock_ >= 0) close(lock_);
}

Status StateFile::Open(std::optional<ImportState>* state) {
  if (mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return Failed(folder_);
  const std::string lock_path = state_path_ + ".lock";
  lock_ = open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_ < 0) return Failed(lock_path);
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return Status::Retry("this import is under way already (" + lock_path + ")");
  }
  refused_ = open(refused_path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (refused_ < 0) return Failed(refused_path_);
  std::ifstream file(state_path_, std::ios::binary);
  *state = Parse(std::string(std::istreambuf_iterator<char>(file), {}));
  // What a run wrote after its last save belongs to rows that this one reads again.
  const uint64_t keep = *state ? (*state)->refused_bytes : 0;
  struct stat now {};
  if (fstat(refused_, &now) != 0) return Failed(refused_path_);
  if (static_cast<uint64_t>(now.st_size) > keep &&
      ftruncate(refused_, static_cast<off_t>(keep)) != 0) {
    return Failed(refused_path_);
  }
  if (lseek(refused_, 0, SEEK_END) < 0) return Failed(refused_path_);
  return Status::Ok();
}

Status StateFile::Save(const std::vector<Verdict>& refused, ImportState* state) {
  for (const Verdict& verdict : refused) {
    const std::string line = RefusedLine(verdict);
    if (!WriteAll(refused_, line)) return Failed(refused_path_);
    state->refused_bytes += line.size();
  }
  if (!refused.empty() && fdatasync(refused_) != 0) return Failed(refused_path_);
  const std::string next = state_path_ + ".next";
  const int file = open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return Failed(next);
  const bool written = WriteAll(file, Format(*state)) && fdatasync(file) == 0;
  close(file);
  if (!written || rename(next.c_str(), state_path_.c_str()) != 0) return Failed(state_path_);
  return Status::Ok();
}

Status StateFile::Restart() {
  return ftruncate(refused_, 0) == 0 && lseek(refused_, 0, SEEK_SET) == 0 ? Status::Ok()
                                                                          : Failed(refused_path_);
}

void StateFile::Finish() {
  unlink(state_path_.c_str());
  struct stat now {};
  if (fstat(refused_, &now) == 0 && now.st_size == 0) unlink(refused_path_.c_str());
}

}  // namespace griot::history_import
