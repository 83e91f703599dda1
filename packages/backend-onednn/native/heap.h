// The memory that tensors live in: large mapped segments, divided by best fit. One heap a thread of JavaScript.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

class Heap {
 public:
  /** Adds a segment of memory to allocate from. */
  void add(std::uintptr_t address, std::size_t bytes);
  /** An address that is a multiple of 64, or 0 if no segment has room. */
  std::uintptr_t allocate(std::size_t bytes);
  void release(std::uintptr_t address);
  std::size_t used() const { return usedBytes_; }

 private:
  void insert(std::uintptr_t address, std::size_t bytes);
  void erase(std::map<std::uintptr_t, std::size_t>::iterator block);

  /** Where segments start: a block may not reach from one into the next, though they often lie side by side. */
  std::set<std::uintptr_t> starts_;
  std::map<std::uintptr_t, std::size_t> free_;
  std::set<std::pair<std::size_t, std::uintptr_t>> bySize_;
  std::unordered_map<std::uintptr_t, std::size_t> used_;
  std::size_t usedBytes_ = 0;
};
