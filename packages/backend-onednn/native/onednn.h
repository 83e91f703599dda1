// The library's engine and stream, and memory that its primitives share.
#pragma once

#include <cstddef>
#include <dnnl.hpp>

/** What one thread of JavaScript uses of oneDNN. */
struct Library {
  dnnl::engine engine{dnnl::engine::kind::cpu, 0};
  dnnl::stream stream{engine};
};

Library& library();

/** Memory that lives until the next call with the same slot; it grows as needed. */
enum class Scratch { weights, primitive, floats };
void* scratch(Scratch slot, std::size_t bytes);
