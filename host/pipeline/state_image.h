// What an instance keeps from batch to batch, as records that the host owns (griot.state/1).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "griot/abi/ext/state.h"
#include "griot/cpp/status.hpp"

namespace griot::host {

class Generation;

// One thread at a time.
class StateImage {
 public:
  struct Record {
    uint64_t hash;
    std::string_view key, value;
  };

  void Add(const griot_state_record& record);
  size_t count() const { return records_.size(); }
  size_t bytes() const { return texts_.size(); }
  void Each(const std::function<void(const Record&)>& take) const;

  // The same records, in whatever order.
  bool Equals(const StateImage& other) const {
    return count() == other.count() && bytes() == other.bytes() && Sum() == other.Sum();
  }

  uint32_t version = 0;

 private:
  struct Place {
    uint64_t hash;
    size_t begin, key_size, value_size;
  };
  uint64_t Sum() const;

  std::string texts_;
  std::vector<Place> records_;
};

// All [lane-thread].

// OK also for an instance that keeps no state: then the image is empty.
Status SaveState(const Generation& from, StateImage* image);
// The same, of these keys; for one that offers griot.state_keys/1.
Status SaveKeys(const Generation& from, const std::vector<uint64_t>& hashes, StateImage* image);
// Those records whose hash `wanted` says yes to; all without it.
Status LoadState(Generation& to, const StateImage& image,
                 const std::function<bool(uint64_t)>& wanted = {});
// It loads the key again when it needs it.
void DropState(Generation& of, uint64_t hash);

// Whether `to` can take what `from` saves; the text says why not. A stage without state can follow
// any stage without, and precede any with.
Status CanHandOver(const griot_state* from, const griot_state* to);

}  // namespace griot::host
