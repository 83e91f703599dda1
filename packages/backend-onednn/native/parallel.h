// How work is divided among threads.
#pragma once

#include <omp.h>

/** Elements of an elementwise loop that are worth waking another thread. */
constexpr long PARALLEL_ELEMENTS = 1 << 15;

/** Multiply-adds of a product that are worth waking another thread: some 10 microseconds. */
constexpr double PARALLEL_PRODUCTS = 1e6;

/** For its lifetime the library computes on one thread if the work is small. */
class ThreadsFor {
 public:
  explicit ThreadsFor(double products) : before_(omp_get_max_threads()) {
    if (products < PARALLEL_PRODUCTS) omp_set_num_threads(1);
  }
  ~ThreadsFor() { omp_set_num_threads(before_); }
  ThreadsFor(const ThreadsFor&) = delete;
  ThreadsFor& operator=(const ThreadsFor&) = delete;

 private:
  int before_;
};
