#include "heap.h"

#include <stdexcept>

namespace {
constexpr std::size_t ALIGNMENT = 64;
}

void Heap::insert(std::uintptr_t address, std::size_t bytes) {
  free_.emplace(address, bytes);
  bySize_.emplace(bytes, address);
}

void Heap::erase(std::map<std::uintptr_t, std::size_t>::iterator block) {
  bySize_.erase({block->second, block->first});
  free_.erase(block);
}

void Heap::add(std::uintptr_t address, std::size_t bytes) {
  starts_.insert(address);
  insert(address, bytes);
}

std::uintptr_t Heap::allocate(std::size_t bytes) {
  const std::size_t size = bytes == 0 ? ALIGNMENT : (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  const auto best = bySize_.lower_bound({size, 0});
  if (best == bySize_.end()) return 0;
  const auto [blockBytes, address] = *best;
  erase(free_.find(address));
  if (blockBytes > size) insert(address + size, blockBytes - size);
  used_.emplace(address, size);
  usedBytes_ += size;
  return address;
}

void Heap::release(std::uintptr_t address) {
  const auto found = used_.find(address);
  if (found == used_.end()) throw std::logic_error("onednn: memory was released that was not allocated.");
  std::size_t bytes = found->second;
  used_.erase(found);
  usedBytes_ -= bytes;
  const auto next = free_.find(address + bytes);
  if (next != free_.end() && starts_.count(next->first) == 0) {
    bytes += next->second;
    erase(next);
  }
  auto previous = free_.lower_bound(address);
  if (previous != free_.begin() && starts_.count(address) == 0) {
    --previous;
    if (previous->first + previous->second == address) {
      address = previous->first;
      bytes += previous->second;
      erase(previous);
    }
  }
  insert(address, bytes);
}
