#include "host/pipeline/preflight.h"

#include <signal.h>
#include <sys/wait.h>

#include "griot/json.hpp"
#include "host/pipeline/child.h"
#include "host/pipeline/fault_point.h"

namespace griot::host {
namespace {

std::string JobJson(const Preflight::Job& job) {
  std::string out;
  json::Writer<std::string> w(out);
  w.BeginObject().Key("path").String(job.path).Key("plugin").String(job.plugin);
  w.Key("stage").String(job.stage).Key("options").String(job.options).EndObject();
  return out;
}

Status Judge(const child::End& end) {
  if (end.late)
    return Status::Invalid("it hangs: it was not through with its trial after " +
                           std::to_string(end.patience.count()) + " ms");
  if (WIFSIGNALED(end.status))
    return Status::Invalid("it crashes: its trial ended with signal " +
                           std::to_string(WTERMSIG(end.status)) + " (" +
                           ::strsignal(WTERMSIG(end.status)) + ")");
  json::Document document;
  if (!document.Parse(end.output).ok() || !document.root().is_object())
    return Status::Invalid("its trial ended with exit code " +
                           std::to_string(WEXITSTATUS(end.status)) + " and without an answer");
  json::Scratch scratch;
  if (document.root().Find("ok").boolean().value_or(false)) return Status::Ok();
  return Status::Invalid(std::string(document.root().Find("error").string(scratch).value_or("?")));
}

}  // namespace

Status Preflight::Check(const Job& job, std::chrono::milliseconds patience) {
  if (Status fault = GRIOT_FAULT_POINT("swap.preflight"); !fault.ok()) return fault;
  if (program_.empty()) return Status::Ok();
  // The options may hold secrets: they go by a pipe, and stay here only as long as this process.
  const std::string key = job.sha256 + " " + job.stage + " " + job.options;
  {
    std::lock_guard lock(mutex_);
    if (good_.contains(key)) return Status::Ok();
  }
  child::End end;
  if (Status ran = child::Run({program_, "preflight"}, JobJson(job), patience, &end); !ran.ok())
    return ran;
  Status status = Judge(end);
  if (!status.ok()) return status;
  std::lock_guard lock(mutex_);
  good_.emplace(key, true);
  return status;
}

}  // namespace griot::host
