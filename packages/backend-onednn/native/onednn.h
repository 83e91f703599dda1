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

/** What convolutions and products multiply; they add float32, and tensors are float32. */
enum class Precision { float32, bfloat16 };

/** Of this thread of JavaScript. */
Precision& precision();

/** Whether the processor multiplies bfloat16 itself. Without that oneDNN would imitate it, slower than float32. */
bool hasBfloat16();

/** A copy of some values in another layout or type; without a primitive there is none, and the values are used as they are. */
struct Conversion {
  dnnl::reorder primitive;
  dnnl::memory::desc from, to;

  Conversion() = default;
  Conversion(const dnnl::memory::desc& from, const dnnl::memory::desc& to);

  explicit operator bool() const { return static_cast<bool>(primitive); }
};

/** Memory that lives until the next call with the same slot; it grows as needed. */
enum class Scratch { weights, primitive, floats, first, second };
void* scratch(Scratch slot, std::size_t bytes);

/** `values`, converted into a scratch slot. */
dnnl::memory converted(const Conversion& conversion, const dnnl::memory::desc& as, float* values, Scratch slot);
