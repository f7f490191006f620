#include "host/http/pool.h"

#include <pthread.h>

#include "host/http/handler_call.h"
#include "host/http/url.h"

namespace griot::http {

void Pool::Start(unsigned first_index) {
  stopped_ = false;
  for (unsigned i = 0; i < core_->options.pool_threads; ++i) {
    threads_.emplace_back([this, index = first_index + i] {
      pthread_setname_np(pthread_self(), "http-pool");
      Run(index);
    });
  }
}

bool Pool::Submit(std::unique_ptr<PooledCall> call) {
  {
    std::lock_guard lock(mutex_);
    if (stopped_ || threads_.empty() || queue_.size() >= core_->options.pool_queue) return false;
    queue_.push_back(std::move(call));
  }
  work_.notify_one();
  return true;
}

void Pool::Stop() {
  std::deque<std::unique_ptr<PooledCall>> dropped;
  {
    std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(queue_);
  }
  work_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Pool::Run(unsigned index) {
  for (;;) {
    std::unique_ptr<PooledCall> call;
    {
      std::unique_lock lock(mutex_);
      work_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
      if (stopped_) return;
      call = std::move(queue_.front());
      queue_.pop_front();
    }
    std::optional<Target> target = SplitTarget(call->head.target());
    Request request({.head = call->head,
                     .method = call->method,
                     .path = call->path,
                     .query = target ? target->query : std::string_view(),
                     .body = call->body,
                     .client_ip = call->client_ip,
                     .params = call->params,
                     .worker = index},
                    std::move(call->reply));
    CallHandler(*call->entry, request, *core_);
  }
}

}  // namespace griot::http
