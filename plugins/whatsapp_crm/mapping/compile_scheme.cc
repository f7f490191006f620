#include <charconv>

#include "griot/options.hpp"
#include "plugins/whatsapp_crm/mapping/compiler.h"
#include "plugins/whatsapp_crm/mapping/path.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// No text may break out of a header's line.
bool IsHeaderText(std::string_view text) {
  for (const char c : text) {
    if (c < 0x20 || c > 0x7e) return false;
  }
  return true;
}

}  // namespace

// It must be said that a provider does not sign: an oversight would leave the door open.
void Compiler::ReadSignature(Fields& fields) {
  const Yaml* const item = fields.Need("signature");
  if (item == nullptr || (item->kind == Yaml::Kind::kScalar && item->text == "none")) return;
  if (item->kind != Yaml::Kind::kMap) {
    return fields.Problem(*item, "signature", "must be none, or say how bodies are signed");
  }
  Signature& out = program_.signature;
  Fields inner(*item, "signature", problems_);
  constexpr const char* kAlgorithms[] = {"SHA1", "SHA256", "SHA512"};
  out.algorithm = kAlgorithms[inner.OneOf("hmac", {"sha1", "sha256", "sha512"}, 1)];
  out.base64 = inner.OneOf("encoding", {"hex", "base64"}, 0) == 1;
  inner.Need("header");
  inner.Text("header", &out.header);
  inner.Text("prefix", &out.prefix);
  inner.Text("timestamp_header", &out.time_header);
  if (const Yaml* tolerance = inner.Find("tolerance")) {
    const auto length = ParseDuration(tolerance->text);
    if (!length || length->count() <= 0) {
      inner.Problem(*tolerance, "tolerance", "must be a duration such as 5m");
    } else {
      out.tolerance = length->count() / 1000;
    }
  }
  Yaml body;
  body.kind = Yaml::Kind::kScalar;
  body.text = "{body}";
  const Yaml* const made = inner.Find("signed");
  ReadSigned(made == nullptr ? body : *made, "signature.signed");
  bool timed = false;
  for (const auto& part : out.parts) timed |= part.kind == Signature::Part::Kind::kTime;
  if (timed && out.time_header.empty()) {
    inner.Problem(*made, "signed", "{ts} needs timestamp_header");
  }
}

// A template of what is signed, "{ts}.{body}".
void Compiler::ReadSigned(const Yaml& item, const std::string& path) {
  using Part = Signature::Part;
  auto& parts = program_.signature.parts;
  bool body = false;
  try {
    Scanner in(item.text);
    while (!in.done()) {
      if (const auto literal = in.Until("{"); !literal.empty()) {
        parts.push_back({Part::Kind::kLiteral, std::string(literal)});
      }
      const size_t begin = in.offset();
      if (!in.Take('{')) break;
      const std::string_view name = in.Until("}");
      in.Must('}', "expected }");
      if (name != "body" && name != "ts") {
        const std::string shown = "no part {" + std::string(name) + "}";
        throw Fault{begin, shown + DidYouMean(name, {"body", "ts"})};
      }
      body |= name == "body";
      parts.push_back({name == "body" ? Part::Kind::kBody : Part::Kind::kTime, ""});
    }
    if (!body) throw Fault{0, "must hold {body}: what is not signed anyone can write"};
  } catch (const Fault& fault) {
    problems_.Add(item.At(fault.offset), path, fault.text);
  }
}

void Compiler::ReadAck(Fields& fields) {
  const Yaml* const item = fields.Find("ack");
  if (item == nullptr) return;
  Fields inner(*item, "ack", problems_);
  Ack& out = program_.ack;
  if (const Yaml* status = inner.Find("status")) {
    const char* const end = status->text.data() + status->text.size();
    const auto read = std::from_chars(status->text.data(), end, out.status);
    const bool good = read.ec == std::errc() && read.ptr == end;
    if (!good || out.status < 200 || out.status > 299) {
      inner.Problem(*status, "status", "must be a status from 200 to 299");
    }
  }
  inner.Text("body", &out.body);
  const Yaml* const type = inner.Find("type");
  inner.Text("type", &out.type);
  if (!IsHeaderText(out.type)) inner.Problem(*type, "type", "must be of printable ASCII");
}

void Compiler::ReadRedact(Fields& fields) {
  const Yaml* const list = fields.Find("redact");
  if (list == nullptr) return;
  if (list->kind != Yaml::Kind::kList) {
    return fields.Problem(*list, "redact", "must be a list of paths");
  }
  for (size_t i = 0; i < list->items.size(); ++i) {
    const Yaml& item = list->items[i];
    try {
      Scanner in(item.text);
      std::vector<std::string> way;
      do {
        way.push_back(ReadName(in));
        if (!in.Take('[')) continue;
        in.Must(']', "expected ]: every element of a list is redacted");
        way.emplace_back("[]");
      } while (in.Take('.'));
      if (!in.done()) throw Fault{in.offset(), "expected . or []"};
      program_.redact.push_back(std::move(way));
    } catch (const Fault& fault) {
      problems_.Add(item.At(fault.offset), Join("redact", i), fault.text);
    }
  }
}

}  // namespace griot::whatsapp_crm::mapping
