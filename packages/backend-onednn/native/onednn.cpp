#include "onednn.h"

#include <array>
#include <cstdlib>
#include <memory>
#include <new>

Library& library() {
  thread_local Library instance;
  return instance;
}

void* scratch(Scratch slot, std::size_t bytes) {
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  struct Block {
    std::unique_ptr<void, Free> memory;
    std::size_t bytes = 0;
  };
  thread_local std::array<Block, 3> blocks;
  Block& block = blocks[static_cast<std::size_t>(slot)];
  if (block.bytes < bytes || !block.memory) {
    const std::size_t rounded = (bytes + 4096) / 4096 * 4096;
    block.memory.reset();
    block.memory.reset(std::aligned_alloc(4096, rounded));
    if (!block.memory) throw std::bad_alloc();
    block.bytes = rounded;
  }
  return block.memory.get();
}
