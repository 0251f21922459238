// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace mandat {

// Threads that run what is posted, first come, first served. The destructor runs what was posted
// before it and then joins. Threading: Post from any thread.
class Workers {
 public:
  using Task = std::move_only_function<void()>;

  explicit Workers(size_t threads);
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void Post(Task task);
  // Tasks that no thread has taken yet.
  size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

 private:
  void Run();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Task> tasks_;
  std::atomic<size_t> waiting_{0};
  bool stopping_ = false;
  std::vector<std::jthread> threads_;
};

}  // namespace mandat
