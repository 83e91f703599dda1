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

/** Memory that lives until the next call with the same slot; it grows as needed. */
enum class Scratch { weights, primitive, floats, first, second };
void* scratch(Scratch slot, std::size_t bytes);

/** How values of one layout and type become those of another; without a primitive they are the same. */
struct Conversion {
  dnnl::reorder primitive;
  dnnl::memory::desc from, to;

  Conversion(const dnnl::memory::desc& from, const dnnl::memory::desc& to);

  explicit operator bool() const { return static_cast<bool>(primitive); }
};

/** An operand that is read: `values`, or their conversion into a scratch slot. */
dnnl::memory converted(const Conversion& conversion, float* values, Scratch slot);

/** An operand that is written: `values`, or a scratch slot from which {@link convertResult} writes them. */
dnnl::memory unconverted(const Conversion& conversion, float* values, Scratch slot);
void convertResult(const Conversion& conversion, const dnnl::memory& result, float* values);
