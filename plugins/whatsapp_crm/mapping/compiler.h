#pragma once

#include <string>
#include <vector>

#include "plugins/whatsapp_crm/mapping/expression.h"
#include "plugins/whatsapp_crm/mapping/fields.h"

namespace griot::whatsapp_crm::mapping {

// Makes a program of a mapping's YAML. Goes on after a problem, so that all are told at once; the
// program is of use only when there were none. One thread; what it is made from must outlive it.
class Compiler {
 public:
  Compiler(Program& program, Problems& problems)
      : program_(program), problems_(problems), expressions_(program, problems) {}

  void Compile(const Yaml& root);

 private:
  // What a group hands on to all that stands in it.
  struct Defaults {
    NodeId user = kNothing;
    bool user_optional = false;
    NodeId time = kNothing;
    NodeId number = kNothing;
    std::string key_space;
    std::vector<Field> properties;
    std::vector<Field> context;
    std::vector<Remember> remember;
    std::vector<Named> count;
  };

  // Rules (compile_rules.cc). `path` is where in the file something stands.
  void ReadGroup(Fields& fields, Defaults defaults, Group& group);
  void ReadInner(const Yaml& item, const std::string& path, const Defaults& defaults, Group& group);
  uint32_t ReadEach(const Yaml& item, const std::string& path, Group& group);
  void ReadRule(const Yaml& item, const std::string& path, Defaults defaults, uint32_t level,
                Group& group);
  void ReadDefaults(Fields& fields, uint32_t level, Defaults& defaults);
  void ReadLet(Fields& fields, uint32_t level);
  void ReadNamed(Fields& fields, std::string_view name, uint32_t level, std::vector<Named>& into);

  // What is written and kept (compile_fields.cc).
  void ReadFields(Fields& fields, std::string_view name, uint32_t level, std::vector<Field>& into);
  void ReadObject(const Yaml& map, const std::string& path, uint32_t level,
                  std::vector<Field>& into);
  void ReadMore(Fields& fields, uint32_t level, std::vector<Field>& into);
  void ReadRemember(Fields& fields, uint32_t level, std::vector<Remember>& into);
  void CheckRecalled();

  // Values and conditions (compile_values.cc).
  NodeId ReadValue(const Yaml& item, const std::string& path, uint32_t level, bool user = false);
  NodeId ReadChosen(const Yaml& map, const std::string& path, uint32_t level, bool user);
  uint32_t ReadTable(const Yaml& map, const std::string& path);
  Condition ReadCondition(const Yaml& item, const std::string& path, uint32_t level);
  std::vector<NodeId> ReadKey(const Yaml& item, const std::string& path, uint32_t level);
  std::vector<Test> ReadTests(const Yaml& map, const std::string& path, uint32_t level);
  void ReadTest(const Yaml& item, const std::string& path, uint32_t level, Test test,
                std::vector<Test>& into);
  void CheckTypes(const Yaml& item, const std::string& path, const Test& test);
  void ReadTexts(const Yaml& item, const std::string& path, Test& test);

  // How the provider talks (compile_scheme.cc).
  void ReadSignature(Fields& fields);
  Signature ReadScheme(const Yaml& item, const std::string& path);
  void ReadHmac(Fields& fields, Signature& out);
  void ReadSigned(const Yaml& item, const std::string& path, Signature& out);
  void ReadAck(Fields& fields);
  void ReadRedact(Fields& fields);

  Program& program_;
  Problems& problems_;
  Expressions expressions_;
  std::vector<std::string> remembered_;
};

}  // namespace griot::whatsapp_crm::mapping
