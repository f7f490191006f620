// Commands that plugins bring (griot.command/1), found by their names and run in this process.
#include <deque>
#include <iostream>

#include "griot/abi.h"
#include "host/cli/common.h"
#include "host/control/control_server.h"
#include "host/pipeline/host.h"
#include "host/telemetry/log.h"

namespace griot::host {
namespace {

// What griot_command_call's functions need; the struct that plugins see comes first.
struct Call {
  griot_command_call view;
  DataDir data;
  std::deque<std::string> texts;
  std::string reply;
};

Call& Of(const griot_command_call* call) {
  return *const_cast<Call*>(reinterpret_cast<const Call*>(call));
}

griot_result Env(const griot_command_call* call, const char* name, griot_str* value) {
  auto found = Of(call).data.Env(name);
  if (!found) return GRIOT_GONE;
  Of(call).texts.push_back(std::move(*found));
  *value = Str(Of(call).texts.back());
  return GRIOT_OK;
}

griot_result Control(const griot_command_call* call, griot_str request, griot_str* reply) {
  const Status status = AskControl(Of(call).data.socket(), View(request), &Of(call).reply);
  *reply = Str(Of(call).reply);
  return status.code;
}

void Out(const griot_command_call*, griot_str text) { std::cout << View(text) << std::flush; }
void Err(const griot_command_call*, griot_str text) { std::cerr << View(text); }

const griot_commands* CommandsOf(const griot_plugin& plugin) {
  if (plugin.get_extension == nullptr) return nullptr;
  return static_cast<const griot_commands*>(plugin.get_extension(GRIOT_EXT_COMMAND));
}

// How many of the arguments are the command's name: 0 when it is another.
size_t MatchedWords(const char* name, const Arguments& arguments) {
  std::string joined;
  for (size_t words = 1; words <= 2 && words <= arguments.size(); ++words) {
    joined += (words == 1 ? "" : " ") + arguments[words - 1];
    if (joined == name) return words;
  }
  return 0;
}

// Takes --data DIR and --json, which all commands understand, out of the arguments.
Arguments TakeCommon(const Arguments& arguments, std::string* data, bool* json) {
  Arguments rest;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--json") {
      *json = true;
    } else if (arguments[i] == "--data" && i + 1 < arguments.size()) {
      *data = arguments[++i];
    } else {
      rest.push_back(arguments[i]);
    }
  }
  return rest;
}

int Run(const griot_command& command, const Arguments& arguments) {
  std::string data_path;
  bool json = false;
  const Arguments rest = TakeCommon(arguments, &data_path, &json);
  for (const std::string& argument : rest)
    if (argument == "--help" || argument == "-h") {
      std::cout << command.summary << "\nusage: griot " << command.name << " " << command.usage
                << " [--data DIR] [--json]\n";
      return kOk;
    }
  Call call{};
  if (Status s = DataDir::Open(data_path, false, &call.data); !s.ok()) {
    std::cerr << s.text << "\n";
    return kFailed;
  }
  std::vector<griot_str> argv;
  for (const std::string& argument : rest) argv.push_back(Str(argument));
  call.view = {sizeof(griot_command_call),
               static_cast<uint32_t>(argv.size()),
               argv.data(),
               Str(call.data.path()),
               json ? 1 : 0,
               0,
               Out,
               Err,
               Env,
               Control};
  return command.run(&call.view);
}

std::vector<std::shared_ptr<const Library>> LoadAll(Catalogue& catalogue) {
  std::vector<std::string> errors;
  catalogue.Scan(DefaultPluginDirs(), &errors);
  for (const std::string& error : errors) std::cerr << "warning: " << error << "\n";
  std::vector<std::shared_ptr<const Library>> all;
  for (const auto& [id, library] : catalogue.all()) all.push_back(library);
  return all;
}

}  // namespace

int PluginCommand(const Arguments& arguments) {
  InitLog(GRIOT_LOG_WARN, true);
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  Host host(16u << 20);
  host.catalogue = &catalogue;
  UseHost(&host);
  int code = -1;
  const griot_command* best = nullptr;
  size_t best_words = 0;
  for (const auto& library : LoadAll(catalogue)) {
    const griot_commands* commands = CommandsOf(library->plugin());
    for (uint32_t i = 0; commands != nullptr && i < commands->count; ++i) {
      const size_t words = MatchedWords(commands->commands[i]->name, arguments);
      if (words <= best_words) continue;
      best = commands->commands[i];
      best_words = words;
    }
  }
  if (best != nullptr)
    code = Run(*best, {arguments.begin() + static_cast<ptrdiff_t>(best_words), arguments.end()});
  UseHost(nullptr);
  return code;
}

std::string PluginCommandsHelp() {
  ScratchDir scratch;
  Catalogue catalogue(scratch.path());
  std::string text;
  for (const auto& library : LoadAll(catalogue)) {
    const griot_commands* commands = CommandsOf(library->plugin());
    for (uint32_t i = 0; commands != nullptr && i < commands->count; ++i) {
      const griot_command& c = *commands->commands[i];
      std::string line = std::string("  ") + c.name + " " + c.usage;
      line.resize(std::max<size_t>(line.size() + 1, 47), ' ');
      text += line + c.summary + "\n";
    }
  }
  return text;
}

}  // namespace griot::host
