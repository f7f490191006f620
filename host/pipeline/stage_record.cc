#include "host/pipeline/stage_record.h"

#include <sys/stat.h>

#include <filesystem>
#include <set>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "host/loader/library.h"
#include "host/loader/read_file.h"
#include "host/pipeline/write_file.h"

namespace griot::host {
namespace {

namespace fs = std::filesystem;

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

// A name in our own folder, never a way out of it.
bool IsFileName(const std::string& name) {
  return name.empty() || (name.find('/') == std::string::npos && name[0] != '.');
}

RecordedVersion ReadVersion(json::Value value) {
  return {Text(value.Find("version")), Text(value.Find("sha256")), Text(value.Find("file")),
          Text(value.Find("from"))};
}

void WriteVersion(json::Writer<std::string>& w, const RecordedVersion& v) {
  w.Key("version").String(v.version).Key("sha256").String(v.sha256);
  w.Key("file").String(v.file).Key("from").String(v.from);
}

}  // namespace

StageRecord::StageRecord(std::string data_dir, std::string* trouble)
    : data_dir_(std::move(data_dir)) {
  const std::string file = data_dir_ + "/stages.json";
  std::error_code failed;
  if (!fs::exists(file, failed)) return;
  const std::string text = ReadFile(file);
  json::Document document;
  if (!document.Parse(text).ok() || !document.root().Find("stages").is_object()) {
    if (trouble == nullptr) return;
    fs::rename(file, file + ".bad", failed);
    *trouble = file +
               " cannot be read and was set aside as stages.json.bad: all stages run what the "
               "plugins folder has";
    return;
  }
  for (const json::Member member : document.root().Find("stages").members()) {
    RecordedStage stage{Text(member.value.Find("plugin")),
                        ReadVersion(member.value),
                        {},
                        Text(member.value.Find("swapped_at"))};
    if (member.value.Find("before").is_object())
      stage.before = ReadVersion(member.value.Find("before"));
    const bool good = IsFileName(stage.now.file) &&
                      (!stage.before || IsFileName(stage.before->file)) && !stage.plugin.empty();
    json::Scratch scratch;
    if (good) stages_.emplace(std::string(member.key.string(scratch).value_or("")), stage);
  }
}

std::string StageRecord::PathOf(const RecordedVersion& version) const {
  return data_dir_ + "/stages/" + version.file;
}

Status StageRecord::Keep(const Library& library, RecordedVersion* out) const {
  const std::string folder = data_dir_ + "/stages";
  ::mkdir(folder.c_str(), 0700);
  const griot_plugin& plugin = library.plugin();
  *out = {plugin.version, library.sha256(),
          std::string(plugin.id) + "-" + library.sha256().substr(0, 12) + ".griot.so",
          library.file()};
  std::error_code failed;
  if (fs::exists(PathOf(*out), failed)) return Status::Ok();
  if (WriteFile(PathOf(*out), ReadFile(library.path()))) return Status::Ok();
  return Status::Retry(PathOf(*out) + " cannot be written; is the disk full?");
}

Status StageRecord::Put(const std::string& stage, const Library& now, const Library& before) {
  RecordedStage next{now.plugin().id, {}, RecordedVersion{}, IsoString(Now())};
  if (Status kept = Keep(now, &next.now); !kept.ok()) return kept;
  if (Status kept = Keep(before, &*next.before); !kept.ok()) return kept;
  const auto last = stages_;
  stages_[stage] = next;
  Status written = Write();
  if (!written.ok()) stages_ = last;
  return written;
}

Status StageRecord::Erase(const std::string& stage) {
  return stages_.erase(stage) == 0 ? Status::Ok() : Write();
}

Status StageRecord::Write() const {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("format").Int(1).Key("stages").BeginObject();
  for (const auto& [name, stage] : stages_) {
    w.Key(name).BeginObject().Key("plugin").String(stage.plugin);
    WriteVersion(w, stage.now);
    w.Key("swapped_at").String(stage.swapped_at);
    if (stage.before) {
      w.Key("before").BeginObject();
      WriteVersion(w, *stage.before);
      w.EndObject();
    }
    w.EndObject();
  }
  w.EndObject().EndObject();
  if (!WriteFile(data_dir_ + "/stages.json", text))
    return Status::Retry(data_dir_ + "/stages.json cannot be written; is the disk full?");
  RemoveUnused();
  return Status::Ok();
}

void StageRecord::RemoveUnused() const {
  std::set<std::string> used;
  for (const auto& [name, stage] : stages_) {
    used.insert(stage.now.file);
    if (stage.before) used.insert(stage.before->file);
  }
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(data_dir_ + "/stages", ignored))
    if (!used.contains(entry.path().filename().string())) fs::remove(entry.path(), ignored);
}

}  // namespace griot::host
