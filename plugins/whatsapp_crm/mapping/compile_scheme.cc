#include <algorithm>
#include <charconv>
#include <utility>

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
  if (item->kind == Yaml::Kind::kMap) {
    program_.signature = ReadScheme(*item, "signature");
    return;
  }
  if (item->kind != Yaml::Kind::kList || item->items.empty()) {
    return fields.Problem(*item, "signature",
                          "must be none, or say how bodies are signed, or list the ways");
  }
  for (size_t i = 0; i < item->items.size(); ++i) {
    Signature scheme = ReadScheme(item->items[i], Join("signature", i));
    if (i == 0) {
      program_.signature = std::move(scheme);
    } else {
      program_.signature.others.push_back(std::move(scheme));
    }
  }
}

Signature Compiler::ReadScheme(const Yaml& item, const std::string& path) {
  using Kind = Signature::Kind;
  Signature out;
  Fields fields(item, path, problems_);
  const bool token = fields.Find("token") != nullptr;
  const bool jwt = !token && fields.Find("jwt") != nullptr;
  if (token) {
    const bool query = fields.OneOf("token", {"header", "query"}, 0) == 1;
    out.kind = query ? Kind::kQueryToken : Kind::kHeaderToken;
    out.algorithm = "SHA256";  // both sides are compared by it
    fields.Need("name");
    fields.Text("name", &out.header);
    if (!query) fields.Text("prefix", &out.prefix);
    return out;
  }
  fields.Need("header");
  fields.Text("header", &out.header);
  fields.Text("prefix", &out.prefix);
  if (const Yaml* tolerance = fields.Find("tolerance")) {
    const auto length = ParseDuration(tolerance->text);
    if (!length || length->count() <= 0) {
      fields.Problem(*tolerance, "tolerance", "must be a duration such as 5m");
    } else {
      out.tolerance = length->count() / 1000;
    }
  }
  if (!jwt) {
    ReadHmac(fields, out);
    return out;
  }
  out.kind = Kind::kJwt;
  out.algorithm = "SHA256";
  fields.OneOf("jwt", {"hs256"}, 0);
  const Yaml* const claims = fields.Find("claims");
  for (size_t i = 0; claims != nullptr && i < claims->keys.size(); ++i) {
    out.claims.emplace_back(claims->keys[i].text, claims->items[i].text);
  }
  return out;
}

void Compiler::ReadHmac(Fields& fields, Signature& out) {
  constexpr const char* kAlgorithms[] = {"SHA1", "SHA256", "SHA512"};
  out.algorithm = kAlgorithms[fields.OneOf("hmac", {"sha1", "sha256", "sha512"}, 1)];
  out.base64 = fields.OneOf("encoding", {"hex", "base64"}, 0) == 1;
  fields.Text("timestamp_header", &out.time_header);
  Yaml body;
  body.kind = Yaml::Kind::kScalar;
  body.text = "{body}";
  const Yaml* const made = fields.Find("signed");
  ReadSigned(made == nullptr ? body : *made, fields.PathOf("signed"), out);
  bool timed = false;
  for (const auto& part : out.parts) timed |= part.kind == Signature::Part::Kind::kTime;
  if (timed && out.time_header.empty()) {
    fields.Problem(*made, "signed", "{ts} needs timestamp_header");
  }
}

// A template of what is signed, "{ts}.{body}".
void Compiler::ReadSigned(const Yaml& item, const std::string& path, Signature& out) {
  using Part = Signature::Part;
  constexpr std::pair<std::string_view, Part::Kind> kParts[] = {{"body", Part::Kind::kBody},
                                                                {"ts", Part::Kind::kTime},
                                                                {"url", Part::Kind::kUrl},
                                                                {"form", Part::Kind::kForm}};
  bool body = false;
  try {
    Scanner in(item.text);
    while (!in.done()) {
      if (const auto literal = in.Until("{"); !literal.empty()) {
        out.parts.push_back({Part::Kind::kLiteral, std::string(literal)});
      }
      const size_t begin = in.offset();
      if (!in.Take('{')) break;
      const std::string_view name = in.Until("}");
      in.Must('}', "expected }");
      const auto* const part =
          std::ranges::find(kParts, name, [](const auto& p) { return p.first; });
      if (part == std::end(kParts)) {
        const std::string shown = "no part {" + std::string(name) + "}";
        throw Fault{begin, shown + DidYouMean(name, {"body", "ts", "url", "form"})};
      }
      body |= part->second == Part::Kind::kBody || part->second == Part::Kind::kForm;
      out.parts.push_back({part->second, ""});
    }
    if (!body) throw Fault{0, "must hold {body} or {form}: what is not signed anyone can write"};
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
