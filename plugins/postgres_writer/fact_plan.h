#pragma once

#include <cstdint>
#include <vector>

#include "array_param.h"
#include "batch_plan.h"
#include "dead_letters.h"
#include "store_catalogue.h"

namespace griot::postgres {

// The facts of a batch that are to be applied, by kind. Borrows the catalogue for its life, the
// batch from Build until the next one. One thread at a time.
class FactPlan {
 public:
  explicit FactPlan(const StoreCatalogue& catalogue) : catalogue_(catalogue) {}

  // Chooses: a fact goes where its cause goes. Kinds that nobody declared become dead letters.
  void Build(const BatchPlan& plan, DeadLetters* letters);

  struct Group {
    size_t kind;                  // index into the catalogue's facts
    std::vector<uint32_t> facts;  // indexes into the batch's facts, in order
  };
  // In the catalogue's order, which all writers share. Only groups that hold something.
  const std::vector<Group>& groups() const { return groups_; }
  const FactKind& kind(const Group& group) const { return catalogue_.facts[group.kind]; }

  // projects, keys, causes, bodies; valid until the next call.
  Params Arguments(const BatchPlan& plan, const Group& group);

 private:
  bool Applies(const BatchPlan& plan, uint32_t fact) const;
  bool IsCopy(const BatchPlan& plan, uint32_t fact) const;

  const StoreCatalogue& catalogue_;
  std::vector<Group> groups_;
  // Of each group its own buffers, because all are sent in one go.
  struct Arrays {
    ArrayParam projects{kText};
    ArrayParam keys{kText};
    ArrayParam causes{kUuid};
    ArrayParam bodies{kJsonb};
  };
  std::vector<Arrays> arrays_;
};

}  // namespace griot::postgres
