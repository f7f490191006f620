#pragma once

#include "plugins/dashboard/db/db.h"

namespace griot::dashboard {

// What is done between here and Commit stands whole or not at all. The Db must outlive it. One
// thread.
class Transaction {
 public:
  explicit Transaction(Db& db) : db_(db) { db_.Run("begin"); }
  ~Transaction() {
    if (done_) return;
    try {
      db_.Run("rollback");
    } catch (const pg::Error&) {
      db_.Close();
    }
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void Commit() {
    db_.Run("commit");
    done_ = true;
  }

 private:
  Db& db_;
  bool done_ = false;
};

}  // namespace griot::dashboard
